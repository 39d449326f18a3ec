namespace Mingus.Sandbox.Bank;

internal enum UpdateKind
{
    Added,
    Modified,
    Removed,
}

/// <summary>One net change between two positions of a log.</summary>
internal readonly record struct Update(UpdateKind Kind, Row Row);

/// <summary>
/// All that was ever delivered of an item, append-only. A position is a number of entries; what changed between two
/// positions is netted, so that a row that came and went between them is not told at all.
/// </summary>
internal sealed class ChangeLog
{
    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _live = new(StringComparer.Ordinal);
    private (int From, int To, int? Account, IReadOnlyList<Update> Updates)? _last;

    public int Position => _entries.Count;

    public bool IsLive(string id) => _live.Contains(id);

    public void Put(Row row) => _entries.Add(new Entry(row, Removed: false, WasLive: !_live.Add(row.Id)));

    /// <summary>Tells the removal of a row; one that was never told is left untold.</summary>
    public void Remove(Row row)
    {
        if (_live.Remove(row.Id))
        {
            _entries.Add(new Entry(row, Removed: true, WasLive: true));
        }
    }

    /// <summary>The net changes between two positions, each row once, in the order of its last change.</summary>
    public IReadOnlyList<Update> Between(int from, int to, int? account)
    {
        if (_last is { } last && last.From == from && last.To == to && last.Account == account)
        {
            return last.Updates;
        }
        var touched = new Dictionary<string, (bool WasLive, int Last)>(StringComparer.Ordinal);
        for (var i = from; i < to; i++)
        {
            var entry = _entries[i];
            if (account is { } only && entry.Row.Account != only)
            {
                continue;
            }
            var wasLive = touched.TryGetValue(entry.Row.Id, out var earlier) ? earlier.WasLive : entry.WasLive;
            touched[entry.Row.Id] = (wasLive, i);
        }
        var updates = new List<Update>(touched.Count);
        foreach (var (wasLive, index) in touched.Values.OrderBy(t => t.Last))
        {
            var entry = _entries[index];
            if (!entry.Removed)
            {
                updates.Add(new Update(wasLive ? UpdateKind.Modified : UpdateKind.Added, entry.Row));
            }
            else if (wasLive)
            {
                updates.Add(new Update(UpdateKind.Removed, entry.Row));
            }
        }
        _last = (from, to, account, updates);
        return updates;
    }

    /// <summary>One change of one row.</summary>
    /// <param name="Row">The row as of this entry.</param>
    /// <param name="Removed">Whether the entry takes it away.</param>
    /// <param name="WasLive">Whether the row was live just before this entry.</param>
    private readonly record struct Entry(Row Row, bool Removed, bool WasLive);
}
