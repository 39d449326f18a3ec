using Microsoft.Extensions.Logging;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// The ledger in PostgreSQL, shared by several nodes. A script is one batch, one network flush: writes in the batch's
/// implicit transaction, in which guards fail it by an error; reads in one repeatable-read transaction.
/// </summary>
internal sealed class PostgresEngine : IEngine
{
    private const int TriesMax = 5;
    private const string RefusedState = "MG001";

    private static readonly string[] RolledBack = ["40001", "40P01"]; // Serialization failure, deadlock.

    private readonly NpgsqlDataSource _pool;
    private readonly NodeLock? _nodeLock;
    private readonly PostgresStatement[] _statements;
    private readonly bool _isGuarded;
    private long _roundTrips;

    private PostgresEngine(NpgsqlDataSource pool, NodeLock? nodeLock, string description, bool isGuarded)
    {
        _isGuarded = isGuarded;
        _pool = pool;
        _nodeLock = nodeLock;
        Description = description;
        _statements = PostgresStatement.All();
    }

    public string Description { get; }

    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    /// <summary>Brings the schema up to date, shows this node as alive, opens the pool.</summary>
    /// <exception cref="StorageException">The server cannot be reached, or the database cannot be used as it
    /// is.</exception>
    public static async Task<PostgresEngine> Open(
        StorageOptions options,
        Node node,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var settings = PostgresSettings.Read(options);
        var description = PostgresSettings.Describe(settings);
        try
        {
            await PostgresMigration.Run(options, logger, cancellationToken);
            var serving = await PostgresRole.Serve(options, settings, cancellationToken);
            var nodeLock = await NodeLock.Take(serving, node, time, logger, cancellationToken);
            return new PostgresEngine(RowsToServer.Pool(serving), nodeLock, description, options.RowSecurity);
        }
        catch (NpgsqlException failure)
        {
            throw PostgresSettings.Unusable(description, failure);
        }
    }

    /// <summary>For what rests on no lease: no node, and as the owner of the tables, who sees every user.</summary>
    public static PostgresEngine OpenBeside(StorageOptions options)
    {
        var owner = options.MigrationConnectionString ?? options.ConnectionString;
        var settings = PostgresSettings.Read(new StorageOptions { ConnectionString = owner, ConnectionsMax = 2 });
        var description = PostgresSettings.Describe(settings);
        return new PostgresEngine(RowsToServer.Pool(settings), nodeLock: null, description, isGuarded: false);
    }

    /// <summary>Brings the schema up to date, and that is all.</summary>
    /// <exception cref="StorageException">It cannot be used as it is.</exception>
    public static async Task Migrate(StorageOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var settings = PostgresSettings.Read(options);
        try
        {
            await PostgresMigration.Run(options, logger, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw PostgresSettings.Unusable(PostgresSettings.Describe(settings), failure);
        }
    }

    public async Task Write(Script script, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await TryWrite(script, cancellationToken);
                return;
            }
            catch (PostgresException failure) when (failure.SqlState == RefusedState)
            {
                throw new RefusedException(Enum.Parse<Refusal>(failure.MessageText));
            }
            catch (PostgresException failure)
                when (failure.SqlState == PostgresErrorCodes.UniqueViolation && DoubleOf(script, failure) is { } step)
            {
                throw new RefusedException(step.IfDouble);
            }
            catch (PostgresException failure) when (tries < TriesMax && RolledBack.Contains(failure.SqlState))
            {
                // The server rolled it back whole, for the sake of another one: it takes its turn again.
            }
        }
    }

    /// <summary>Who gives up is let go at once, and the statement ends by its own time limit. To cancel it the driver
    /// would ask the server in a connection of its own and wait: one that stands still would keep them as long
    /// again.</summary>
    public Task Read(Script script, CancellationToken cancellationToken) =>
        ReadToTheEnd(script, cancellationToken).WaitAsync(cancellationToken);

    private async Task ReadToTheEnd(Script script, CancellationToken cancellationToken)
    {
        await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
        var flushes = script.Flushes();
        var named = new NamedUser(_isGuarded);
        var plans = new PlanChoice();
        for (var i = 0; i < flushes.Count; i++)
        {
            await using var batch = new NpgsqlBatch(connection);
            if (i == 0)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
            }

            var handlers = Add(batch, flushes[i], named, plans);
            if (i == flushes.Count - 1)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
            }

            Interlocked.Increment(ref _roundTrips);
            await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            var row = new PostgresRow(reader);
            await BatchRows.ReadAll(reader, handlers, handle => handle(row), CancellationToken.None);
        }
    }

    public Task ReadToWrite(Script script, CancellationToken cancellationToken) => Read(script, cancellationToken);

    /// <summary>The server's own vacuum overwrites dead rows in time; a dump holds none.</summary>
    public Task Scrub(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_nodeLock is not null)
        {
            await _nodeLock.DisposeAsync();
        }

        await _pool.DisposeAsync();
    }

    private async Task TryWrite(Script script, CancellationToken cancellationToken)
    {
        // Rows are handed over once the batch has committed, so that a try that failed leaves no trace in them.
        var kept = new List<(Action<IRow> Handle, KeptRow Row)>();
        await using (var connection = await _pool.OpenConnectionAsync(cancellationToken))
        {
            await using var batch = new NpgsqlBatch(connection);
            var handlers = Add(batch, script.Steps, new NamedUser(_isGuarded), new PlanChoice());
            Interlocked.Increment(ref _roundTrips);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await BatchRows.ReadAll(
                reader,
                handlers,
                handle => kept.Add((handle, KeptRow.Of(reader))),
                cancellationToken
            );
        }

        foreach (var (handle, row) in kept)
        {
            handle(row);
        }
    }

    private Step? DoubleOf(Script script, PostgresException failure) =>
        script.Steps.FirstOrDefault(step =>
            step.IfDouble != Refusal.None && _statements[step.Statement.Index].Table == failure.TableName
        );

    /// <summary>Adds the commands of the steps; answers the row handler of each result set that they give.</summary>
    private List<Action<IRow>?> Add(NpgsqlBatch batch, IReadOnlyList<Step> steps, NamedUser named, PlanChoice plans)
    {
        var handlers = new List<Action<IRow>?>();
        foreach (var step in steps)
        {
            var statement = _statements[step.Statement.Index];
            var count = step.CountOf();
            if (count == 0)
            {
                continue;
            }

            plans.Choose(batch, statement, handlers);

            if (step.Each is { } bind && (statement.TakesArrays || statement.Rows is not null))
            {
                var args = new PostgresArgs(statement);
                step.Shared(args);
                if (statement.Rows is { } type)
                {
                    args.Rows(new PackedRows(type, count, bind));
                }
                else
                {
                    args.BeginArrays(count);
                    for (var i = 0; i < count; i++)
                    {
                        bind(args, i);
                    }
                }

                named.Name(batch, args.UserId, handlers);
                AddCommand(batch, step, statement, args, handlers);
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                var args = new PostgresArgs(statement);
                step.Shared(args);
                step.Each?.Invoke(args, i);
                named.Name(batch, args.UserId, handlers);
                AddCommand(batch, step, statement, args, handlers);
            }
        }

        return handlers;
    }

    private static void AddCommand(
        NpgsqlBatch batch,
        Step step,
        PostgresStatement statement,
        PostgresArgs args,
        List<Action<IRow>?> handlers
    )
    {
        var text = step.Refusal == Refusal.None ? statement.Text : statement.Guarded(step.Refusal);
        var command = new NpgsqlBatchCommand(text);
        args.AddTo(command);
        batch.BatchCommands.Add(command);
        if (statement.GivesRows || step.Refusal != Refusal.None)
        {
            handlers.Add(step.Row);
        }
    }
}
