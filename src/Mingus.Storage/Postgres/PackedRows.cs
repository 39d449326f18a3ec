using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// The items of a step as one array of rows of a composite type, in the server's binary form, written as they are
/// bound. Of a row that is four bytes for its length, four for how many columns, and of each its type, its length (-1
/// for null) and its bytes; https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/utils/adt/rowtypes.c,
/// <c>record_recv</c>.
/// </summary>
internal sealed class PackedRows : IArgs
{
    private const int Null = -1;
    private const int RoomAtFirst = 32 * 1_024;

    private readonly RowType _type;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(RoomAtFirst);
    private int _length;
    private int _bound;

    /// <summary>Binds so many items.</summary>
    public PackedRows(RowType type, int count, Action<IArgs, int> bind)
    {
        (_type, Count) = (type, count);
        for (var i = 0; i < count; i++)
        {
            AddRow(bind, i);
        }
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>All rows, end to end; nothing after <see cref="GiveBack"/>.</summary>
    public ReadOnlyMemory<byte> Packed => _bytes.AsMemory(0, _length);

    /// <summary>The rows as a parameter.</summary>
    public NpgsqlParameter ToParameter() =>
        new NpgsqlParameter<PackedRows> { TypedValue = this, DataTypeName = $"{_type.Name}[]" };

    /// <summary>Lets others use the room once the rows are sent.</summary>
    public void GiveBack()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    public bool Has(string name) => _type.Has(name);

    public void Long(string name, long? value)
    {
        var width = Next(name).Width;
        if (value is not { } number)
        {
            Int(Null);
            return;
        }

        Int(width);
        var bytes = Room(width);
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

        _length += width;
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
        var room = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        _length += sizeof(int) + length;
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

    private void AddRow(Action<IArgs, int> bind, int item)
    {
        _bound = 0;
        var at = _length;
        Int(0);
        Int(_type.Columns.Count);
        bind(this, item);
        if (_bound != _type.Columns.Count)
        {
            throw new InvalidOperationException($"{_bound} of a row's {_type.Columns.Count} columns were bound.");
        }

        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), _length - at - sizeof(int));
    }

    private RowColumn Next(string name)
    {
        var column = _bound < _type.Columns.Count ? _type.Columns[_bound++] : null;
        if (column?.Name != name)
        {
            throw new InvalidOperationException(
                $"@{name} was bound where {_type.Name} has {column?.Name ?? "no more"}."
            );
        }

        Int(column.TypeId);
        return column;
    }

    private void Field(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        value.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), value);
        _length += sizeof(int);
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _length + length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }
}
