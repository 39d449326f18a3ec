using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>
/// docs/guides/errors.md lists every code a program may meet, once: tables that begin with a column "code" those of
/// problems, with action and where it is said the status, one that begins with "type" those of errors that Plaid may
/// name besides, and tables that begin with "check" those of findings.
/// </summary>
internal static partial class ErrorPageRules
{
    private const string Page = "docs/guides/errors.md";

    public static IEnumerable<Problem> Codes(Tree tree)
    {
        if (tree.Find(Page) is not { } page)
            yield break;
        var said = new ErrorCodes(tree);
        var rows = Rows(page).ToList();
        foreach (var row in rows.Where(row => row.Cells.Any(cell => cell.Trim().Length == 0)))
            yield return page.At(row.Line, "a cell is empty: say what it means and what to do.");
        foreach (var problem in Compare(page, rows, "check", said.Checks))
            yield return problem;
        foreach (var problem in Compare(page, rows, "code", [.. said.Problems.Select(code => code.Code)]))
            yield return problem;
        foreach (var problem in Compare(page, rows, "type", [.. said.PlaidTypes.Select(code => code.Code)]))
            yield return problem;
        foreach (var problem in Details(page, rows, "code", said.Problems))
            yield return problem;
        foreach (var problem in Details(page, rows, "type", said.PlaidTypes))
            yield return problem;
    }

    private static IEnumerable<Problem> Compare(
        TrackedFile page,
        List<Row> rows,
        string column,
        IReadOnlyList<string> said
    )
    {
        var listed = rows.Where(row => row.Column == column).SelectMany(row => row.Codes.Select(c => (c, row.Line)));
        var lines = listed.ToLookup(pair => pair.c, pair => pair.Line, StringComparer.Ordinal);
        foreach (var code in said.Distinct(StringComparer.Ordinal).Where(code => !lines.Contains(code)))
            yield return page.At(1, $"`{code}` is missing: give it a row in a table that begins with \"{column}\".");
        foreach (var group in lines)
        {
            if (!said.Contains(group.Key, StringComparer.Ordinal))
                yield return page.At(group.First(), $"`{group.Key}` is said nowhere in the code: take it out.");
            if (group.Skip(1).Any())
                yield return page.At(group.Last(), $"`{group.Key}` is there twice: one row a code.");
        }
    }

    private static IEnumerable<Problem> Details(
        TrackedFile page,
        List<Row> rows,
        string column,
        IReadOnlyList<ErrorCode> said
    )
    {
        foreach (var row in rows.Where(row => row.Column == column))
        {
            foreach (var code in row.Codes)
            {
                var here = said.Where(one => one.Code == code).ToList();
                foreach (var one in here)
                {
                    if (one.Action is { } action && !row.Actions.Contains(action, StringComparer.Ordinal))
                        yield return page.At(row.Line, $"`{code}` asks for `{action}` in {one.File}:{one.Line}.");
                    if (one.Status is { } status && !row.Text.Contains(status, StringComparison.Ordinal))
                        yield return page.At(row.Line, $"`{code}` answers {status} in {one.File}:{one.Line}.");
                }
                if (here.TrueForAll(one => one.Action is not null))
                {
                    foreach (var action in row.Actions.Where(action => here.TrueForAll(one => one.Action != action)))
                        yield return page.At(row.Line, $"`{code}` asks for `{action}` nowhere in the code.");
                }
            }
        }
    }

    private static IEnumerable<Row> Rows(TrackedFile page)
    {
        string? column = null;
        for (var i = 0; i < page.Lines.Length; i++)
        {
            var line = page.Lines[i];
            if (!line.StartsWith('|'))
                column = null;
            else if (Heading().Match(line) is { Success: true } heading)
                column = heading.Groups["column"].Value;
            else if (column is not null && !line.StartsWith("| ---", StringComparison.Ordinal))
                yield return new Row(i + 1, column, line, line.Trim('|').Split('|'));
        }
    }

    private sealed record Row(int Line, string Column, string Text, string[] Cells)
    {
        public IReadOnlyList<string> Codes { get; } = Words(Cells[0]);

        public IReadOnlyList<string> Actions { get; } = Words(Cells.Length > 1 ? Cells[1] : "");

        private static List<string> Words(string cell) =>
            [.. InBackticks().Matches(cell).Select(match => match.Groups["word"].Value)];
    }

    [GeneratedRegex(@"^\| (?<column>code|type|check) \|")]
    private static partial Regex Heading();

    [GeneratedRegex("`(?<word>[^`]+)`")]
    private static partial Regex InBackticks();
}
