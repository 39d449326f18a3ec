using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>
/// Pages that promise: a table whose last column is "test" or "shown by" names in it, in backticks, what fails when the
/// promise is broken: a class of tests, one test of it, a file, the project it is in. Each is there, and a row without
/// one says that it is the operator's.
/// </summary>
internal static partial class ProofRules
{
    private const string NotOurs = "**the operator's**";

    private static readonly string[] Pages = ["docs/security.md", "docs/compliance.md", "docs/guides/threat-model.md"];

    public static IEnumerable<Problem> Exist(Tree tree)
    {
        var names = new RepositoryNames(tree);
        foreach (var page in Pages.Select(tree.Find).OfType<TrackedFile>())
        {
            foreach (var (line, text, cell) in Rows(page))
            {
                var named = InBackticks().Matches(cell).Select(match => match.Groups["name"].Value).ToList();
                if (named.Count == 0 && !text.Contains(NotOurs, StringComparison.OrdinalIgnoreCase))
                    yield return page.At(line, $"names no test: say what fails when it is not so, or {NotOurs}.");
                foreach (var name in named.Where(name => !IsThere(name, names, tree)))
                    yield return page.At(line, $"`{name}` is no test, as `Class` or `Class.Method`, and no file.");
            }
        }
    }

    private static bool IsThere(string name, RepositoryNames names, Tree tree) =>
        tree.Has(name) || tree.Has($"test/{name}") || names.IsTest(name);

    private static IEnumerable<(int Line, string Text, string LastCell)> Rows(TrackedFile page)
    {
        string? heading = null;
        for (var i = 0; i < page.Lines.Length; i++)
        {
            var line = page.Lines[i];
            if (!line.StartsWith('|'))
            {
                heading = null;
                continue;
            }
            var last = line.TrimEnd('|', ' ').Split(" | ")[^1].Trim();
            if (heading is null)
                heading = last;
            else if (heading is "test" or "shown by" && !line.StartsWith("| ---", StringComparison.Ordinal))
                yield return (i + 1, line, line.EndsWith("| |", StringComparison.Ordinal) ? "" : last);
        }
    }

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex InBackticks();
}
