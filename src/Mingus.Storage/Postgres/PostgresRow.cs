using System.Text;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>The row that a reader stands on.</summary>
internal sealed class PostgresRow(NpgsqlDataReader reader) : IRow
{
    public bool IsNull(int column) => reader.IsDBNull(column);

    public long Long(int column) => reader.GetInt64(column);

    public double Number(int column) => reader.GetDouble(column);

    public bool Flag(int column) => reader.GetBoolean(column);

    public string Text(int column) => SafeText.Decode(reader.GetString(column));

    public byte[] Utf8(int column) => Encoding.UTF8.GetBytes(reader.GetString(column));

    public Guid Id(int column) => reader.GetGuid(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);
}

/// <summary>A row kept until its transaction has committed.</summary>
internal sealed class KeptRow(object?[] values) : IRow
{
    public static KeptRow Of(NpgsqlDataReader reader)
    {
        var values = new object?[reader.FieldCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        }

        return new KeptRow(values);
    }

    public bool IsNull(int column) => values[column] is null;

    public long Long(int column) =>
        values[column] switch
        {
            long number => number,
            int number => number,
            short number => number,
            var other => throw new InvalidCastException($"Column {column} is no number but {other?.GetType().Name}."),
        };

    public double Number(int column) => (double)values[column]!;

    public bool Flag(int column) => (bool)values[column]!;

    public string Text(int column) => SafeText.Decode((string)values[column]!);

    public byte[] Utf8(int column) => Encoding.UTF8.GetBytes((string)values[column]!);

    public Guid Id(int column) => (Guid)values[column]!;

    public byte[] Bytes(int column) => (byte[])values[column]!;
}
