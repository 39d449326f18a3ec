using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Mingus.Storage.Scripts;
using SQLitePCL;

namespace Mingus.Storage.Sqlite;

/// <summary>
/// A prepared statement, reused for the life of its connection. It binds and reads without boxing: this is the hot
/// path of
/// ingest and of listings. One thread at a time.
/// </summary>
internal sealed class SqliteStatement : IArgs, IRow, IDisposable
{
    private readonly sqlite3 _database;
    private readonly bool _countsChanges;
    private readonly sqlite3_stmt _statement;

    // Binders bind in the same order each time, so the n-th call nearly always means what the n-th call meant before.
    private readonly List<(string Name, int Index)> _order = [];
    private int _calls;
    private int _callsOfShared;
    private bool _isChecked;

    /// <summary>Prepares a statement for the life of the connection.</summary>
    /// <param name="database">The open connection.</param>
    /// <param name="sql">The statement's file.</param>
    /// <param name="givesRows">False when nobody reads its rows: then it is prepared without its RETURNING, for which
    /// SQLite makes a table in memory each time, and the rows it changed are counted instead.</param>
    public SqliteStatement(sqlite3 database, string sql, bool givesRows = true)
    {
        _database = database;
        var returning = givesRows ? -1 : sql.LastIndexOf("\nRETURNING ", StringComparison.Ordinal);
        _countsChanges = returning >= 0;
        sql = _countsChanges ? sql[..returning] : sql;
        const int persistent = raw.SQLITE_PREPARE_PERSISTENT;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(database, sql, persistent, out _statement),
            database
        );
    }

    /// <summary>Binds and runs each of the step's items; answers how many rows came.</summary>
    public int RunStep(Step step)
    {
        _calls = 0;
        step.Shared(this);
        _callsOfShared = _calls;
        var rows = 0;
        var count = step.CountOf();
        for (var i = 0; i < count; i++)
        {
            _calls = _callsOfShared;
            step.Each?.Invoke(this, i);
            CheckAllBound();
            rows += Run(step.Row);
        }

        return rows;
    }

    public bool Has(string name) => raw.sqlite3_bind_parameter_index(_statement, $"@{name}") != 0;

    public void Long(string name, long? value)
    {
        var index = IndexOf(name);
        Check(
            value is { } number
                ? raw.sqlite3_bind_int64(_statement, index, number)
                : raw.sqlite3_bind_null(_statement, index)
        );
    }

    public void Number(string name, double? value)
    {
        var index = IndexOf(name);
        Check(
            value is { } number
                ? raw.sqlite3_bind_double(_statement, index, number)
                : raw.sqlite3_bind_null(_statement, index)
        );
    }

    public void Flag(string name, bool value) => Long(name, value ? 1 : 0);

    public void Text(string name, string? value)
    {
        var index = IndexOf(name);
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
            return;
        }

        var safe = SafeText.Encode(value);
        var length = Encoding.UTF8.GetMaxByteCount(safe.Length);
        byte[]? rented = null;
        var buffer = length <= 1_024 ? stackalloc byte[1_024] : rented = ArrayPool<byte>.Shared.Rent(length);
        var written = Encoding.UTF8.GetBytes(safe, buffer);
        Check(raw.sqlite3_bind_text(_statement, index, buffer[..written]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public void Utf8(string name, ReadOnlySpan<byte> value) =>
        Check(raw.sqlite3_bind_text(_statement, IndexOf(name), value));

    public void Id(string name, Guid? value)
    {
        var index = IndexOf(name);
        if (value is not { } id)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
    }

    public void Bytes(string name, ReadOnlySpan<byte> value) =>
        Check(raw.sqlite3_bind_blob(_statement, IndexOf(name), value));

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Number(int column) => raw.sqlite3_column_double(_statement, column);

    public bool Flag(int column) => raw.sqlite3_column_int64(_statement, column) != 0;

    public string Text(int column) =>
        SafeText.Decode(Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column)));

    public byte[] Utf8(int column) => Bytes(column);

    public Guid Id(int column) => new(raw.sqlite3_column_blob(_statement, column), bigEndian: true);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private int Run(Action<IRow>? row)
    {
        var rows = 0;
        try
        {
            int code;
            while ((code = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
                rows++;
                row?.Invoke(this);
            }

            if (code != raw.SQLITE_DONE)
            {
                Check(code);
            }

            return _countsChanges ? raw.sqlite3_changes(_database) : rows;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    private int IndexOf(string name)
    {
        var call = _calls++;
        if (call < _order.Count && ReferenceEquals(_order[call].Name, name))
        {
            return _order[call].Index;
        }

        var index = raw.sqlite3_bind_parameter_index(_statement, $"@{name}");
        if (index == 0)
        {
            throw new InvalidOperationException($"The statement has no parameter @{name}.");
        }

        if (call < _order.Count)
        {
            _order[call] = (name, index);
        }
        else
        {
            _order.Add((name, index));
        }

        return index;
    }

    // Once is enough: a binder binds the same names each time.
    private void CheckAllBound()
    {
        if (_isChecked)
        {
            return;
        }

        var parameters = raw.sqlite3_bind_parameter_count(_statement);
        var bound = _order.Take(_calls).Select(o => o.Index).Distinct().Count();
        if (bound != parameters)
        {
            throw new InvalidOperationException($"{bound} of a statement's {parameters} parameters were bound.");
        }

        _isChecked = true;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
    }
}
