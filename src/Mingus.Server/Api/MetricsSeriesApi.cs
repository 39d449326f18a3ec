using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>The query of a series. Values are text, so that a wrong one is answered by name.</summary>
internal readonly record struct SeriesQuery(
    [property: FromQuery(Name = "measure"), Description("What is measured; runs when left out.")] string? Measure,
    [property: FromQuery(Name = "by"), Description("By what runs are told apart; one line when left out.")] string? By,
    [property: FromQuery(Name = "bucket"), Description("hour or day; day when left out.")] string? Bucket,
    [property: FromQuery(Name = "from"), Description("The first day, UTC; 30 days ago when left out.")] string? From,
    [property: FromQuery(Name = "to"), Description("The last day, UTC; today when left out.")] string? To
);

/// <summary>How well the product works, over time.</summary>
internal static class MetricsSeriesApi
{
    private const int DaysDefault = 30;
    private const int DaysMax = 366;
    private const int DaysOfHoursMax = 31;

    // Twenty pages of runs; a user with more in the time asked for is told that it is not all.
    private const int PagesMax = 20;
    private const int PageSize = 500;

    public static void MapMetricsSeries(this IEndpointRouteBuilder api) =>
        api.MapGroup("/metrics")
            .WithTags("Metrics")
            .MapGet("/series", Series)
            .WithSummary("A measure of the user's runs over time, by hour or day, in one line or several.")
            .WithName("GetMetricsSeries")
            .Needs(Scopes.Read);

    private static async Task<Results<SnapshotResult<SeriesBody>, ProblemResult>> Series(
        [AsParameters] SeriesQuery query,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader();
        var question = QuestionOf(reader, query, time.GetUtcNow());
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        var runs = new List<Run>();
        long? sequence = null;
        string? after = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var request = new PageRequest(PageSize, after);
            var found = await queries.Runs(user.Id, accountId: null, connectionId: null, request, cancellationToken);
            sequence ??= found.Sequence;
            runs.AddRange(
                found.Value.Items.Where(run => run.CreatedAt >= question.From && run.CreatedAt < question.To)
            );
            after = found.Value.Next;
            if (after is null || found.Value.Items[^1].CreatedAt < question.From)
            {
                after = null;
                break;
            }
        }

        return Read.Ok(sequence ?? 0, SeriesBody.Of(question, runs, isComplete: after is null));
    }

    private static SeriesQuestion QuestionOf(QueryReader reader, SeriesQuery query, DateTimeOffset now)
    {
        var measure = reader.Word(
            "measure",
            query.Measure,
            ("runs", SeriesMeasure.Runs),
            ("success_rate", SeriesMeasure.SuccessRate),
            ("duration_seconds", SeriesMeasure.DurationSeconds),
            ("records_created", SeriesMeasure.RecordsCreated),
            ("duplicates", SeriesMeasure.Duplicates),
            ("findings", SeriesMeasure.Findings),
            ("errors", SeriesMeasure.Errors),
            ("provider_calls", SeriesMeasure.ProviderCalls),
            ("bytes", SeriesMeasure.Bytes),
            ("cpu_ms", SeriesMeasure.CpuMs),
            ("store_ms", SeriesMeasure.StoreMs)
        );
        var by = reader.Word(
            "by",
            query.By,
            ("sync_type", SeriesBy.SyncType),
            ("trigger", SeriesBy.Trigger),
            ("status", SeriesBy.Status),
            ("connection", SeriesBy.Connection),
            ("error", SeriesBy.Error)
        );
        var bucket =
            reader.Word("bucket", query.Bucket, ("hour", SeriesBucket.Hour), ("day", SeriesBucket.Day))
            ?? SeriesBucket.Day;
        var last = reader.Date("to", query.To) ?? DateOnly.FromDateTime(now.UtcDateTime);
        var first = reader.Date("from", query.From) ?? last.AddDays(1 - DaysDefault);
        reader.Ordered(first, last);
        var most = bucket == SeriesBucket.Hour ? DaysOfHoursMax : DaysMax;
        if (last.DayNumber - first.DayNumber >= most)
        {
            reader.Wrong("from", $"At most {most} days before 'to' by {(most == DaysMax ? "day" : "hour")}.");
        }

        return new(measure ?? SeriesMeasure.Runs, by, bucket, Midnight(first), Midnight(last.AddDays(1)));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
