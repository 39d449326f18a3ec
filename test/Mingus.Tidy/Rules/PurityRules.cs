using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy.Rules;

/// <summary>
/// Mingus.Ledger decides and does nothing else: no clock, no waiting, no chance, no log, no file, no network. What it
/// needs to know of these it is handed as an argument.
/// </summary>
internal static class PurityRules
{
    private static readonly HashSet<string> Impure = new(StringComparer.Ordinal)
    {
        "Task",
        "ValueTask",
        "IAsyncEnumerable",
        "CancellationToken",
        "Thread",
        "Timer",
        "PeriodicTimer",
        "Stopwatch",
        "TimeProvider",
        "ILogger",
        "ILoggerFactory",
        "Console",
        "Environment",
        "File",
        "Directory",
        "FileStream",
        "FileInfo",
        "HttpClient",
        "Socket",
        "Random",
        "RandomNumberGenerator",
    };

    private static readonly HashSet<string> ImpureMembers = new(StringComparer.Ordinal)
    {
        "DateTime.Now",
        "DateTime.UtcNow",
        "DateTime.Today",
        "DateTimeOffset.Now",
        "DateTimeOffset.UtcNow",
        "Guid.NewGuid",
        "Guid.CreateVersion7",
    };

    public static IEnumerable<Problem> Ledger(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/Mingus.Ledger/"))
        {
            foreach (var node in file.Syntax.DescendantNodes())
            {
                if (node is SimpleNameSyntax name && IsType(name) && Impure.Contains(name.Identifier.Text))
                    yield return file.At(name, $"{name.Identifier.Text} makes the ledger impure: {Advice}");
                if (node is MemberAccessExpressionSyntax access && ImpureMembers.Contains(LastTwo(access)))
                    yield return file.At(node, $"{LastTwo(access)} makes the ledger impure: {Advice}");
            }
            foreach (var token in file.Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.AsyncKeyword)))
                yield return file.At(token, $"async makes the ledger impure: {Advice}");
        }
    }

    private const string Advice = "take the value as an argument, or do this in Mingus.Sync.";

    /// <summary>False for the name after a dot: a member of ours may well be called File or Task.</summary>
    private static bool IsType(SimpleNameSyntax name) =>
        name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name;

    /// <summary>"DateTime.Now" of both DateTime.Now and System.DateTime.Now.</summary>
    internal static string LastTwo(MemberAccessExpressionSyntax access) =>
        access.Expression switch
        {
            SimpleNameSyntax type => $"{type.Identifier.Text}.{access.Name.Identifier.Text}",
            MemberAccessExpressionSyntax inner => $"{inner.Name.Identifier.Text}.{access.Name.Identifier.Text}",
            _ => $".{access.Name.Identifier.Text}",
        };
}
