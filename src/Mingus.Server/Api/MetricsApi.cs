using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Metrics;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>How well the product works, in numbers.</summary>
internal static class MetricsApi
{
    private const int RunsMax = 500;
    private const int DaysMax = 366;

    public static void MapMetrics(this IEndpointRouteBuilder api) =>
        api.MapGroup("/metrics")
            .WithTags("Metrics")
            .MapGet("/summary", Summary)
            .WithSummary("The user's newest runs, what matching decided and people overturned, what the process takes.")
            .WithName("GetMetricsSummary")
            .Needs(Scopes.Read);

    private static async Task<Results<SnapshotResult<MetricsSummaryBody>, ProblemResult>> Summary(
        [Description("Only runs of this many days; the newest whenever they were, when left out.")] string? days,
        CurrentUser user,
        IDecisionStore decisions,
        ILedgerQueries queries,
        MetricsBook book,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!IsDays(days, out var wanted))
        {
            return Problems.Field("days", $"A whole number from 1 to {DaysMax}.");
        }

        var from = wanted is { } count ? time.GetUtcNow().AddDays(-count) : DateTimeOffset.MinValue;
        var (sequence, counts) = await decisions.CountsByRule(user.Id, cancellationToken);
        var newest = new PageRequest(RunsMax, After: null);
        var runs = (await queries.Runs(user.Id, accountId: null, connectionId: null, newest, cancellationToken)).Value;
        return Read.Ok(
            sequence,
            new MetricsSummaryBody(
                [.. counts.Select(RuleCountsBody.From)],
                RunsSummaryBody.From([.. runs.Items.Where(run => run.CreatedAt >= from)]),
                OfProcess(book.Uptime)
            )
        );
    }

    private static bool IsDays(string? text, out int? days)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        days = isNumber ? number : null;
        return text is null || (isNumber && number is >= 1 and <= DaysMax);
    }

    private static ProcessBody OfProcess(TimeSpan uptime) =>
        new(
            Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, digits: 3),
            Environment.WorkingSet,
            GC.GetTotalMemory(forceFullCollection: false),
            Math.Round(uptime.TotalSeconds, digits: 3)
        );
}
