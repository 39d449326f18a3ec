using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>
/// docs/request-map.md says where each thing that was asked for is. A row of its tables has what was asked, where it is
/// and its test; each name in backticks of the last two is looked up, in the form that the page itself explains.
/// </summary>
internal static partial class RequestMapRules
{
    private const string Page = "docs/request-map.md";
    private const string Heading = "| asked for | here | test |";

    public static IEnumerable<Problem> Targets(Tree tree)
    {
        if (tree.Find(Page) is not { } page)
            yield break;
        var names = new RepositoryNames(tree);
        foreach (var (line, cells) in Rows(page))
        {
            if (cells is not [_, var here, var test])
            {
                yield return page.At(line, "a row has three cells: what was asked for, where it is, its test.");
                continue;
            }
            foreach (var name in Named(here).Concat(Named(test)))
            {
                if (names.Fault(name) is { } fault)
                    yield return page.At(line, $"`{name}` {fault}");
            }
            if (!Named(here).Any())
                yield return page.At(line, "names no place: say where it is.");
            if (!Named(test).Any(name => !name.Contains('/') && names.IsTest(name)))
                yield return page.At(line, "names no test: say what shows that it works.");
        }
    }

    private static IEnumerable<(int Line, string[] Cells)> Rows(TrackedFile page)
    {
        var inTable = false;
        for (var i = 0; i < page.Lines.Length; i++)
        {
            var line = page.Lines[i];
            if (line == Heading)
                inTable = true;
            else if (!line.StartsWith('|'))
                inTable = false;
            else if (inTable && !line.StartsWith("| ---", StringComparison.Ordinal))
                yield return (i + 1, line.Trim('|', ' ').Split('|'));
        }
    }

    private static IEnumerable<string> Named(string cell) =>
        InBackticks().Matches(cell).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex InBackticks();
}
