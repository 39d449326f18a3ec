using System.Globalization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Bank;

/// <summary>A row as an item's stream tells it at some position; no content: withdrawn. Unreadable: it came so that
/// nobody can read it.</summary>
internal sealed record Told(int Position, string Account, string Id, RecordContent? Content, bool IsUnreadable);

/// <summary>One link of a household as the provider keeps it: a list of changes, and what it last saw of the
/// bank.</summary>
internal sealed class BankItem(string id, Household household, long userNumber, DateTimeOffset linkedAt)
{
    private readonly Dictionary<string, List<Told>> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<(int Position, long Balance)>> _balances = [];

    public string Id { get; } = id;

    public Household Household { get; } = household;

    /// <summary>The user it belongs to.</summary>
    public long UserNumber { get; } = userNumber;

    public DateTimeOffset LinkedAt { get; } = linkedAt;

    public List<Told> Log { get; } = [];

    public int Head => Log.Count;

    public HistoryStatus History { get; private set; } = HistoryStatus.NotReady;

    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Whether the person has to sign in again.</summary>
    public bool NeedsLogin { get; set; }

    public bool IsRemoved { get; set; }

    /// <summary>Cursors below it are of no use any more.</summary>
    public int CursorsFrom { get; private set; }

    /// <summary>How often its cursors were lost, or its stream was asked for from the beginning.</summary>
    public int CursorsLost { get; set; }

    /// <summary>Every row by id, as it was told over time.</summary>
    public IReadOnlyDictionary<string, List<Told>> Versions => _versions;

    /// <summary>Up to which position a window has shown the row; by id.</summary>
    public Dictionary<string, int> ShownByWindow { get; } = new(StringComparer.Ordinal);

    public string AccountIdOf(BankAccount account) => $"{Id}-a{account.Number}";

    /// <summary>The row as it stands at a position; null when it was not told by then.</summary>
    public Told? At(string id, int position) =>
        _versions.TryGetValue(id, out var told) ? told.FindLast(t => t.Position <= position) : null;

    /// <summary>Reads the bank: what changed since goes to the end of the list.</summary>
    public void Read(DateTimeOffset now, HistoryStatus history)
    {
        History = history;
        ReadAt = now;
        if (history == HistoryStatus.NotReady)
        {
            return;
        }

        var from = history == HistoryStatus.Initial ? DateOnly.FromDateTime(now.UtcDateTime).AddDays(-29) : default;
        foreach (var account in Household.Accounts)
        {
            ReadAccount(account, from);
            var seen = _balances.TryGetValue(account.Number, out var known) ? known : _balances[account.Number] = [];
            seen.Add((Head, account.Balance));
        }
    }

    /// <summary>Cursors given so far are of no use any more.</summary>
    public void LoseCursors()
    {
        CursorsFrom = Head;
        CursorsLost++;
    }

    /// <summary>Tells a row again that has not changed.</summary>
    public void Repeat(string id)
    {
        var told = _versions[id][^1];
        Add(told with { Position = Head + 1 });
    }

    /// <summary>The balance as the provider last saw it at a position; null before it saw one.</summary>
    public long? BalanceAt(int account, int position) => BalancesAt(account, position) is [.., var last] ? last : null;

    /// <summary>All balances it saw while its list of changes ended there.</summary>
    public IReadOnlyList<long> BalancesAt(int account, int position)
    {
        if (!_balances.TryGetValue(account, out var seen) || !seen.Exists(b => b.Position <= position))
        {
            return [];
        }

        // It may have been asked before the last reading, and the rows told by then be the same.
        var at = seen.FindLast(b => b.Position <= position).Position;
        var before = seen.FindLast(b => b.Position < at);
        return
        [
            .. before == default ? [] : new[] { before.Balance },
            .. seen.Where(b => b.Position == at).Select(static b => b.Balance),
        ];
    }

    /// <summary>Live rows at the head.</summary>
    public IEnumerable<Told> Live() =>
        _versions.Values.Select(static told => told[^1]).Where(static told => told.Content is not null);

    private void ReadAccount(BankAccount account, DateOnly from)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var accountId = AccountIdOf(account);
        foreach (var purchase in account.Purchases)
        {
            if (purchase.IsGone || (purchase.Day < from && !_versions.ContainsKey(IdOf(account, purchase))))
            {
                continue;
            }

            var rowId = IdOf(account, purchase);
            wanted.Add(rowId);
            var content = ContentOf(account, purchase);
            var before = _versions.TryGetValue(rowId, out var told) ? told[^1] : null;
            if (before is null || before.Content != content || before.IsUnreadable != purchase.IsPoison)
            {
                Add(new Told(Head + 1, accountId, rowId, content, purchase.IsPoison));
            }
        }

        var gone = _versions
            .Where(row => row.Value[^1] is { Content: not null } last && last.Account == accountId)
            .Select(static row => row.Key)
            .Where(rowId => !wanted.Contains(rowId))
            .ToList();
        foreach (var rowId in gone)
        {
            Add(new Told(Head + 1, accountId, rowId, null, IsUnreadable: false));
        }
    }

    private void Add(Told told)
    {
        Log.Add(told);
        if (!_versions.TryGetValue(told.Id, out var versions))
        {
            _versions[told.Id] = versions = [];
        }

        versions.Add(told);
    }

    private string IdOf(BankAccount account, Purchase purchase) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Id}-{account.Number}.{purchase.Number}{(purchase.IsPending ? "p" : "")}{purchase.Generation}"
        );

    private RecordContent ContentOf(BankAccount account, Purchase purchase)
    {
        var pendingId = $"{Id}-{account.Number}.{purchase.Number}p{purchase.Generation}";
        return new RecordContent
        {
            Amount = new Money(purchase.Minor, BankAccount.Currency),
            Date = purchase.Day,
            IsPending = purchase.IsPending,
            PendingTransactionId =
                purchase is { IsPending: false, WasPending: true, LosesLink: false } && _versions.ContainsKey(pendingId)
                    ? pendingId
                    : null,
            Description = purchase.Text,
            MerchantName = purchase.Text.Split(' ')[0],
        };
    }
}
