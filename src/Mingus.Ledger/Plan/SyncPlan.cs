using System.Collections.Frozen;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Reconcile;

namespace Mingus.Ledger.Plan;

/// <summary>What a change does to a record.</summary>
public enum ChangeKind
{
    /// <summary>A record never seen before.</summary>
    Added,

    /// <summary>A posted record that takes over the transaction of its pending one.</summary>
    Posted,

    /// <summary>Known, and something of its content differs.</summary>
    Amended,

    /// <summary>Withdrawn by the provider.</summary>
    Removed,

    /// <summary>Withdrawn before and reported again: same record, same transaction id.</summary>
    Restored,

    /// <summary>Matched into another transaction, or apart from one; its content is as it was.</summary>
    Moved,

    /// <summary>Only which record of its transaction is shown changed.</summary>
    PrimaryMoved,
}

/// <summary>One record's new state; <see cref="Before"/> is null for a record not stored yet.</summary>
public sealed record RecordChange(ChangeKind Kind, LedgerRecord After, LedgerRecord? Before)
{
    /// <summary>Whether the transaction begins with it.</summary>
    public bool BeginsTransaction =>
        Kind == ChangeKind.Added
        && After.TransactionId
            == DerivedIds.Transaction(After.FirstSeenAt, new RecordKey(After.FeedId, After.ProviderTransactionId));
}

/// <summary>Counts of one account in one run, as the API reports them.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Processed">Changes of the provider looked at.</param>
/// <param name="Created">Records added that began a transaction of their own.</param>
/// <param name="Updated">Records amended, posted or restored.</param>
/// <param name="Removed">Records withdrawn.</param>
/// <param name="Quarantined">Records put aside.</param>
public sealed record AccountCounts(
    AccountId AccountId,
    int Processed,
    int Created,
    int Updated,
    int Removed,
    int Quarantined
)
{
    /// <summary>Duplicates found: joined with a transaction known already, or asked about. What only became posted is
    /// none.</summary>
    public int Duplicates { get; init; }
}

/// <summary>
/// The pure result of a run: everything one commit writes, and the cursor it writes with it. The same slice and update
/// give the same plan.
/// </summary>
public sealed record SyncPlan
{
    /// <summary>A plan that changes nothing and moves no cursor.</summary>
    public static SyncPlan Empty { get; } = new();

    public IReadOnlyList<Account> NewAccounts { get; init; } = [];

    /// <summary>Accounts whose provider-given name, mask or subtype changed.</summary>
    public IReadOnlyList<Account> ChangedAccounts { get; init; } = [];

    public IReadOnlyList<Feed> NewFeeds { get; init; } = [];

    public IReadOnlyList<Feed> ChangedFeeds { get; init; } = [];

    /// <summary>Those of <see cref="ChangedFeeds"/> that show another account now: their balances go with
    /// them.</summary>
    public IReadOnlyList<Feed> MovedFeeds { get; init; } = [];

    /// <summary>At most one change a record, in an order in which they can be written.</summary>
    public IReadOnlyList<RecordChange> Records { get; init; } = [];

    /// <summary>Believed balances that say something new.</summary>
    public IReadOnlyList<BalanceSnapshot> Balances { get; init; } = [];

    public IReadOnlyList<QuarantineItem> Quarantine { get; init; } = [];

    /// <summary>Quarantined provider records that leave quarantine: read since, withdrawn, or gone at the bank as a
    /// replay of the whole stream shows.</summary>
    public IReadOnlyList<(ConnectionId ConnectionId, string ProviderTransactionId)> Readable { get; init; } = [];

    /// <summary>Findings opened; one that is open already is left as it is.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Open findings that stand no more; only those that <see cref="PlanContext.OpenFindings"/>
    /// names.</summary>
    public IReadOnlyList<FindingId> Resolved { get; init; } = [];

    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Transaction ids that were shown and are replaced by another: lookups follow them, undo removes
    /// them.</summary>
    public IReadOnlyList<Redirect> Redirects { get; init; } = [];

    /// <summary>Transaction ids that stand for themselves again.</summary>
    public IReadOnlyList<TransactionId> Restored { get; init; } = [];

    /// <summary>Account ids that lead on to another account.</summary>
    public IReadOnlyList<AccountRedirect> AccountRedirects { get; init; } = [];

    /// <summary>Account ids that stand for themselves again.</summary>
    public IReadOnlyList<AccountId> RestoredAccounts { get; init; } = [];

    /// <summary>Questions which account a feed shows, as they stand now.</summary>
    public IReadOnlyList<AccountLink> AccountLinks { get; init; } = [];

    /// <summary>Decisions that the plan's own decision takes back.</summary>
    public IReadOnlyList<DecisionId> Undone { get; init; } = [];

    /// <summary>Pairs that may be one transaction, to be asked of a person; one that is known already is left as it
    /// is.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>What a person said of pairs of records with this decision; no sync overturns it.</summary>
    public IReadOnlyList<PersonPair> PersonPairs { get; init; } = [];

    /// <summary>Questions about duplicates that a person answered, or asked again.</summary>
    public IReadOnlyList<DuplicateAnswer> DuplicateAnswers { get; init; } = [];

    /// <summary>Transactions that a person hid, or shows again.</summary>
    public IReadOnlyList<HiddenTransaction> Hidden { get; init; } = [];

    /// <summary>What matching remembers of accounts, where that changed.</summary>
    public IReadOnlyDictionary<AccountId, AccountMatchState> MatchStates { get; init; } =
        FrozenDictionary<AccountId, AccountMatchState>.Empty;

    /// <summary>New states of feeds' coverage.</summary>
    public IReadOnlyList<FeedCoverage> Coverage { get; init; } = [];

    /// <summary>Reports of validations, to be kept.</summary>
    public IReadOnlyList<ValidationReport> Validations { get; init; } = [];

    /// <summary>Events about ledger changes, in order. The engine adds those about runs and connections.</summary>
    public IReadOnlyList<LedgerEvent> Events { get; init; } = [];

    /// <summary>The cursor to store with it; null leaves the stored one.</summary>
    public string? NextCursor { get; init; }

    public IReadOnlyList<AccountCounts> Counts { get; init; } = [];
}

/// <summary>
/// What a connection's feeds look like to a plan: the feed, the account it shows, and the last balance believed.
/// </summary>
/// <param name="Feed">The feed.</param>
/// <param name="Account">The account it shows.</param>
/// <param name="LastBalance">The newest balance of this feed, by when it was true; null before the first.</param>
public sealed record FeedState(Feed Feed, Account Account, BalanceSnapshot? LastBalance)
{
    /// <summary>The newest balance of this feed that came with an update; null before the first, or when a store does
    /// not tell it apart. Without it a cached balance older than a live one is written again by each update.</summary>
    public BalanceSnapshot? LastWithUpdate { get; init; }

    /// <summary>Which of its days are known to be complete; null before its first update.</summary>
    public FeedCoverage? Coverage { get; init; }
}

/// <summary>
/// The ledger rows one update needs: every record the update names, every pending record it points to, and all other
/// records of their transactions.
/// </summary>
/// <param name="UserVersion">The user's version in the slice's snapshot; the commit is refused if it has moved.</param>
/// <param name="Records">The rows, in no particular order.</param>
public sealed record LedgerSlice(long UserVersion, IReadOnlyList<LedgerRecord> Records)
{
    /// <summary>Provider transaction ids of this connection that are in quarantine, at least those the update names and
    /// for a replay all, each with the provider's id of its account; that is empty where it could not be
    /// read.</summary>
    public IReadOnlyDictionary<string, string> Quarantined { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What matching remembers of the accounts that the connection's feeds show.</summary>
    public IReadOnlyDictionary<AccountId, AccountMatchState> MatchStates { get; init; } =
        FrozenDictionary<AccountId, AccountMatchState>.Empty;

    /// <summary>What the user said of pairs of records, all of it.</summary>
    public IReadOnlyList<PersonPair> PersonPairs { get; init; } = [];

    /// <summary>The feeds that show the account of a person's act; none for a run, which knows its own.</summary>
    public IReadOnlyList<FeedState> Shown { get; init; } = [];

    /// <summary>The finding that a person's act repairs, or whose repair it takes back; null where none.</summary>
    public Finding? Repaired { get; init; }

    /// <summary>A slice of no rows: for an update that names none.</summary>
    public static LedgerSlice Empty(long userVersion) => new(userVersion, []);
}

/// <summary>Everything a plan is made from besides the ledger's rows.</summary>
/// <param name="ConnectionId">The connection that was asked.</param>
/// <param name="RunId">The run that asks; null where a person acts, without a run.</param>
/// <param name="Feeds">The connection's feeds as stored.</param>
/// <param name="Now">When the plan is made; becomes first seen, updated at, recorded at.</param>
/// <param name="DataAsOf">When the provider last read the bank, as far as known: the as-of of balances that carry
/// none.</param>
public sealed record PlanContext(
    ConnectionId ConnectionId,
    RunId? RunId,
    IReadOnlyList<FeedState> Feeds,
    DateTimeOffset Now,
    DateTimeOffset? DataAsOf
)
{
    /// <summary>
    /// Ids of findings of this connection that are open, at least those of the checks <c>unreadable_record</c>,
    /// <c>balance_refused</c>, <c>account_gone</c>, <c>replay_misses_records</c> and <c>window_misses_record</c>. A
    /// finding among them is not opened again and makes no event; one that stands no more is named in
    /// <see cref="SyncPlan.Resolved"/>.
    /// </summary>
    public IReadOnlySet<FindingId> OpenFindings { get; init; } = FrozenSet<FindingId>.Empty;

    /// <summary>What was asked for when the bank was linked; null where that is not known: then no coverage is
    /// recorded.</summary>
    public HistoryAsked? Asked { get; init; }

    /// <summary>What was worked out of the update's records before the plan is made.</summary>
    public UpdateDigests Digests { get; init; } = UpdateDigests.None;
}
