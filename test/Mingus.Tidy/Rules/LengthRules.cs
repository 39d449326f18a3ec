using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy.Rules;

/// <summary>A line fits a window, a function fits a screen, a file fits a head.</summary>
internal static class LengthRules
{
    private const int LineMax = 120;
    private const int FunctionLinesMax = 60;
    private const int SourceLinesMax = 300;
    private const int TestLinesMax = 500;
    private const int HeadLines = 5;

    private static readonly string[] WrittenByHand = [".cs", ".sql", ".js", ".mjs", ".ts", ".css", ".sh"];

    /// <summary>Text inside a string of several lines is data in tests, and as long as the data is.</summary>
    public static IEnumerable<Problem> Lines(Tree tree)
    {
        foreach (var file in tree.Files.Where(IsCode))
        {
            HashSet<int>? data = null;
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (file.Lines[i].Length <= LineMax)
                    continue;
                data ??= IsTest(file) ? LinesInsideText(file) : [];
                if (!data.Contains(i))
                    yield return file.At(i + 1, $"{file.Lines[i].Length} characters: break the line at {LineMax}.");
            }
        }
    }

    public static IEnumerable<Problem> Functions(Tree tree)
    {
        foreach (var file in tree.Below(".cs"))
        {
            foreach (var function in file.Syntax.DescendantNodes().Where(IsFunction))
            {
                var lines = LinesOf(function);
                if (lines > FunctionLinesMax)
                    yield return file.At(function, $"a function of {lines} lines: {Advice}");
            }
            var statements = file.Syntax.Members.OfType<GlobalStatementSyntax>().ToList();
            var total = statements.Sum(LinesOf);
            if (total > FunctionLinesMax)
                yield return file.At(statements[0], $"{total} lines of top-level statements: {Advice}");
        }
    }

    public static IEnumerable<Problem> Files(Tree tree)
    {
        foreach (var file in tree.Files.Where(file => (file.Project.Length > 0 || IsWeb(file)) && IsCode(file)))
        {
            var max = IsTest(file) ? TestLinesMax : SourceLinesMax;
            if (file.Lines.Length > max)
                yield return file.At(max + 1, $"{file.Lines.Length} lines: split by principal type; {max} is enough.");
        }
    }

    private static readonly string Advice =
        $"name its parts and move them into functions of their own; {FunctionLinesMax} fit a screen.";

    private static bool IsCode(TrackedFile file) =>
        WrittenByHand.Contains(Path.GetExtension(file.Path), StringComparer.Ordinal) && !IsGenerated(file);

    /// <summary>Types that a program wrote: as long as what they describe, and read by nobody.</summary>
    private static bool IsGenerated(TrackedFile file) =>
        file.Path.EndsWith(".d.ts", StringComparison.Ordinal)
        && file.Lines.Take(HeadLines).Any(line => line.Contains("auto-generated", StringComparison.Ordinal));

    private static bool IsWeb(TrackedFile file) => file.Path.StartsWith("web/", StringComparison.Ordinal);

    private static bool IsTest(TrackedFile file) =>
        !file.Path.StartsWith("src/", StringComparison.Ordinal)
        && !(IsWeb(file) && file.Path.Contains("/src/", StringComparison.Ordinal));

    private static bool IsFunction(SyntaxNode node) =>
        node
            is BaseMethodDeclarationSyntax
                or LocalFunctionStatementSyntax
                or AccessorDeclarationSyntax
                or ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or IndexerDeclarationSyntax };

    private static int LinesOf(SyntaxNode node)
    {
        // A table of test data above a method is no part of what must fit a screen.
        var attributes = node is MemberDeclarationSyntax member ? member.AttributeLists : default;
        var from = attributes.Count > 0 ? attributes[^1].GetLastToken().GetNextToken() : node.GetFirstToken();
        var first = from.GetLocation().GetLineSpan().StartLinePosition.Line;
        return node.GetLocation().GetLineSpan().EndLinePosition.Line - first + 1;
    }

    /// <summary>Counted from 0; the first line of the text, which also holds code, is not among them.</summary>
    private static HashSet<int> LinesInsideText(TrackedFile file)
    {
        if (!file.Path.EndsWith(".cs", StringComparison.Ordinal))
            return [];
        return file
            .Syntax.DescendantNodes()
            .Where(node =>
                node is InterpolatedStringExpressionSyntax
                || (node is LiteralExpressionSyntax literal && literal.Token.Value is string)
            )
            .Select(node => node.GetLocation().GetLineSpan())
            .Where(span => span.EndLinePosition.Line > span.StartLinePosition.Line)
            .SelectMany(span =>
                Enumerable.Range(
                    span.StartLinePosition.Line + 1,
                    span.EndLinePosition.Line - span.StartLinePosition.Line
                )
            )
            .ToHashSet();
    }
}
