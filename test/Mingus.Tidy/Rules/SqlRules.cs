using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mingus.Tidy.Rules;

/// <summary>SQL rests in Mingus.Storage. Statements are told from prose by their keywords in capitals.</summary>
internal static partial class SqlRules
{
    public static IEnumerable<Problem> OnlyInStorage(Tree tree)
    {
        const string advice = "belongs in Mingus.Storage: write the statement there and ask for it through a port.";
        foreach (var file in tree.Below("", "src/").Where(file => file.Project != "Mingus.Storage"))
        {
            if (file.Path.EndsWith(".sql", StringComparison.Ordinal))
                yield return file.At(1, advice);
            if (!file.Path.EndsWith(".cs", StringComparison.Ordinal))
                continue;
            foreach (var text in file.Syntax.DescendantTokens().Where(IsText))
            {
                if (Statement().IsMatch(text.Text))
                    yield return file.At(text, $"SQL {advice}");
            }
        }
    }

    private static bool IsText(SyntaxToken token) =>
        token.Kind()
            is SyntaxKind.StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.InterpolatedStringTextToken;

    [GeneratedRegex(
        @"\b(SELECT\s[\s\S]*\bFROM\b|SELECT\s+1\b|INSERT\s+INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|MERGE\s+INTO\b"
            + @"|(CREATE|ALTER|DROP)\s+(UNIQUE\s+)?(TABLE|INDEX|VIEW)\b|PRAGMA\s+\w+|insert\s+into\s+\w+\s*\()"
    )]
    private static partial Regex Statement();
}
