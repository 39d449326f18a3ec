using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What lists there are; a position of one is refused by the others.</summary>
internal enum ListKind : byte
{
    Connections = 1,
    Accounts,
    Transactions,
    Balances,
    Runs,
    Findings,
    Quarantine,
    AccountLinks,
    Decisions,
    Duplicates,
    Validations,
    Notifications,
    Deliveries,
}

/// <summary>The position after the last item of a page: a number that orders the list, and an id or row for
/// ties.</summary>
internal readonly record struct PageKey(long Order, Guid Tie)
{
    private const int Length = 1 + 8 + 16;

    /// <summary>Before the first item of a falling list: above every UUID and every number a list is ordered
    /// by.</summary>
    public static PageKey Top { get; } = new(long.MaxValue, Guid.AllBitsSet);

    public string Write(ListKind kind)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Order);
        Tie.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The position a request names; null for the beginning.</summary>
    /// <exception cref="BadPageKeyException">No list of this kind gave it.</exception>
    public static PageKey? Read(ListKind kind, string? text)
    {
        if (text is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Length + 2];
        if (
            text.Length > 40
            || Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(text), bytes, out _, out var length)
                != OperationStatus.Done
            || length != Length
            || bytes[0] != (byte)kind
        )
        {
            throw new BadPageKeyException();
        }

        return new PageKey(
            BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
            new Guid(bytes.Slice(9, 16), bigEndian: true)
        );
    }
}
