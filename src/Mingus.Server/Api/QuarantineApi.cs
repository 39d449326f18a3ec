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
            .WithName("ListQuarantine");
        quarantine.MapGet("/{id}", Get).WithSummary("One of them.").WithName("GetQuarantined");
        quarantine
            .MapPost("/{id}/retry", Retry)
            .DisableRequestTimeout()
            .WithSummary("Reads it again and commits it if it can be read now.")
            .WithName("RetryQuarantined");
        quarantine
            .MapPost("/{id}/discard", Discard)
            .WithSummary("Throws it away and resolves its finding.")
            .WithName("DiscardQuarantined");
    }

    private static async Task<Results<SnapshotResult<ListBody<QuarantineBody>>, ProblemResult>> List(
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var (sequence, found) = await queries.Quarantine(user.Id, request, cancellationToken);
        return Read.Ok(
            sequence,
            new ListBody<QuarantineBody>([.. found.Items.Select(QuarantineBody.From)], found.Next)
        );
    }

    private static async Task<Results<SnapshotResult<QuarantineBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<QuarantineId>(id, out var quarantineId))
        {
            return Problems.NotFound;
        }

        var (sequence, item) = await queries.QuarantineItem(user.Id, quarantineId, cancellationToken);
        return item is null ? Problems.NotFound : Read.Ok(sequence, QuarantineBody.From(item));
    }

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
