namespace Mingus.Crash.Databases;

/// <summary>
/// What a database says while no process has it: the state that a crash left. Ids are written as the API writes them.
/// </summary>
internal sealed record Image(
    IReadOnlyDictionary<long, ImageUser> Users,
    IReadOnlyDictionary<string, ImageConnection> Connections,
    IReadOnlyDictionary<(string Feed, string ProviderId), ImageRecord> Records,
    IReadOnlyDictionary<string, ImageRun> Runs,
    IReadOnlyDictionary<(long User, long Sequence), ImageEvent> Events,
    IReadOnlyDictionary<string, string?> Notes,
    IReadOnlyList<string> Doubles
)
{
    /// <summary>Transaction ids that a match replaced, and where each leads.</summary>
    public IReadOnlyDictionary<string, string> Redirects { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Decisions that parted a transaction: id, and the state they found, which names its records.</summary>
    public IReadOnlyDictionary<string, string> Partings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The id that a transaction is found by.</summary>
    public string Follow(string transaction)
    {
        while (Redirects.TryGetValue(transaction, out var current))
        {
            transaction = current;
        }

        return transaction;
    }

    /// <summary>The records that people see the primaries of.</summary>
    public IEnumerable<ImageRecord> Live => Records.Values.Where(r => r.IsLive);
}

internal sealed record ImageUser(long Id, string Name, long Version, long LastSequence);

internal sealed record ImageConnection(
    string Id,
    long User,
    string ItemId,
    string Status,
    string? Cursor,
    long Version
);

/// <summary>A record with everything in it that a sync may change.</summary>
internal sealed record ImageRecord
{
    public const long Pending = 1;
    public const long Removed = 3;

    public required long User { get; init; }
    public required string Feed { get; init; }
    public required string Account { get; init; }
    public required string ProviderAccount { get; init; }
    public required string ItemId { get; init; }
    public required string Transaction { get; init; }
    public required string ProviderId { get; init; }
    public required long Status { get; init; }
    public required bool IsPrimary { get; init; }
    public required long AmountMinor { get; init; }
    public required string Currency { get; init; }
    public required long Day { get; init; }
    public required string? PendingId { get; init; }
    public required string Description { get; init; }
    public required string Fingerprint { get; init; }

    public bool IsLive => Status != Removed;

    /// <summary>What the bank says, without the ids that are ours.</summary>
    public string Content => $"{Status} {AmountMinor} {Currency} {Day} {PendingId} {Fingerprint} {Description}";
}

internal sealed record ImageRun(string Id, long User, string Connection, string Type, string Status, string? Resumes)
{
    public bool IsEnded => Status is not ("queued" or "running");
}

internal sealed record ImageEvent(long User, long Sequence, string Type, string? Account, string Data);
