namespace Mingus.Sandbox.Bank;

/// <summary>
/// The rows of one item as the bank holds them, and the log of what was delivered. Rows before the window count in the
/// balance only; withheld rows are known to the bank and wait for the initial part or the history.
/// </summary>
internal sealed class Ledger(string itemId, long seed, IReadOnlyList<ItemAccount> accounts)
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByReal = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withheld = new(StringComparer.Ordinal);

    public IReadOnlyList<ItemAccount> Accounts { get; } = accounts;

    public ChangeLog Log { get; } = new();

    /// <summary>Posted rows before this day are not delivered.</summary>
    public DateOnly WindowStart { get; set; } = DateOnly.MinValue;

    /// <summary>Rows after this day are not delivered.</summary>
    public DateOnly WindowEnd { get; set; } = DateOnly.MaxValue;

    /// <summary>Whether new rows are delivered at once; off while the past before the exchange is replayed.</summary>
    public bool Delivering { get; set; }

    /// <summary>The bank's rows within the window, delivered or not.</summary>
    public IEnumerable<Row> Visible => _rows.Values.Where(IsVisible);

    /// <summary>The rows delivered and not removed since.</summary>
    public IEnumerable<Row> Delivered => _rows.Values.Where(r => IsVisible(r) && !_withheld.Contains(r.Id));

    public string NewId(string real, string stage) => Rng.Id(seed, [itemId, real, stage]);

    public Row? ByReal(string real) => _idByReal.TryGetValue(real, out var id) ? _rows.GetValueOrDefault(id) : null;

    public bool WasDelivered(Row row) => Log.IsLive(row.Id);

    public void Put(Row row)
    {
        if (_rows.TryGetValue(row.Id, out var earlier))
        {
            Count(earlier, -1);
        }
        else if (!Delivering)
        {
            _withheld.Add(row.Id);
        }
        _rows[row.Id] = row;
        _idByReal[row.Real] = row.Id;
        Count(row, 1);
        if (IsVisible(row) && !_withheld.Contains(row.Id))
        {
            Log.Put(row);
        }
    }

    public void Remove(Row row)
    {
        if (!_rows.Remove(row.Id, out var held))
        {
            return;
        }
        Count(held, -1);
        _withheld.Remove(row.Id);
        if (_idByReal.TryGetValue(row.Real, out var id) && id == row.Id)
        {
            _idByReal.Remove(row.Real);
        }
        Log.Remove(held);
    }

    /// <summary>
    /// Delivers withheld rows, oldest first. Those of accounts that are not shared wait for that alone.
    /// </summary>
    public void Release(Func<Row, bool> chosen)
    {
        var rows = _rows.Values.Where(r => _withheld.Contains(r.Id) && chosen(r)).ToList();
        foreach (var row in rows.OrderBy(r => r.Date).ThenBy(r => r.Real, StringComparer.Ordinal))
        {
            _withheld.Remove(row.Id);
            if (IsVisible(row))
            {
                Log.Put(row);
            }
        }
    }

    /// <summary>
    /// Shares these accounts and no others. Rows of an account that is shared anew are delivered, unless they still
    /// wait for the history; those of one no longer shared just stop to be told of.
    /// </summary>
    public void Share(IReadOnlySet<int> shared)
    {
        var anew = Enumerable
            .Range(0, Accounts.Count)
            .Where(i => shared.Contains(i) && !Accounts[i].Shared)
            .ToHashSet();
        for (var i = 0; i < Accounts.Count; i++)
        {
            Accounts[i].Shared = shared.Contains(i);
        }
        foreach (var row in Delivered.Where(r => anew.Contains(r.Account)).OrderBy(r => r.Date).ToList())
        {
            Log.Put(row);
        }
    }

    /// <summary>
    /// Lets go of posted rows before the window: their sum becomes part of the opening. Rows that still change are
    /// kept.
    /// </summary>
    public void FoldBeforeWindow(IReadOnlySet<string> stillChanging)
    {
        foreach (var row in _rows.Values.Where(r => !r.Pending && r.Date < WindowStart).ToList())
        {
            if (stillChanging.Contains(row.Real))
            {
                continue;
            }
            Count(row, -1);
            var account = Accounts[row.Account];
            if (row.Currency == account.Currency)
            {
                account.Opening += account.IsOwed ? row.Amount : -row.Amount;
            }
            _rows.Remove(row.Id);
            _idByReal.Remove(row.Real);
            _withheld.Remove(row.Id);
        }
        _rows.TrimExcess();
        _idByReal.TrimExcess();
    }

    private bool IsVisible(Row row) =>
        (row.Pending || row.Date >= WindowStart) && row.Date <= WindowEnd && Accounts[row.Account].Shared;

    private void Count(Row row, int sign)
    {
        var account = Accounts[row.Account];
        if (row.Currency != account.Currency)
        {
            return;
        }
        if (row.Pending)
        {
            account.PendingSum += sign * row.Amount;
        }
        else
        {
            account.PostedSum += sign * row.Amount;
        }
    }
}
