using System.Data;
using Mingus.Conformance;
using Mingus.Crash.Product;
using Npgsql;

namespace Mingus.Crash.Databases;

/// <summary>
/// A database of a PostgreSQL server that outlives the product's processes. A backend may still be committing for a
/// process that is dead already, so a look waits until the last of them has left.
/// </summary>
internal sealed class PostgresDatabase(PostgresServer server, string name) : IDatabase
{
    private static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(10);

    private const string Others = """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        """;

    public string ConnectionString => server.ConnectionString(name);

    public async Task<Image> ReadAsync()
    {
        await using var connection = await OpenAsync(name);
        for (var left = Patience.Of(s_leaving); (await NumbersAsync(connection, Others)).Count > 0; )
        {
            await Task.Delay(10);
            left -= TimeSpan.FromMilliseconds(10);
            if (left < TimeSpan.Zero)
            {
                throw new TimeoutException("Sessions of a dead process do not leave the database.");
            }
        }
        return await ReadAsync(connection);
    }

    /// <summary>The state now, while processes have the database.</summary>
    public async Task<Image> ReadBesideOthersAsync()
    {
        await using var connection = await OpenAsync(name);
        return await ReadAsync(connection);
    }

    public async Task<IReadOnlyList<string>> FindCorruptionAsync()
    {
        await using var connection = await OpenAsync(name);
        const string isThere = "SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'";
        return (await NumbersAsync(connection, isThere))[0] > 0
            ? await AskAmcheckAsync(connection)
            : await CompareScansAsync(connection);
    }

    public async Task<IDatabase> CopyWithoutLedgerAsync()
    {
        var copy = $"{name}_replay";
        await using (var maintenance = await OpenAsync("postgres"))
        {
            await RunAsync(maintenance, $"CREATE DATABASE {copy} TEMPLATE {name}");
        }
        await using var connection = await OpenAsync(copy);
        foreach (var statement in Emptying.Statements)
        {
            await RunAsync(connection, statement);
        }
        return new PostgresDatabase(server, copy);
    }

    /// <summary>The time of every lease passes.</summary>
    public async Task ExpireLeasesAsync()
    {
        await using var connection = await OpenAsync(name);
        await RunAsync(connection, "UPDATE connections SET lease_until = 0 WHERE lease_run_id IS NOT NULL");
    }

    /// <summary>Every connection is due now.</summary>
    public async Task MakeDueAsync()
    {
        await using var connection = await OpenAsync(name);
        await RunAsync(connection, $"UPDATE connections SET next_due_at = {Now()} WHERE status <> 'disconnected'");
    }

    /// <summary>Connections that are due, and runs that have not ended.</summary>
    public async Task<(long Due, long Active)> UnfinishedAsync()
    {
        await using var connection = await OpenAsync(name);
        var due = $"SELECT count(*) FROM connections WHERE status <> 'disconnected' AND next_due_at <= {Now()}";
        const string active = "SELECT count(*) FROM runs WHERE status IN ('queued', 'running')";
        return ((await NumbersAsync(connection, due))[0], (await NumbersAsync(connection, active))[0]);
    }

    /// <summary>Runs that committed, and began while another of their connection that committed was at work: by the
    /// order of commits, which is that of events. What a process reads on its clock before a commit proves
    /// nothing.</summary>
    public async Task<long> OverlapsAsync()
    {
        await using var connection = await OpenAsync(name);
        const string overlaps = """
            WITH told AS (
                SELECT
                    user_id, sequence, type, data::jsonb ->> 'runId' AS run, data::jsonb ->> 'status' AS status,
                    data::jsonb ->> 'connectionId' AS connection
                FROM events WHERE type IN ('sync.started', 'sync.completed')
            ), spans AS (
                SELECT
                    user_id, connection, type, sequence AS began,
                    max(sequence) FILTER (WHERE type = 'sync.completed' AND status = 'succeeded')
                        OVER (PARTITION BY user_id, run) AS ended
                FROM told
            ), ordered AS (
                SELECT
                    began,
                    max(ended) OVER (
                        PARTITION BY user_id, connection ORDER BY began
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS ended_before
                FROM spans WHERE type = 'sync.started' AND ended IS NOT NULL
            )
            SELECT count(*) FROM ordered WHERE began < ended_before
            """;
        return (await NumbersAsync(connection, overlaps))[0];
    }

    /// <summary>Runs that ended, by the node that worked them.</summary>
    public async Task<IReadOnlyList<long>> RunsByNodeAsync()
    {
        await using var connection = await OpenAsync(name);
        const string byNode = "SELECT count(*) FROM runs WHERE status = 'succeeded' GROUP BY node ORDER BY 1";
        return await NumbersAsync(connection, byNode);
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The system's ids of the sessions of other processes in this database.</summary>
    public async Task<IReadOnlyList<int>> BackendsAsync()
    {
        await using var connection = await OpenAsync(name);
        return [.. (await NumbersAsync(connection, Others)).Select(id => (int)id)];
    }

    public async Task<ILogWatch> WatchAsync() => new LogWatch(await OpenAsync("postgres"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<Image> ReadAsync(NpgsqlConnection connection)
    {
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        return await ImageReader.ReadAsync(connection);
    }

    // Every index agrees with its table, every page of every table reads.
    private static async Task<IReadOnlyList<string>> AskAmcheckAsync(NpgsqlConnection connection)
    {
        await RunAsync(connection, "CREATE EXTENSION IF NOT EXISTS amcheck");
        try
        {
            await RunAsync(
                connection,
                """
                SELECT bt_index_check(i.indexrelid, true)
                FROM pg_index AS i
                JOIN pg_class AS c ON c.oid = i.indexrelid
                JOIN pg_am AS a ON a.oid = c.relam
                WHERE a.amname = 'btree' AND i.indisvalid AND c.relpersistence = 'p'
                """
            );
        }
        catch (PostgresException failure)
        {
            return [failure.MessageText];
        }
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT c.relname, v.blkno, v.msg
            FROM pg_class AS c, LATERAL verify_heapam(c.oid) AS v
            WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relnamespace = 'public'::regnamespace
            """;
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add($"{reader.GetValue(0)} block {reader.GetValue(1)}: {reader.GetValue(2)}");
        }
        return found;
    }

    private static async Task<IReadOnlyList<string>> CompareScansAsync(NpgsqlConnection connection)
    {
        const string count = "SELECT count(*) FROM records WHERE user_id >= 0 AND length(identity) > 0";
        await RunAsync(connection, "SET enable_indexscan = off; SET enable_bitmapscan = off");
        var table = (await NumbersAsync(connection, count))[0];
        await RunAsync(connection, "RESET enable_indexscan; SET enable_seqscan = off");
        var index = (await NumbersAsync(connection, count))[0];
        return table == index ? [] : [$"records has {table} rows, its index {index}"];
    }

    private async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<long>> NumbersAsync(NpgsqlConnection connection, string query)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        var numbers = new List<long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            numbers.Add(Convert.ToInt64(reader.GetValue(0)));
        }
        return numbers;
    }

    private sealed class LogWatch(NpgsqlConnection connection) : ILogWatch
    {
        public long Mark()
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";
            return (long)command.ExecuteScalar()!;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
