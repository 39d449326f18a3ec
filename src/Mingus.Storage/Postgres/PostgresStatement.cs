using System.Text.RegularExpressions;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Postgres;

/// <summary>
/// The text of a statement as the server wants it: parameters by position. A file that begins with
/// <c>-- each: arrays</c> takes the items of a step as one array a parameter, and where it goes on with
/// <c>, many: copy</c>, many of them by <see cref="PostgresCopy"/>; any other runs once an item.
/// </summary>
internal sealed partial class PostgresStatement
{
    private const string ArraysMark = "-- each: arrays";
    private const string CopyMark = ArraysMark + ", many: copy";

    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _widths = new(StringComparer.Ordinal);
    private readonly Dictionary<Refusal, string> _guarded = [];

    public PostgresStatement(string file, string guard)
    {
        TakesArrays = file.StartsWith(ArraysMark, StringComparison.Ordinal);
        Text = Parameter()
            .Replace(SqlFiles.WithoutComments(file), match => $"${PositionOf(match.Groups["name"].Value)}");
        GivesRows = Giving().IsMatch(Text);
        if (file.StartsWith(CopyMark, StringComparison.Ordinal))
        {
            Table = Inserted().Match(Text).Groups["table"].Value;
            foreach (Match cast in Cast().Matches(file))
            {
                _widths[cast.Groups["name"].Value] = cast.Groups["type"].Value switch
                {
                    "SMALLINT" => sizeof(short),
                    "INTEGER" => sizeof(int),
                    "BIGINT" => sizeof(long),
                    _ => 0,
                };
            }
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

    /// <summary>The table that many items are copied into, in columns named like the parameters; null for a statement
    /// that is not to be copied.</summary>
    public string? Table { get; }

    /// <summary>Whether the server sends rows for it, be it none.</summary>
    public bool GivesRows { get; }

    public int Parameters => _positions.Count;

    public bool Has(string name) => _positions.ContainsKey(name);

    /// <summary>The parameter's index, from 0.</summary>
    public int IndexOf(string name) =>
        _positions.TryGetValue(name, out var position)
            ? position - 1
            : throw new InvalidOperationException($"The statement has no parameter @{name}.");

    /// <summary>Bytes of a number's column in <see cref="Table"/>; 0 for what is no number.</summary>
    public int WidthOf(string name) =>
        _widths.TryGetValue(name, out var width)
            ? width
            : throw new InvalidOperationException($"The statement does not say the type of @{name}.");

    /// <summary>The statement in a form that fails the transaction with the refusal when it gives no row.</summary>
    public string Guarded(Refusal refusal) => _guarded[refusal];

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

    [GeneratedRegex(@"\AINSERT INTO (?<table>[a-z_]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Inserted();

    [GeneratedRegex("@(?<name>[a-z_]+)::(?<type>[A-Z]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Cast();

    [GeneratedRegex("@(?<name>[a-z_]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Parameter();
}
