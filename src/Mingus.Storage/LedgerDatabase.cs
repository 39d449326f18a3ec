using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Storage.Postgres;
using Mingus.Storage.Scripts;
using Mingus.Storage.Sqlite;
using Mingus.Storage.Upkeep;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>An open database and every port on it. One a process and database.</summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    private readonly IEngine _engine;
    private readonly OtherNodes? _others;
    private int _closed;

    private LedgerDatabase(IEngine engine, ICommitSignal signal, string node, TimeProvider time)
    {
        _engine = engine;
        _others = signal as OtherNodes;
        var journal = new Journal(engine, signal, new Node(node), time);
        Store = new LedgerStore(journal);
        Edits = new LedgerEdits(journal);
        Queries = new LedgerQueries(journal);
        Decisions = new DecisionStore(journal);
        Validations = new ValidationStore(journal);
        Idempotency = new IdempotencyStore(journal);
        Webhooks = new WebhookInbox(journal);
        Schedule = new ScheduleStore(journal);
        Notifications = new NotificationStore(journal);
        Endpoints = new WebhookEndpoints(journal);
        Outbox = new WebhookOutbox(journal);
        Audit = new AuditLog(journal);
        Rights = new UserRights(journal);
        Upkeep = new LedgerUpkeep(journal);
        Credentials = new CredentialStore(journal);
        Operators = new OperatorStore(journal);
    }

    public ILedgerStore Store { get; }

    public ILedgerEdits Edits { get; }

    public ILedgerQueries Queries { get; }

    public IDecisionStore Decisions { get; }

    public IValidationStore Validations { get; }

    public IIdempotencyStore Idempotency { get; }

    public IWebhookInbox Webhooks { get; }

    public IScheduleStore Schedule { get; }
    public INotificationStore Notifications { get; }

    public IWebhookEndpoints Endpoints { get; }

    public IWebhookOutbox Outbox { get; }

    public IAuditLog Audit { get; }

    public IUserRights Rights { get; }

    /// <summary>What an operator does, beside serving.</summary>
    public LedgerUpkeep Upkeep { get; }
    public ICredentialStore Credentials { get; }

    public IOperatorStore Operators { get; }

    /// <summary>Where it is, for people: the full path of the file, or host and database; never a password.</summary>
    public string Description => _engine.Description;

    /// <summary>Round trips so far: network flushes, or local transactions.</summary>
    public long RoundTrips => _engine.RoundTrips;

    /// <summary>Opens the database, made if need be, and brings its schema up to date. Safe when two nodes start at
    /// once.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="signal">Told after each commit that wrote events.</param>
    /// <param name="node">This process in leases; unique per start.</param>
    /// <param name="time">The clock of leases.</param>
    /// <param name="logger">Told what was opened and migrated.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">It cannot be used as it is; the message says what to do.</exception>
    public static async Task<LedgerDatabase> Open(
        StorageOptions options,
        ICommitSignal signal,
        string node,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        IEngine engine = options.IsPostgres
            ? await PostgresEngine.Open(options, new Node(node), time, logger, cancellationToken)
            : SqliteEngine.Open(options.ConnectionString, time, logger);
        logger.Opened(engine.Description);
        var told = options.IsPostgres ? new OtherNodes(engine, signal, time, logger) : signal;
        return new LedgerDatabase(engine, told, node, time);
    }

    /// <summary>Opens a database that another process may be serving, for what rests on no lease: commands. Nothing
    /// is migrated.</summary>
    /// <exception cref="StorageException">It is not there, or its schema is not this program's.</exception>
    public static LedgerDatabase OpenBeside(StorageOptions options, TimeProvider time)
    {
        LedgerSchema.RequireCurrent(options);
        IEngine engine = options.IsPostgres
            ? PostgresEngine.OpenBeside(options)
            : SqliteEngine.OpenBeside(options.ConnectionString, time);
        return new LedgerDatabase(engine, new NobodyListens(), $"command-{Environment.ProcessId}", time);
    }

    /// <summary>Ends the writer and the readers; twice is once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        if (_others is not null)
        {
            await _others.DisposeAsync();
        }

        await _engine.DisposeAsync();
    }

    /// <summary>Streams are in the serving process, which looks for what others committed.</summary>
    private sealed class NobodyListens : ICommitSignal
    {
        public IReadOnlyCollection<UserId> Listened => [];

        public void Committed(UserId userId, long lastSequence) { }
    }
}
