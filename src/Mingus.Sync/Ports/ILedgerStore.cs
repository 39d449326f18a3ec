using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Sync.Ports;

/// <summary>
/// Where the ledger rests: load a slice, commit a plan. One conformance suite holds for every engine. Each method is
/// one round trip (one network flush or one local transaction) and takes effect whole or not at all.
/// </summary>
public interface ILedgerStore
{
    /// <summary>The user of that name in that tenant; null when never written.</summary>
    Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken);

    /// <summary>The user of that name in that tenant, made if need be.</summary>
    Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a new connection with its sealed token, the queued first run and the events. A connection of that user
    /// with the same provider and item id that is not disconnected exists already: its id is answered and nothing is
    /// written.
    /// </summary>
    Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken);

    /// <summary>Writes what the provider says of a connection just added: its institution, accounts, feeds and first
    /// balances. Nothing once a run has begun on it: that one reads the same, and later.</summary>
    Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    );

    /// <summary>The connection with secret, feeds and states, without starting anything; null for another
    /// user's.</summary>
    Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    );

    /// <summary>Writes a queued run and its events; a run that is queued already is written again, with wider work.
    /// Survives a crash: it is begun after the next start. A run that is queued no more is left alone.</summary>
    Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the connection's lease, writes the run as running (from its queued row, if there is one) with its events,
    /// and loads what it needs. A lease is taken over when it has expired, when its node is known to be dead, and when
    /// it is this node's own: the local gate lets one run a connection through, so that one broke off. Taking over
    /// raises the connection's version, marks the run that held it abandoned and queues a successor of it, which the
    /// next <see cref="Recover"/> answers. A run that only the schedule wants takes nothing over.
    /// </summary>
    Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken);

    /// <summary>Loads every record the update names, every pending record it points to, and their transactions' other
    /// records, with the user's version in one snapshot; which of the named ids are in quarantine; what matching
    /// remembers of the connection's accounts; and for a window the live records shown of its feeds that are dated in
    /// it.</summary>
    Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken);

    /// <summary>Loads the neighbourhood that matching needs: each transaction named and each probe answered with all
    /// records of the transactions found, with the user's version in one snapshot.</summary>
    Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    );

    /// <summary>Loads all records of a feed, live and removed, with all others of their transactions, and what matching
    /// remembers of all accounts of the user, with the user's version in one snapshot.</summary>
    Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken);

    /// <summary>Commits a plan that no run made: a link, a person's decision. Refused when the user's ledger moved
    /// since the version it was planned at.</summary>
    Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    );

    /// <summary>All live records of the given feeds that came by sync, for reconciling a full replay: id, date, feed
    /// only matter, but whole records are given.</summary>
    Task<LedgerSlice> LoadLive(UserId userId, IReadOnlyList<FeedId> feeds, CancellationToken cancellationToken);

    /// <summary>
    /// Commits a plan with its cursor, run, connection and events, first taking the user's row. All or nothing; after
    /// it answered <see cref="CommitResult.Committed"/> the commit survives a crash.
    /// </summary>
    Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken);

    /// <summary>Writes how far a run is, and keeps its lease. May be dropped; never an event.</summary>
    Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Marks as abandoned every running run of another node that is dead or let its lease expire, and queues a
    /// successor of its own that resumes each. Answers all queued runs that no living node has, oldest first: they are
    /// this node's now. Runs this node has already are left alone. One round trip while there is nothing to take up.
    /// </summary>
    /// <param name="node">This node.</param>
    /// <param name="now">Now.</param>
    /// <param name="withOwn">Answer the queued runs that were this node's before, too: an answer may have been
    /// lost.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Has a run of this node that broke off resumed: it is marked abandoned, its connection is free, and a successor
    /// that resumes it is queued, which the next <see cref="Recover"/> answers. Nothing for one that is not running:
    /// it never began, or has ended after all.
    /// </summary>
    /// <param name="broken">The run; nobody works it any more.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a run that is still queued as cancelled, with its events; false when it is queued no
    /// more.</summary>
    Task<bool> CancelQueued(UserId userId, RunId runId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Connections that are due and not disconnected, the longest overdue first, without those another node
    /// holds: if it is dead, <see cref="Recover"/> comes first.</summary>
    Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    );
}

/// <summary>A new connection and what it begins with.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="SealedToken">Its token as the vault sealed it for this user and connection.</param>
/// <param name="FirstRun">The run to queue with it.</param>
/// <param name="Events">All events, in order.</param>
public sealed record NewConnection(
    Connection Connection,
    byte[] SealedToken,
    Run FirstRun,
    IReadOnlyList<LedgerEvent> Events
);

/// <summary>The id under which a connection is stored, and whether it was new.</summary>
public sealed record AddedConnection(ConnectionId Id, bool IsNew);

/// <summary>A run about to begin.</summary>
/// <param name="Run">Its row, with status running and <see cref="Run.StartedAt"/> set: when it begins.</param>
/// <param name="Node">The node that works it.</param>
/// <param name="LeaseUntil">Until when the lease holds without being kept.</param>
/// <param name="Events">Events of the beginning.</param>
public sealed record BeginRun(Run Run, string Node, DateTimeOffset LeaseUntil, IReadOnlyList<LedgerEvent> Events)
{
    /// <summary>Whether it is not needed when the connection is not due any more: another node has worked it. Then it
    /// is <see cref="RunStart.Gone"/>, and nobody is waited for.</summary>
    public bool OnlyIfDue { get; init; }
}

/// <summary>What became of an attempt to begin.</summary>
public abstract record RunStart
{
    private RunStart() { }

    /// <summary>The run has the connection.</summary>
    public sealed record Started(ConnectionContext Context) : RunStart;

    /// <summary>Another run has it; nothing was written.</summary>
    public sealed record Busy(RunId Holder, DateTimeOffset LeaseUntil) : RunStart;

    /// <summary>The connection is not there or disconnected, or the queued run was cancelled meanwhile; nothing was
    /// written.</summary>
    public sealed record Gone : RunStart;
}

/// <summary>Names of records to load.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="ConnectionId">The connection whose update it is.</param>
/// <param name="Names">Feed and provider transaction id of each record the update names or points to.</param>
public sealed record SliceRequest(UserId UserId, ConnectionId ConnectionId, IReadOnlyCollection<RecordKey> Names)
{
    /// <summary>The window that is verified; null for an update.</summary>
    public BackfillWindow? Window { get; init; }
}

/// <summary>One commit of a run.</summary>
public sealed record SyncCommit
{
    /// <summary>The connection's new state; its <see cref="Connection.Version"/> is the one seen at the beginning or
    /// after the run's last commit. The store writes that version + 1.</summary>
    public required Connection Connection { get; init; }

    /// <summary>The run's new state. Ended: its lease is released.</summary>
    public required Run Run { get; init; }

    /// <summary>What changes in the ledger.</summary>
    public required SyncPlan Plan { get; init; }

    /// <summary>The user version the plan's slice was loaded at; null for a plan that rests on no slice.</summary>
    public long? SliceUserVersion { get; init; }

    /// <summary>New states of parts of work.</summary>
    public IReadOnlyList<SyncState> States { get; init; } = [];

    /// <summary>All events in order; their sequences are given here.</summary>
    public required IReadOnlyList<LedgerEvent> Events { get; init; }

    /// <summary>Until when the lease holds, for a commit that does not end the run.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>When the connection is due instead, if webhooks came that <see cref="Connection.WebhooksServed"/> does
    /// not count; null for no sooner.</summary>
    public DateTimeOffset? DueIfWebhooks { get; init; }

    /// <summary>Why then, in words.</summary>
    public string? DueIfWebhooksReason { get; init; }

    /// <summary>What the schedule has learned with this run; null to leave it as it is.</summary>
    public byte[]? Rhythm { get; init; }

    /// <summary>Writes the connection's notice, which the run changed, unless webhooks came meanwhile.</summary>
    public bool MovesNotice { get; init; }

    /// <summary>What people are told, and what is true no more.</summary>
    public NotificationChanges Notifications { get; init; } = NotificationChanges.None;
}

/// <summary>What became of a commit.</summary>
public enum CommitResult
{
    /// <summary>Written, durable.</summary>
    Committed,

    /// <summary>The user's ledger moved since the slice was loaded: load and plan again. Nothing was written.</summary>
    SliceStale,

    /// <summary>Another run has the connection: this run is stale. Nothing was written.</summary>
    RunStale,
}

/// <summary>The result, and the user's last sequence and version after it.</summary>
public sealed record CommitOutcome(CommitResult Result, long LastSequence, long UserVersion);

/// <summary>A connection that is due, and why.</summary>
public sealed record DueConnection(UserId UserId, ConnectionId ConnectionId, DateTimeOffset DueAt, string Reason)
{
    /// <summary>Whether webhooks came that no run has followed yet.</summary>
    public bool HasWebhooks { get; init; }
}
