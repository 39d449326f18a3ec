using System.Globalization;
using Microsoft.Data.Sqlite;
using Mingus.Bench.Feed;
using Npgsql;

namespace Mingus.Bench.Rig;

/// <summary>
/// Fills an account with a long history, quickly: the rows of its first page, which came by a sync, are multiplied
/// inside the database, indexes in place, each copy with identity, ids and day of its own. What came before it stays
/// as it is.
/// </summary>
internal static class History
{
    private const int Days = 730;

    private static readonly string[] Left = ["row_number"];

    public static async Task FillSqlite(string path, int records)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        // A file that is being filled need not survive a crash; the product opens it with its own settings afterwards.
        await Run(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;");
        var columns = await Columns(connection, "SELECT name FROM pragma_table_info('records')");
        var hex = $"printf('%012x', {Milliseconds()} + s.n) || '7' || substr(hex(randomblob(10)), 2)";
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["identity"] = "randomblob(16)",
            ["transaction_id"] = $"unhex({hex})",
            ["provider_transaction_id"] = "hex(randomblob(18))",
        };
        await Run(
            connection,
            $"""
            WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {Copies(records)})
            {Insert(columns, values, records)}
            FROM s CROSS JOIN (SELECT * FROM records ORDER BY row_number LIMIT {PageMaker.Changes}) AS r
            """
        );
        await Run(connection, "PRAGMA wal_checkpoint(TRUNCATE);");
    }

    public static async Task FillPostgres(string connectionString, int records)
    {
        await using var source = NpgsqlDataSource.Create($"{connectionString};Command Timeout=600");
        await using var connection = await source.OpenConnectionAsync();
        var columns = await Columns(
            connection,
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'records' ORDER BY ordinal_position"
        );
        var hex = $"lpad(to_hex({Milliseconds()} + s.n), 12, '0') || '7' || substr(md5(random()::text), 1, 19)";
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["identity"] = "decode(md5(random()::text || s.n || r.row_number), 'hex')",
            ["transaction_id"] = $"({hex})::uuid",
            ["provider_transaction_id"] = "md5(random()::text || r.row_number)",
            ["is_pending"] = "false",
            ["is_primary"] = "true",
        };
        await Run(
            connection,
            $"""
            {Insert(columns, values, records)}
            FROM generate_series(1, {Copies(records)}) AS s(n)
            CROSS JOIN (SELECT * FROM records ORDER BY row_number LIMIT {PageMaker.Changes}) AS r
            ORDER BY s.n
            """
        );
        await Run(connection, "ANALYZE records");
        await Run(connection, "CHECKPOINT");
    }

    // Posted and shown rows, their days spread over two years, oldest first.
    private static string Insert(List<string> columns, Dictionary<string, string> values, int records)
    {
        var names = columns.Except(Left, StringComparer.Ordinal).ToList();
        var day = $"{BankRow.Today.DayNumber - Days} + s.n * {Days} / {Copies(records)}";
        values["date"] = values["authorized_date"] = day;
        values["status"] = "2";
        values.TryAdd("is_pending", "0");
        values.TryAdd("is_primary", "1");
        values["pending_transaction_id"] = values["removed_at"] = "NULL";
        var chosen = names.Select(name => values.GetValueOrDefault(name, $"r.{name}"));
        return $"INSERT INTO records ({string.Join(", ", names)}) SELECT {string.Join(", ", chosen)}";
    }

    // Before the ids of what the benchmark syncs.
    private static string Milliseconds() =>
        (DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);

    private static int Copies(int records) => Math.Max(1, records / PageMaker.Changes - 1);

    private static async Task Run(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> Columns(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
