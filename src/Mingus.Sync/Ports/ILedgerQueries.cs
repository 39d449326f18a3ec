using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;

namespace Mingus.Sync.Ports;

/// <summary>
/// What is read for people and programs. Every answer comes from one snapshot and carries the user's last event
/// sequence in it, so that a stream opened after that sequence misses nothing. Null: the user has no such thing.
/// </summary>
public interface ILedgerQueries
{
    Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    );

    /// <summary>Accounts with at least one feed, hidden ones included, in the order they were first seen.</summary>
    Task<Snapshot<Page<AccountView>>> Accounts(UserId userId, PageRequest page, CancellationToken cancellationToken);

    Task<Snapshot<AccountView?>> Account(UserId userId, AccountId accountId, CancellationToken cancellationToken);

    /// <summary>What matching remembers of the account, its reconciliation among it; null before its first
    /// update.</summary>
    Task<Snapshot<AccountMatchState?>> MatchState(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    );

    /// <summary>Transactions with a live record, newest date first, then newest id.</summary>
    Task<Snapshot<Page<TransactionView>?>> Transactions(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    );

    /// <summary>One transaction with all its records; its primary is null when no record of it is live.</summary>
    Task<Snapshot<TransactionView?>> Transaction(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    );

    /// <summary>Balance snapshots of the days from..to (UTC, both included), newest first; the last of each day when
    /// <paramref name="onePerDay"/>.</summary>
    Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    );

    /// <summary>Runs, newest first; of one account or connection where given.</summary>
    Task<Snapshot<Page<Run>>> Runs(
        UserId userId,
        AccountId? accountId,
        ConnectionId? connectionId,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<Run?>> Run(UserId userId, RunId runId, CancellationToken cancellationToken);

    /// <summary>Findings, newest first; those that the filter lets through.</summary>
    Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        FindingFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken);

    Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<QuarantineItem?>> QuarantineItem(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    );

    /// <summary>Questions which account a feed shows, and their answers, newest first.</summary>
    Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    );

    /// <summary>Events after a sequence, in order. <see cref="EventPage.IsGap"/> when some after it are kept no
    /// more.</summary>
    Task<EventPage> Events(UserId userId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Whether the database answers.</summary>
    Task Ping(CancellationToken cancellationToken);

    /// <summary>Removes events older than that; answers how many.</summary>
    Task<int> PruneEvents(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A value and the user's last event sequence in the same snapshot.</summary>
public readonly record struct Snapshot<T>(long Sequence, T Value);

/// <summary>A part of a list: at most <paramref name="Limit"/> items (1..500) after an opaque position.</summary>
/// <exception cref="BadPageKeyException">Thrown by queries when the position is not one they gave.</exception>
public sealed record PageRequest(int Limit, string? After);

/// <summary>Items, and the position after the last; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A list position that no answer ever gave.</summary>
public sealed class BadPageKeyException() : Exception("The value of 'after' is not one that a list of this kind gave.");

/// <summary>A connection with its accounts.</summary>
public sealed record ConnectionView(
    Connection Connection,
    IReadOnlyList<AccountId> Accounts,
    IReadOnlyList<SyncState> States
);

/// <summary>An account with what is needed to show it and to judge its status.</summary>
/// <param name="Account">The account.</param>
/// <param name="Balance">The balance shown: the newest by when it was true; null before the first.</param>
/// <param name="Feeds">Its feeds, each with its connection.</param>
/// <param name="OpenFindings">Open findings of severity error.</param>
/// <param name="ActiveRun">A queued or running run of one of its connections; null when none.</param>
public sealed record AccountView(
    Account Account,
    BalanceSnapshot? Balance,
    IReadOnlyList<FeedView> Feeds,
    int OpenFindings,
    Run? ActiveRun
);

/// <summary>A feed with its connection and what is known of each part of work on it.</summary>
public sealed record FeedView(Feed Feed, Connection Connection, IReadOnlyList<SyncState> States)
{
    /// <summary>Which of its days are known to be complete; null before its first update.</summary>
    public FeedCoverage? Coverage { get; init; }

    /// <summary>What its account's coverage is judged by.</summary>
    public FeedHistory History(AccountKind kind) =>
        FeedHistory.Of(
            Feed,
            kind,
            Coverage,
            Connection.History,
            Connection.DataAsOf,
            Connection.Status != ConnectionStatus.Disconnected
        );
}

/// <summary>Which transactions of an account.</summary>
/// <param name="From">First statement day, included; null for all.</param>
/// <param name="To">Last statement day, included; null for all.</param>
/// <param name="Status">pending or posted; null for both.</param>
/// <param name="Text">Part of description or merchant, any case; null for all.</param>
/// <param name="IncludeRecords">Also load all records of each transaction.</param>
/// <param name="IncludeHidden">Also those pending ones that a person has hidden.</param>
public sealed record TransactionFilter(
    DateOnly? From = null,
    DateOnly? To = null,
    RecordStatus? Status = null,
    string? Text = null,
    bool IncludeRecords = false,
    bool IncludeHidden = false
);

/// <summary>A transaction as shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Primary">The record shown; null when no record of it is live.</param>
/// <param name="Annotation">What people wrote on it; null when nothing.</param>
/// <param name="FirstSeenAt">When its first record was seen.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Records">All its records where asked for, else null.</param>
public sealed record TransactionView(
    TransactionId Id,
    AccountId AccountId,
    LedgerRecord? Primary,
    Annotation? Annotation,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<LedgerRecord>? Records
);

/// <summary>What a person wrote on a transaction.</summary>
/// <param name="Category">Their category; null where they gave none.</param>
/// <param name="Note">Their note; null where they wrote none.</param>
/// <param name="UpdatedAt">When any of it last changed.</param>
/// <param name="HiddenAt">When they hid it from lists while it is pending; null where it is listed.</param>
public sealed record Annotation(
    string? Category,
    string? Note,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? HiddenAt = null
);

/// <summary>An event as stored.</summary>
/// <param name="Sequence">Its number, ascending per user without gaps in commit order.</param>
/// <param name="Type">Its type.</param>
/// <param name="AccountId">The account it is about; null when about none or several.</param>
/// <param name="Data">Its JSON object.</param>
public sealed record StoredEvent(long Sequence, string Type, AccountId? AccountId, string Data);

/// <summary>Some events after a position.</summary>
/// <param name="Items">The events, ascending.</param>
/// <param name="LastSequence">The user's last sequence.</param>
/// <param name="IsGap">True when events after the position are kept no more: the reader must reload.</param>
public sealed record EventPage(IReadOnlyList<StoredEvent> Items, long LastSequence, bool IsGap);

/// <summary>Which findings: of one run, in one state, of one account; all where nothing is said.</summary>
public sealed record FindingFilter(RunId? RunId = null, FindingState? State = null, AccountId? AccountId = null)
{
    /// <summary>Lets all through.</summary>
    public static FindingFilter None { get; } = new();
}
