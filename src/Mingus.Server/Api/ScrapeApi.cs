using Mingus.Server.Metrics;

namespace Mingus.Server.Api;

/// <summary>What Prometheus reads. Counts and times; nothing of users and nothing of people.</summary>
internal static class ScrapeApi
{
    public static void MapScrape(this WebApplication app) =>
        app.MapGet("/metrics", (MetricsBook book) => TypedResults.Text(book.Write(), MetricsBook.ContentType))
            .WithTags("Health")
            .WithSummary("Metrics in the text format of Prometheus.")
            .WithName("GetMetrics");
}
