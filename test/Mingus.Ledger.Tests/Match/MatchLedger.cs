using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Match;

/// <summary>One account in memory: applies updates of its feeds, lets the matcher decide, and shows what became
/// one.</summary>
internal sealed class MatchLedger
{
    private readonly Dictionary<RecordKey, LedgerRecord> _records = [];

    public AccountMatchState State { get; private set; } = AccountMatchState.Empty;

    public MatchOutcome? Last { get; private set; }

    public PersonalDecisions Persons { get; set; } = PersonalDecisions.None;

    /// <summary>Reverses the order in which records reach the matcher.</summary>
    public bool IsReversed { get; init; }

    public static FeedId Feed(char name) =>
        FeedId.From(PrefixedId.Derive(DateTimeOffset.UnixEpoch.AddDays(name), $"feed {name}"));

    /// <summary>What the last update had to look up beside what it touched.</summary>
    public MatchNeeds? Needs { get; private set; }

    /// <summary>Applies an update: rows <c>+ | id | amount | date | description | pending or posted</c>, with a city,
    /// the number of a store (<c>#12</c>) or the pending record that the provider links it to (<c>=P1</c>) where it
    /// matters, and <c>- | id</c>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="asOf">The day of the data.</param>
    /// <param name="table">The rows.</param>
    /// <param name="balance">The posted balance; null when none came.</param>
    /// <param name="held">What the bank holds for pending transactions; null when it does not say.</param>
    public MatchLedger Update(char feed, string asOf, string table, string? balance = null, string? held = null)
    {
        var now = new DateTimeOffset(LedgerText.Day(asOf), new TimeOnly(12, 0), TimeSpan.Zero);
        var drafts = new Dictionary<RecordKey, MatchRecord>();
        foreach (var row in LedgerText.Rows(table))
        {
            var key = new RecordKey(Feed(feed), row[1]);
            var known = _records.GetValueOrDefault(key);
            var after =
                row[0] == "-" ? known! with { RemovedAt = now, UpdatedAt = now }
                : known is null ? New(key, row, now)
                : known with { Content = Content(row), RemovedAt = null, UpdatedAt = now };
            drafts[key] = new MatchRecord(after, known);
        }

        Match(feed, LedgerText.Day(asOf), now, (Minor(balance), Minor(held)), drafts);
        return this;
    }

    /// <summary>Erases a feed, as its connection's erasure does.</summary>
    public MatchLedger Erase(char feed)
    {
        var gone = new Feed(Feed(feed), default, default, "", null, "", null, DateTimeOffset.UnixEpoch);
        var told = _records
            .Values.Where(record => record.FeedId == gone.Id)
            .Select(record => record.TransactionId)
            .ToHashSet();
        var records = _records.Values.Where(record => told.Contains(record.TransactionId)).ToList();
        var states = new Dictionary<AccountId, AccountMatchState> { [default] = State };
        State = FeedErasure.StatesAfter([gone], records, states)[default];
        foreach (var key in _records.Keys.Where(key => key.FeedId == gone.Id).ToList())
        {
            _records.Remove(key);
        }

        return this;
    }

    /// <summary>The live records by transaction, as text: those of one joined by +, in order.</summary>
    public string Shown() =>
        string.Join(
            ' ',
            _records
                .Values.Where(record => record.IsLive)
                .GroupBy(record => record.TransactionId)
                .Select(group => string.Join('+', group.Select(record => record.ProviderTransactionId).Order()))
                .Order(StringComparer.Ordinal)
        );

    public TransactionId TransactionOf(string id) =>
        _records.Values.Single(record => record.ProviderTransactionId == id).TransactionId;

    public static RecordKey Key(char feed, string id) => new(Feed(feed), id);

    private void Match(
        char feed,
        DateOnly asOf,
        DateTimeOffset now,
        (long? Balance, long? Held) minor,
        Dictionary<RecordKey, MatchRecord> drafts
    )
    {
        AddMembers(drafts);
        Needs = MatchNeeds.Of([.. drafts.Values], State, Feed(feed), asOf, minor.Balance);
        foreach (var record in _records.Values.Where(record => IsNeeded(Needs, record)))
        {
            drafts.TryAdd(RecordKey.Of(record), new MatchRecord(record, record));
        }

        AddMembers(drafts);
        var records = drafts.Values.ToList();
        if (IsReversed)
        {
            records.Reverse();
        }

        Last = Matcher.Match(
            new MatchRequest
            {
                AccountId = default,
                FeedId = Feed(feed),
                AsOf = asOf,
                Now = now,
                Balance = minor.Balance,
                Held = minor.Held,
                Records = records,
                State = State,
                Persons = Persons,
            }
        );
        State = Last.State;
        foreach (var record in records)
        {
            _records[RecordKey.Of(record.After)] = record.After;
        }

        foreach (var (key, _, to) in Last.Moves)
        {
            _records[key] = _records[key] with { TransactionId = to };
        }
    }

    private static long? Minor(string? amount) => amount is null ? null : LedgerText.Amount(amount).Minor;

    private void AddMembers(Dictionary<RecordKey, MatchRecord> drafts)
    {
        var transactions = drafts.Values.Select(record => record.After.TransactionId).ToHashSet();
        foreach (var record in _records.Values.Where(record => transactions.Contains(record.TransactionId)))
        {
            drafts.TryAdd(RecordKey.Of(record), new MatchRecord(record, record));
        }
    }

    private static bool IsNeeded(MatchNeeds needs, LedgerRecord record) =>
        needs.Transactions.Contains(record.TransactionId)
        || needs.Amounts.Any(probe =>
            probe.Minor == record.Content.Amount.Minor
            && probe.From <= record.Content.Date
            && record.Content.Date <= probe.To
        );

    private static RecordContent Content(string[] row)
    {
        var content = LedgerText.Content(row[2], row[3], row[4], isPending: row[5] == "pending");
        return row.Length < 7 || row[6][0] == '='
            ? content
            : content with
            {
                Details = content.Details with { Location = Place(row[6]) },
            };
    }

    // A city, or #4410 for the number of a store.
    private static Place Place(string text) =>
        text[0] == '#'
            ? new Place(null, null, null, null, null, null, null, StoreNumber: text[1..])
            : new Place(null, City: text, null, null, null, null, null, null);

    private LedgerRecord New(RecordKey key, string[] row, DateTimeOffset now) =>
        new()
        {
            FeedId = key.FeedId,
            AccountId = default,
            ProviderTransactionId = key.ProviderTransactionId,
            Content = Content(row),
            Fingerprint = default,
            TransactionId =
                row.Length > 6 && row[6][0] == '='
                    ? TransactionOf(row[6][1..])
                    : TransactionId.From(
                        PrefixedId.Derive(now, $"transaction\u001F{key.FeedId}\u001F{key.ProviderTransactionId}")
                    ),
            IsPrimary = false,
            FirstSeenAt = now,
            UpdatedAt = now,
        };
}
