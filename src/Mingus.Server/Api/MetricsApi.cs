using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>How well the product works, in numbers.</summary>
internal static class MetricsApi
{
    public static void MapMetrics(this IEndpointRouteBuilder api) =>
        api.MapGroup("/metrics")
            .WithTags("Metrics")
            .MapGet("/summary", Summary)
            .WithSummary("What each rule of matching decided, and how much of it people overturned.")
            .WithName("GetMetricsSummary");

    private static async Task<SnapshotResult<MetricsSummaryBody>> Summary(
        CurrentUser user,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    )
    {
        var (sequence, counts) = await decisions.CountsByRule(user.Id, cancellationToken);
        return Read.Ok(sequence, new MetricsSummaryBody([.. counts.Select(RuleCountsBody.From)]));
    }
}
