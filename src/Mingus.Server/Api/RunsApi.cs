using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What was done, when, and how it ended.</summary>
internal static class RunsApi
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{id}/runs", OfAccount)
            .WithTags("Runs")
            .WithSummary("Runs that concern an account, newest first.")
            .WithName("ListAccountRuns")
            .Needs(Scopes.Read);
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", List).WithSummary("The user's runs, newest first.").WithName("ListRuns").Needs(Scopes.Read);
        runs.MapGet("/{id}", Get).WithSummary("One run.").WithName("GetRun").Needs(Scopes.Read);
        runs.MapPost("/{id}/cancel", Cancel)
            .WithSummary("Stops a run between two steps.")
            .WithName("CancelRun")
            .Needs(Scopes.Sync);
    }

    private static Task<Results<SnapshotResult<ListBody<RunBody>>, ProblemResult>> List(
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        Read.Page(
            page,
            request => queries.Runs(user.Id, null, null, request, cancellationToken),
            run => RunBody.Listed(run, time.GetUtcNow())
        );

    private static async Task<Results<SnapshotResult<ListBody<RunBody>>, ProblemResult>> OfAccount(
        string id,
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<AccountId>(id, out var accountId)
        && (await queries.Account(user.Id, accountId, cancellationToken)).Value is not null
            ? await Read.Page(
                page,
                request => queries.Runs(user.Id, accountId, null, request, cancellationToken),
                run => RunBody.Listed(run, time.GetUtcNow())
            )
            : Problems.NotFound;

    private static Task<Results<SnapshotResult<RunBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        SyncEngine engine,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        Read.One(
            id,
            async (RunId wanted) =>
            {
                var found = await queries.Run(user.Id, wanted, cancellationToken);
                if (found.Value is { IsEnded: true })
                {
                    await engine.Settled(wanted, cancellationToken);
                }

                return found;
            },
            run => RunBody.From(run, time.GetUtcNow())
        );

    private static async Task<Results<Ok<RunBody>, ProblemResult>> Cancel(
        string id,
        CurrentUser user,
        SyncEngine engine,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var run = PrefixedId.TryParse<RunId>(id, out var runId)
            ? await engine.Cancel(user.Id, runId, cancellationToken)
            : null;
        return run is null ? Problems.NotFound : TypedResults.Ok(RunBody.From(run, time.GetUtcNow()));
    }
}
