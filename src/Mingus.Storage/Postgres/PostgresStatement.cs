using System.Text.RegularExpressions;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Postgres;

/// <summary>
/// The text of a statement as the server wants it: parameters by position. A file that begins with
/// <c>-- each: arrays</c> takes the items of a step as one array a parameter, one that begins with <c>-- each: rows</c>
/// as one array of the composite type that it names next; any other runs once an item. One that says
/// <c>-- plan: each time</c> is planned for its own arguments each time (decision 48), any other once a session.
/// </summary>
internal sealed partial class PostgresStatement
{
    private const string ArraysMark = "-- each: arrays";
    private const string RowsMark = "-- each: rows";

    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<Refusal, string> _guarded = [];

    public PostgresStatement(string file, string guard)
    {
        TakesArrays = file.StartsWith(ArraysMark, StringComparison.Ordinal);
        Text = Parameter()
            .Replace(SqlFiles.WithoutComments(file), match => $"${PositionOf(match.Groups["name"].Value)}");
        GivesRows = Giving().IsMatch(Text);
        IsPlannedEachTime = PlanMark().IsMatch(file);
        if (file.StartsWith(RowsMark, StringComparison.Ordinal))
        {
            Rows = RowTypeOf(file);
            Table = Inserted().Match(Text).Groups["table"].Value;
        }

        foreach (var refusal in Enum.GetValues<Refusal>())
        {
            _guarded[refusal] = guard
                .Replace("{statement}", Text, StringComparison.Ordinal)
                .Replace("{refusal}", refusal.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Every statement, by its index.</summary>
    public static PostgresStatement[] All()
    {
        var guard = SqlFiles.Part("template-guard");
        var livingNodes = SqlFiles.WithoutComments(SqlFiles.Part("template-living-nodes"));
        return
        [
            .. SqlFiles
                .Load("Postgres")
                .Select(file => file.Replace("{living_nodes}", livingNodes, StringComparison.Ordinal))
                .Select(file => new PostgresStatement(file, guard)),
        ];
    }

    public string Text { get; }

    public bool TakesArrays { get; }

    /// <summary>What the items of a step are given as; null for a statement that does not take rows.</summary>
    public RowType? Rows { get; }

    /// <summary>The table that the rows go into; null for a statement that takes none.</summary>
    public string? Table { get; }

    /// <summary>Whether the server sends rows for it, be it none.</summary>
    public bool GivesRows { get; }

    /// <summary>Whether the server plans it anew each time.</summary>
    public bool IsPlannedEachTime { get; }

    public int Parameters => _positions.Count;

    public bool Has(string name) => _positions.ContainsKey(name);

    /// <summary>The parameter's index, from 0.</summary>
    public int IndexOf(string name) =>
        _positions.TryGetValue(name, out var position)
            ? position - 1
            : throw new InvalidOperationException($"The statement has no parameter @{name}.");

    /// <summary>The statement in a form that fails the transaction with the refusal when it gives no row.</summary>
    public string Guarded(Refusal refusal) => _guarded[refusal];

    private static RowType RowTypeOf(string file)
    {
        var lines = OfType().Matches(file);
        var columns = lines
            .SelectMany(line => line.Groups["columns"].Value.Split(", "))
            .Select(column => column.Split(' ') is [var name, var type] ? RowType.Column(name, type) : null);
        return new RowType(lines[0].Groups["type"].Value, [.. columns.OfType<RowColumn>()]);
    }

    private int PositionOf(string name)
    {
        if (!_positions.TryGetValue(name, out var position))
        {
            _positions.Add(name, position = _positions.Count + 1);
        }

        return position;
    }

    [GeneratedRegex(@"\A(SELECT|WITH)\b|^RETURNING\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Giving();

    [GeneratedRegex("^-- plan: each time$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PlanMark();

    [GeneratedRegex(@"\AINSERT INTO (?<table>[a-z_]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Inserted();

    [GeneratedRegex(
        "^-- of (?<type>[a-z_]+): (?<columns>.+?)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex OfType();

    [GeneratedRegex("@(?<name>[a-z_]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Parameter();
}
