using System.Text;
using Mingus.Storage.Scripts;
using Npgsql;
using NpgsqlTypes;

namespace Mingus.Storage.Postgres;

/// <summary>Makes the parameters of one command: scalars, and for statements that take arrays one array a
/// parameter.</summary>
internal sealed class PostgresArgs(PostgresStatement statement) : IArgs
{
    private readonly NpgsqlParameter?[] _parameters = new NpgsqlParameter?[statement.Parameters];
    private IColumn?[]? _columns;

    /// <summary>Begins to gather items: what is bound from now on becomes arrays of that many.</summary>
    public void BeginArrays(int count)
    {
        _columns = new IColumn?[statement.Parameters];
        _count = count;
    }

    private int _count;

    public bool Has(string name) => statement.Has(name);

    /// <summary>The user whose rows the statement is about, as it binds them; null for none, or an array of
    /// them.</summary>
    public long? UserId { get; private set; }

    public void Long(string name, long? value)
    {
        if (_columns is null && name == "user_id")
        {
            UserId = value;
        }

        Add(name, value, value, NpgsqlDbType.Bigint);
    }

    public void Number(string name, double? value) => Add(name, value, value, NpgsqlDbType.Double);

    public void Flag(string name, bool value) => Add(name, value, value, NpgsqlDbType.Boolean);

    public void Text(string name, string? value)
    {
        var safe = value is null ? null : SafeText.Encode(value);
        Add(name, safe, safe, NpgsqlDbType.Text);
    }

    public void Utf8(string name, ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        Add(name, text, text, NpgsqlDbType.Text);
    }

    public void Id(string name, Guid? value) => Add(name, value, value, NpgsqlDbType.Uuid);

    public void Bytes(string name, ReadOnlySpan<byte> value)
    {
        var bytes = value.ToArray();
        Add(name, bytes, bytes, NpgsqlDbType.Bytea);
    }

    /// <summary>Binds the items as rows.</summary>
    public void Rows(PackedRows rows) => _parameters[statement.IndexOf("rows")] = rows.ToParameter();

    /// <summary>Gives the parameters to the command, by position.</summary>
    /// <exception cref="InvalidOperationException">One was not bound.</exception>
    public void AddTo(NpgsqlBatchCommand command)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _columns?[i]?.ToParameter() ?? _parameters[i];
            command.Parameters.Add(
                parameter ?? throw new InvalidOperationException($"Parameter {i + 1} of a statement was not bound.")
            );
        }
    }

    private void Add<T>(string name, T item, object? value, NpgsqlDbType type)
    {
        var index = statement.IndexOf(name);
        if (_columns is null)
        {
            _parameters[index] = new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value };
        }
        else
        {
            var column = (Column<T>)(_columns[index] ??= new Column<T>(type, _count));
            column.Items.Add(item);
        }
    }

    private interface IColumn
    {
        NpgsqlParameter ToParameter();
    }

    private sealed class Column<T>(NpgsqlDbType type, int count) : IColumn
    {
        public List<T> Items { get; } = new(count);

        public NpgsqlParameter ToParameter() =>
            new NpgsqlParameter<List<T>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = Items };
    }
}
