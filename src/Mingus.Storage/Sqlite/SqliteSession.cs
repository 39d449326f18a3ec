using Microsoft.Data.Sqlite;
using Mingus.Storage.Scripts;
using SQLitePCL;

namespace Mingus.Storage.Sqlite;

/// <summary>A connection with its prepared statements. One thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly string[] _texts;
    private readonly SqliteStatement?[] _prepared;
    private readonly SqliteStatement?[] _silent;
    private readonly Dictionary<string, SqliteStatement> _plain = new(StringComparer.Ordinal);
    private static readonly Step Nothing = new(Sql.Ping) { Shared = static _ => { } };

    public SqliteSession(string connectionString, string[] texts, params ReadOnlySpan<string> pragmas)
    {
        _texts = texts;
        _prepared = new SqliteStatement?[texts.Length];
        _silent = new SqliteStatement?[texts.Length];
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        // The built-in one knows ASCII only; people search in their own language.
        _connection.CreateFunction("lower", static (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        _database = _connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        foreach (var pragma in pragmas)
        {
            Plain(pragma);
        }
    }

    /// <summary>False inside a transaction. SQLite ends one by itself after some failures, as a full disk.</summary>
    public bool IsOutsideTransaction => raw.sqlite3_get_autocommit(_database) != 0;

    /// <summary>Runs all steps of a script inside the transaction under way.</summary>
    public void RunSteps(Script script)
    {
        foreach (var step in script.Steps)
        {
            if (RowsOf(step) == 0 && step.Refusal != Refusal.None)
            {
                throw new RefusedException(step.Refusal);
            }
        }
    }

    private int RowsOf(Step step)
    {
        try
        {
            return Prepared(step).RunStep(step);
        }
        catch (SqliteException failure)
            when (step.IfDouble != Refusal.None && failure.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_UNIQUE)
        {
            throw new RefusedException(step.IfDouble);
        }
    }

    private SqliteStatement Prepared(Step step)
    {
        var statements = step.Row is null ? _silent : _prepared;
        var index = step.Statement.Index;
        return statements[index] ??= new SqliteStatement(_database, _texts[index], givesRows: step.Row is not null);
    }

    /// <summary>Runs a word that is no statement on tables: begin, commit, savepoint, pragma.</summary>
    public void Plain(string command)
    {
        if (!_plain.TryGetValue(command, out var statement))
        {
            statement = new SqliteStatement(_database, command);
            _plain.Add(command, statement);
        }

        statement.RunStep(Nothing);
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Concat(_silent))
        {
            statement?.Dispose();
        }

        foreach (var statement in _plain.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
