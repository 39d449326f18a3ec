using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Whether the process lives, and whether it can work. The provider's state is no part of either.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan PingMax = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthBody("live")))
            .WithTags("Health")
            .WithSummary("The process is up.")
            .WithName("GetLive");
        app.MapGet("/health/ready", Ready).WithTags("Health").WithSummary("The database answers.").WithName("GetReady");
    }

    private static async Task<Results<Ok<HealthBody>, ProblemResult>> Ready(
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PingMax);
        try
        {
            await queries.Ping(limit.Token);
            return TypedResults.Ok(new HealthBody("ready"));
        }
        catch (Exception failure)
            when (failure is System.Data.Common.DbException or TimeoutException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return Problems.Of(503, "not_ready", "The database does not answer.", ProblemActions.Wait);
        }
    }
}
