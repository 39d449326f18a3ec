namespace Mingus.Tidy;

/// <summary>
/// One place where a rule does not hold, and why. Path is a file, or a folder with its closing slash.
/// </summary>
internal sealed record Exempt(string Rule, string Path, string Reason)
{
    public bool Covers(string rule, Problem problem) =>
        rule == Rule
        && (Path.EndsWith('/') ? problem.Path.StartsWith(Path, StringComparison.Ordinal) : problem.Path == Path);
}

/// <summary>
/// Every exception from a rule of <see cref="AllRules"/>. An entry names the rule as the failing test prints it and
/// says why the code is better with the exception than without. An entry that no longer excuses anything fails.
/// </summary>
internal static class Exceptions
{
    public static readonly IReadOnlyList<Exempt> All =
    [
        new("leftover reminders", "test/Mingus.Tidy/", "spells out the words that it looks for"),
        new("machine paths", "test/Mingus.Tidy/", "spells out the paths that it looks for"),
        new("package sources", "test/Mingus.Tidy/", "spells out the hosts that it looks for"),
        new("catch all", "src/Mingus.Storage/Sqlite/SqliteWriter.cs", "the edge of a script: its failure is its waiter's"),
    ];
}
