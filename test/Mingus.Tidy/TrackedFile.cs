using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy;

/// <summary>One file of a <see cref="Tree"/>; its text and its syntax tree are made when first asked for.</summary>
internal sealed class TrackedFile(string path, Func<string?> read)
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private readonly Lazy<string?> _text = new(read);
    private string[]? _lines;
    private CompilationUnitSyntax? _syntax;

    public string Path => path;

    public bool IsBinary => _text.Value is null;

    /// <summary>Empty for a binary file.</summary>
    public string Text => _text.Value ?? "";

    public string[] Lines => _lines ??= Text.TrimEnd('\n').Split('\n');

    public CompilationUnitSyntax Syntax =>
        _syntax ??= CSharpSyntaxTree.ParseText(Text, ParseOptions).GetCompilationUnitRoot();

    /// <summary>Name of the project folder below src, test or bench; empty elsewhere.</summary>
    public string Project => path.Split('/') is [("src" or "test" or "bench"), var project, _, ..] ? project : "";

    public Problem At(int line, string what) => new(path, line, what);

    public Problem At(SyntaxNode node, string what) => At(node.GetFirstToken(), what);

    public Problem At(SyntaxToken token, string what) =>
        new(path, token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, what);
}

/// <summary>Something untidy: where it is, what it is, and what to do instead. Lines count from 1.</summary>
internal sealed record Problem(string Path, int Line, string What)
{
    public override string ToString() => $"{Path}:{Line}: {What}";
}
