using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>Sync types, the work they are, and which of it there is by now.</summary>
public static class SyncTypes
{
    /// <summary>The parts of work in the order they are done.</summary>
    public static readonly IReadOnlyList<SyncWork> Parts =
    [
        SyncWork.Transactions,
        SyncWork.Balance,
        SyncWork.Backfill,
        SyncWork.Validate,
    ];

    /// <summary>The work a type asks for.</summary>
    public static SyncWork WorkOf(SyncType type) =>
        type switch
        {
            SyncType.Balance => SyncWork.Balance,
            SyncType.Transactions => SyncWork.Transactions,
            SyncType.Historical => SyncWork.Historical,
            SyncType.Backfill => SyncWork.Backfill,
            SyncType.Validate => SyncWork.Validate,
            SyncType.Full => SyncWork.Full,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    /// <summary>The narrowest type that names all of the work; a union of several is
    /// <see cref="SyncType.Full"/>.</summary>
    public static SyncType Covering(SyncWork work) =>
        work switch
        {
            SyncWork.Balance => SyncType.Balance,
            SyncWork.Transactions => SyncType.Transactions,
            SyncWork.Historical => SyncType.Historical,
            SyncWork.Backfill => SyncType.Backfill,
            SyncWork.Validate => SyncType.Validate,
            _ => SyncType.Full,
        };

    /// <summary>A type as the API writes it.</summary>
    public static string NameOf(SyncType type) =>
        type switch
        {
            SyncType.Balance => "balance",
            SyncType.Transactions => "transactions",
            SyncType.Historical => "historical",
            SyncType.Backfill => "backfill",
            SyncType.Validate => "validate",
            SyncType.Full => "full",
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}
