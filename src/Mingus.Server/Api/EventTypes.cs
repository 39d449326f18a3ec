namespace Mingus.Server.Api;

/// <summary>The types of stored events, which an address may choose from.</summary>
internal static class EventTypes
{
    public static readonly IReadOnlyList<string> All =
    [
        "account.changed",
        "backfill.progress",
        "balance.changed",
        "connection.attention",
        "connection.changed",
        "connection.healed",
        "coverage.changed",
        "decision.made",
        "duplicates.detected",
        "finding.opened",
        "finding.resolved",
        "notification",
        "sync.completed",
        "sync.queued",
        "sync.started",
        "transactions.changed",
        "validation.completed",
    ];

    /// <summary>What is wrong with a choice; null when nothing is.</summary>
    public static string? Fault(IReadOnlyList<string>? chosen) =>
        chosen?.FirstOrDefault(type => !All.Contains(type, StringComparer.Ordinal)) is null
            ? null
            : $"Types of events, each one of: {string.Join(", ", All)}.";
}
