using System.Collections.Concurrent;
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

    private readonly NpgsqlDataSource _pool;
    private readonly NodeLock _nodeLock;
    private readonly PostgresStatement[] _statements;
    private readonly ConcurrentDictionary<Task, byte> _soon = new();
    private long _roundTrips;

    private PostgresEngine(NpgsqlDataSource pool, NodeLock nodeLock, string description)
    {
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
        var settings = Read(options);
        var description = $"PostgreSQL {settings.Database} at {settings.Host}:{settings.Port}";
        try
        {
            await PostgresMigration.Run(options, settings, logger, cancellationToken);
            var nodeLock = await NodeLock.Take(settings, node, time, logger, cancellationToken);
            return new PostgresEngine(NpgsqlDataSource.Create(settings), nodeLock, description);
        }
        catch (NpgsqlException failure)
        {
            throw new StorageException(
                $"{description} cannot be used: {failure.Message} "
                    + "Check Storage:ConnectionString, and that the server runs.",
                failure
            );
        }
    }

    public Task Write(Script script, CancellationToken cancellationToken) =>
        Try(script, () => TryWrite(script, cancellationToken));

    public Task<Task> WriteSoon(Script script, CancellationToken cancellationToken) =>
        Try(script, () => TryWriteSoon(script, cancellationToken));

    private async Task<T> Try<T>(Script script, Func<Task<T>> write)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await write();
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
            catch (PostgresException failure)
                when (tries < TriesMax
                    && failure.SqlState
                        is PostgresErrorCodes.SerializationFailure
                            or PostgresErrorCodes.DeadlockDetected
                )
            {
                // The server rolled it back whole, for the sake of another one: it takes its turn again.
            }
        }
    }

    // Whoever was answered sees what he wrote: it may be on its way to the disk.
    public async Task Read(Script script, CancellationToken cancellationToken)
    {
        foreach (var soon in _soon.Keys)
        {
            await Task.WhenAny(soon).WaitAsync(cancellationToken);
        }

        await ReadToWrite(script, cancellationToken);
    }

    public async Task ReadToWrite(Script script, CancellationToken cancellationToken)
    {
        await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
        var flushes = script.Flushes();
        for (var i = 0; i < flushes.Count; i++)
        {
            await using var batch = new PostgresBatch(connection, _statements);
            if (i == 0)
            {
                batch.Add("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            }

            batch.Add(flushes[i]);
            if (i == flushes.Count - 1)
            {
                batch.Add("COMMIT");
            }

            Interlocked.Increment(ref _roundTrips);
            await batch.Run(keepsRows: false, cancellationToken);
            await batch.End(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _nodeLock.DisposeAsync();
        await _pool.DisposeAsync();
    }

    private async Task<bool> TryWrite(Script script, CancellationToken cancellationToken)
    {
        await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
        var copied = script.Steps.Where(IsCopied).ToList();
        var rest = copied.Count == 0 ? script.Steps : [.. script.Steps.Except(copied)];
        await using var batch = new PostgresBatch(connection, _statements);
        // A batch is a transaction by itself; with rows to copy after it, one has to be opened. Closing the connection
        // before the end rolls it back.
        if (copied.Count > 0)
        {
            batch.Add("BEGIN");
        }

        batch.Add(rest);
        Interlocked.Increment(ref _roundTrips);
        await batch.Run(keepsRows: true, cancellationToken);
        await batch.End(cancellationToken);
        if (copied.Count > 0)
        {
            // A reader has to be closed before the connection does anything else.
            await batch.DisposeAsync();
            await Copy(connection, copied, cancellationToken);
        }

        batch.HandOver();
        return true;
    }

    // The commit goes to the server with the rest, but what the rest gives comes back before it: the server sends what
    // it has at the barrier, and waits for its disk after that.
    private async Task<Task> TryWriteSoon(Script script, CancellationToken cancellationToken)
    {
        var connection = await _pool.OpenConnectionAsync(cancellationToken);
        var batch = new PostgresBatch(connection, _statements);
        var isRun = false;
        try
        {
            batch.Add("BEGIN");
            batch.Add(script.Steps);
            batch.AddBarrier();
            batch.Add("COMMIT");
            Interlocked.Increment(ref _roundTrips);
            await batch.Run(keepsRows: true, cancellationToken);
            batch.HandOver();
            isRun = true;
            return Remembered(End(batch, connection));
        }
        finally
        {
            if (!isRun)
            {
                await batch.DisposeAsync();
                await connection.DisposeAsync();
            }
        }

        static async Task End(PostgresBatch batch, NpgsqlConnection connection)
        {
            await using (connection)
            await using (batch)
            {
                await batch.End(CancellationToken.None);
            }
        }
    }

    private Task Remembered(Task soon)
    {
        _soon[soon] = 0;
        _ = soon.ContinueWith(ended => _soon.TryRemove(ended, out _), TaskScheduler.Default);
        return soon;
    }

    private Step? DoubleOf(Script script, PostgresException failure) =>
        script.Steps.FirstOrDefault(step =>
            step.IfDouble != Refusal.None && _statements[step.Statement.Index].Table == failure.TableName
        );

    private bool IsCopied(Step step) =>
        _statements[step.Statement.Index].Table is not null && step.CountOf() >= PostgresCopy.From;

    private async Task Copy(NpgsqlConnection connection, List<Step> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            Interlocked.Add(ref _roundTrips, 2);
            await new PostgresCopy(connection, _statements[step.Statement.Index]).Run(step, cancellationToken);
        }

        Interlocked.Increment(ref _roundTrips);
        await using var commit = new NpgsqlCommand("COMMIT", connection);
        await commit.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlConnectionStringBuilder Read(StorageOptions options)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
            {
                MaxPoolSize = options.ConnectionsMax,
                // Every statement is a constant text: the server parses and plans each once a connection.
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                // No script leaves anything behind in its session.
                NoResetOnClose = true,
            };
            return settings;
        }
        catch (ArgumentException failure)
        {
            throw new StorageException(
                $"Storage:ConnectionString is no PostgreSQL connection string: {failure.Message}",
                failure
            );
        }
    }
}
