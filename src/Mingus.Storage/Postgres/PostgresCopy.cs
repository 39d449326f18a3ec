using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// Runs the insert of a file that begins with <c>-- each: arrays, many: copy</c> as a binary COPY: the bytes of a row
/// are written as they are bound, while the server works on those sent before. Tables and types are the file's.
/// Format: https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format". One transaction at a time. PostgreSQL
/// copies into no table whose rows a policy guards: there they are inserted from arrays.
/// </summary>
internal sealed class PostgresCopy(NpgsqlConnection connection, PostgresStatement statement) : IArgs
{
    /// <summary>From so many items on it is worth the two round trips it takes more.</summary>
    public const int From = 100;

    private const int SendFrom = 32 * 1_024;
    private const int Null = -1;

    private readonly ArrayBufferWriter<byte> _rows = new(2 * SendFrom);
    private readonly List<Column> _columns = [];
    private int _bound;
    private bool _isFirst = true;

    /// <summary>Writes all items of the step.</summary>
    /// <exception cref="PostgresException">The server refused a row: the transaction has failed.</exception>
    public async Task Run(Step step, CancellationToken cancellationToken)
    {
        var count = step.CountOf();
        AddHeader();
        AddRow(step, 0);
        _isFirst = false;
        await using var stream = await connection.BeginRawBinaryCopyAsync(Text(), cancellationToken);
        for (var i = 1; i < count; i++)
        {
            AddRow(step, i);
            if (_rows.WrittenCount >= SendFrom)
            {
                await Send(stream, cancellationToken);
            }
        }

        Short(-1);
        await Send(stream, cancellationToken);
    }

    public bool Has(string name) => statement.Has(name);

    public void Long(string name, long? value)
    {
        var width = Next(name).Width;
        if (value is not { } number)
        {
            Int(Null);
            return;
        }

        Int(width);
        var bytes = _rows.GetSpan(width);
        switch (width)
        {
            case sizeof(short):
                BinaryPrimitives.WriteInt16BigEndian(bytes, checked((short)number));
                break;
            case sizeof(int):
                BinaryPrimitives.WriteInt32BigEndian(bytes, checked((int)number));
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(bytes, number);
                break;
        }

        _rows.Advance(width);
    }

    public void Number(string name, double? value)
    {
        Next(name);
        if (value is not { } number)
        {
            Int(Null);
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
        Field(bytes);
    }

    public void Flag(string name, bool value)
    {
        Next(name);
        Field(value ? [1] : [0]);
    }

    public void Text(string name, string? value)
    {
        Next(name);
        if (value is null)
        {
            Int(Null);
            return;
        }

        var text = SafeText.Encode(value);
        var room = _rows.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        _rows.Advance(sizeof(int) + length);
    }

    public void Utf8(string name, ReadOnlySpan<byte> value)
    {
        Next(name);
        Field(value);
    }

    public void Id(string name, Guid? value)
    {
        Next(name);
        if (value is not { } id)
        {
            Int(Null);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Field(bytes);
    }

    public void Bytes(string name, ReadOnlySpan<byte> value)
    {
        Next(name);
        Field(value);
    }

    private async Task Send(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_rows.WrittenMemory, cancellationToken);
        _rows.ResetWrittenCount();
    }

    private void AddHeader()
    {
        ReadOnlySpan<byte> signature = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0];
        _rows.Write(signature);
        Int(0);
        Int(0);
    }

    // Binders bind the same names in the same order each time, so the first row says which columns there are.
    private void AddRow(Step step, int item)
    {
        _bound = 0;
        Short((short)statement.Parameters);
        step.Shared(this);
        step.Each!(this, item);
        if (_bound != statement.Parameters)
        {
            throw new InvalidOperationException($"{_bound} of a row's {statement.Parameters} columns were bound.");
        }
    }

    private string Text() =>
        $"COPY {statement.Table} ({string.Join(", ", _columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)";

    private Column Next(string name)
    {
        if (_isFirst)
        {
            _columns.Add(new Column(name, statement.WidthOf(name)));
        }

        var column = _columns[_bound++];
        return ReferenceEquals(column.Name, name) || column.Name == name
            ? column
            : throw new InvalidOperationException($"Column {name} was bound where {column.Name} was in the first row.");
    }

    private void Field(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _rows.Write(value);
    }

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_rows.GetSpan(sizeof(short)), value);
        _rows.Advance(sizeof(short));
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_rows.GetSpan(sizeof(int)), value);
        _rows.Advance(sizeof(int));
    }

    /// <summary>A column in the order of binding; the width of a number in bytes, 0 for anything else.</summary>
    private sealed record Column(string Name, int Width);
}
