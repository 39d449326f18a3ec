using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>When and how one connection shows some accounts of a bank.</summary>
internal sealed record ConnectionPlan
{
    /// <summary>Also the item's id.</summary>
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required Login Login { get; init; }

    /// <summary>plaid, aggb, file_ofx or file_csv.</summary>
    public required string Provider { get; init; }

    /// <summary>The day of the first update, or of the first import.</summary>
    public required DateOnly First { get; init; }

    /// <summary>No update comes after this day.</summary>
    public required DateOnly Last { get; init; }

    /// <summary>1 for the first connection of a login, 2 for the one after re-linking.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>
    /// Days before <see cref="First"/> from which it has transactions; of a file, the days it covers.
    /// </summary>
    public required int HistoryDays { get; init; }

    /// <summary>Days between two updates, or between two imports.</summary>
    public required int EveryDays { get; init; }

    /// <summary>Whether the cards were replaced before: same accounts, new masks.</summary>
    public bool NewMasks { get; init; }

    public bool IsSecondAggregator => Provider == "aggb";

    public bool IsFile => Provider.StartsWith("file", StringComparison.Ordinal);

    public string InstitutionId => $"ins_{Login.Institution}";
}
