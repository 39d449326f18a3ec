using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What could not be read or believed, kept until it is read or thrown away.</summary>
internal static class QuarantineApi
{
    public static void MapQuarantine(this IEndpointRouteBuilder api)
    {
        var quarantine = api.MapGroup("/quarantine").WithTags("Quarantine");
        quarantine
            .MapGet("", List)
            .WithSummary("Records and balances put aside: payload, field, reason.")
            .WithName("ListQuarantine")
            .Needs(Scopes.Read);
        quarantine.MapGet("/{id}", Get).WithSummary("One of them.").WithName("GetQuarantined").Needs(Scopes.Read);
        quarantine
            .MapPost("/{id}/retry", Retry)
            .DisableRequestTimeout()
            .WithSummary("Reads it again and commits it if it can be read now.")
            .WithName("RetryQuarantined")
            .Needs(Scopes.Sync);
        quarantine
            .MapPost("/{id}/discard", Discard)
            .WithSummary("Throws it away and resolves its finding.")
            .WithName("DiscardQuarantined")
            .Needs(Scopes.Decide);
    }

    private static Task<Results<SnapshotResult<ListBody<QuarantineBody>>, ProblemResult>> List(
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) => Read.Page(page, request => queries.Quarantine(user.Id, request, cancellationToken), QuarantineBody.From);

    private static Task<Results<SnapshotResult<QuarantineBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) =>
        Read.One(
            id,
            (QuarantineId wanted) => queries.QuarantineItem(user.Id, wanted, cancellationToken),
            QuarantineBody.From
        );

    private static async Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Retry(
        string id,
        CurrentUser user,
        SyncEngine engine,
        Asking asking,
        HttpContext http
    )
    {
        if (!PrefixedId.TryParse<QuarantineId>(id, out var quarantineId))
        {
            return Problems.NotFound;
        }

        var outcome = await engine.RetryQuarantine(user.Id, quarantineId, http.RequestAborted);
        return await asking.Answer(http, user.Id, outcome);
    }

    private static async Task<Results<NoContent, ProblemResult>> Discard(
        string id,
        CurrentUser user,
        ILedgerEdits edits,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<QuarantineId>(id, out var quarantineId)
        && await edits.DiscardQuarantine(user.Id, quarantineId, time.GetUtcNow(), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound;
}
