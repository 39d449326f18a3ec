namespace Mingus.Ledger.Plan;

/// <summary>Counts of one account while a plan is made.</summary>
internal sealed class Tally(AccountId accountId)
{
    // More are not named one by one in an event; a listener reads the account again.
    private const int NamedMax = 100;

    private readonly HashSet<TransactionId> _transactions = [];
    private readonly List<string> _named = [];
    private int _created;
    private int _updated;
    private int _removed;

    public int Processed { get; set; }

    public int Quarantined { get; set; }

    public int Decisions { get; set; }

    public int Duplicates { get; set; }

    /// <summary>Records that turned out to be of a transaction known already, as another told of it.</summary>
    public int Joined { get; set; }

    public bool HasChanges => _transactions.Count > 0;

    /// <summary>Counts a change of a record.</summary>
    public void Add(RecordChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Added:
                _created++;
                break;
            case ChangeKind.Amended or ChangeKind.Posted or ChangeKind.Restored:
                _updated++;
                break;
            case ChangeKind.Removed:
                _removed++;
                break;
        }

        Name(change.After.TransactionId);
    }

    /// <summary>Names a transaction that looks otherwise now.</summary>
    public void Name(TransactionId id)
    {
        if (_transactions.Add(id) && _named.Count < NamedMax)
        {
            _named.Add(id.ToString());
        }
    }

    public AccountCounts ToCounts() =>
        new(accountId, Processed, _created, _updated, _removed, Quarantined) { Duplicates = Duplicates + Joined };

    /// <summary>Members of the event that tells of the changes.</summary>
    public Dictionary<string, object> ToMembers() =>
        new(StringComparer.Ordinal)
        {
            ["created"] = _created,
            ["updated"] = _updated,
            ["removed"] = _removed,
            ["transactionIds"] = _named,
            ["more"] = _transactions.Count > _named.Count,
        };
}
