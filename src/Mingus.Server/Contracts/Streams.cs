namespace Mingus.Server.Contracts;

/// <summary>The first event of a stream: where it stands and whose it is.</summary>
internal sealed record StreamOpen(string Type, DateTimeOffset At, long Sequence, string UserId);

/// <summary>A sign of life, every 15 seconds.</summary>
internal sealed record StreamBeat(string Type, DateTimeOffset At, long Sequence);

/// <summary>The position asked for is kept no more: read everything again, then go on from this sequence.</summary>
internal sealed record StreamReset(string Type, DateTimeOffset At, long Sequence);

/// <summary>How far a run is; without id, may be dropped.</summary>
internal sealed record StreamProgress(
    string Type,
    DateTimeOffset At,
    string RunId,
    string ConnectionId,
    string? AccountId,
    IReadOnlyList<string> AccountIds,
    ProgressBody Progress
);
