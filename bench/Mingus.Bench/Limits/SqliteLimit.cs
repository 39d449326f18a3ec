using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mingus.Bench.Limits;

/// <summary>One prepared single-row insert, reused, in commits of 500, on a connection set up like the product's
/// writer.</summary>
internal sealed class SqliteLimit : ILimit
{
    // The same as src/Mingus.Storage/Sqlite/SqliteEngine.cs gives its writer, but that its log is brought home by
    // itself, not beside it.
    public static readonly string[] Pragmas =
    [
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "journal_size_limit = 134217728",
        "wal_autocheckpoint = 20000",
        "cache_size = -65536",
    ];

    private readonly SqliteConnection _source;
    private readonly SqliteConnection _target;
    private readonly sqlite3_stmt _read;
    private readonly sqlite3_stmt _insert;
    private readonly List<Cell[]> _rows = [];
    private readonly int _columns;
    private long _last;

    public SqliteLimit(string source, string target)
    {
        _source = Open(source);
        _target = Open(target);
        foreach (var pragma in Pragmas)
        {
            using var command = _target.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            command.ExecuteScalar();
        }

        _read = Prepare(
            _source,
            $"SELECT * FROM records WHERE row_number > ? ORDER BY row_number LIMIT {ILimit.RowsPerCommit}"
        );
        _columns = raw.sqlite3_column_count(_read);
        var places = string.Join(", ", Enumerable.Repeat("?", _columns));
        _insert = Prepare(_target, $"INSERT INTO records VALUES ({places})");
    }

    public Task<bool> Ready()
    {
        _rows.Clear();
        raw.sqlite3_bind_int64(_read, 1, _last);
        while (raw.sqlite3_step(_read) == raw.SQLITE_ROW)
        {
            _rows.Add([.. Enumerable.Range(0, _columns).Select(column => Cell.Of(_read, column))]);
        }

        raw.sqlite3_reset(_read);
        if (_rows.Count < ILimit.RowsPerCommit)
        {
            return Task.FromResult(false);
        }

        _last = _rows[^1][0].Number;
        return Task.FromResult(true);
    }

    public Task Write()
    {
        raw.sqlite3_exec(_target.Handle, "BEGIN IMMEDIATE");
        foreach (var row in _rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i].Bind(_insert, i + 1);
            }

            Check(raw.sqlite3_step(_insert), raw.SQLITE_DONE);
            raw.sqlite3_reset(_insert);
        }

        Check(raw.sqlite3_exec(_target.Handle, "COMMIT"), raw.SQLITE_OK);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _read.Dispose();
        _insert.Dispose();
        _source.Dispose();
        _target.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection($"{connectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    private static sqlite3_stmt Prepare(SqliteConnection connection, string sql)
    {
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), raw.SQLITE_OK);
        return statement;
    }

    private static void Check(int code, int wanted)
    {
        if (code != wanted)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }

    /// <summary>A value as SQLite holds it, so that writing it again costs no conversion.</summary>
    private readonly record struct Cell(int Type, long Number, byte[] Bytes)
    {
        public static Cell Of(sqlite3_stmt row, int column)
        {
            var type = raw.sqlite3_column_type(row, column);
            return type switch
            {
                raw.SQLITE_INTEGER => new Cell(type, raw.sqlite3_column_int64(row, column), []),
                raw.SQLITE_NULL => new Cell(type, 0, []),
                _ => new Cell(type, 0, raw.sqlite3_column_blob(row, column).ToArray()),
            };
        }

        public void Bind(sqlite3_stmt statement, int index) =>
            Check(
                Type switch
                {
                    raw.SQLITE_INTEGER => raw.sqlite3_bind_int64(statement, index, Number),
                    raw.SQLITE_NULL => raw.sqlite3_bind_null(statement, index),
                    raw.SQLITE_TEXT => raw.sqlite3_bind_text(statement, index, Bytes.AsSpan()),
                    _ => raw.sqlite3_bind_blob(statement, index, Bytes.AsSpan()),
                },
                raw.SQLITE_OK
            );
    }
}
