using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;
using Mingus.Sync.Preview;

namespace Mingus.Server.Api;

/// <summary>
/// Asking for work. The answer is 202 with the run; with <c>Prefer: wait=30</c> it is held until the run ends: then 200
/// with
/// the finished run.
/// </summary>
internal static class SyncApi
{
    public static void MapSyncs(this IEndpointRouteBuilder api)
    {
        var syncs = api.MapGroup("/accounts").WithTags("Sync");
        syncs
            .MapPost("/bulk/sync", Bulk)
            .WithSummary("One run for each of the user's connections.")
            .WithName("SyncAll")
            .Needs(Scopes.Sync);
        syncs
            .MapPost("/{id}/sync", Any)
            .WithSummary("A run of any sync type; with preview, what a sync would do, and nothing is stored.")
            .WithName("Sync")
            .Needs(Scopes.Sync);
        syncs
            .MapPost("/{id}/balance", Balance)
            .WithSummary("Reads the balance now.")
            .WithName("SyncBalance")
            .Needs(Scopes.Sync);
        syncs
            .MapPost("/{id}/transactions", Transactions)
            .WithSummary("Reads what changed since the last time.")
            .WithName("SyncTransactions")
            .Needs(Scopes.Sync);
        syncs
            .MapPost("/{id}/historical", Historical)
            .WithSummary("Reads the whole stream again and reconciles it.")
            .WithName("SyncHistorical")
            .Needs(Scopes.Sync);
        syncs
            .MapPost("/{id}/backfill", Backfill)
            .WithSummary("Fills gaps of the history.")
            .WithName("Backfill")
            .Needs(Scopes.Sync);
        syncs
            .MapPost("/{id}/validate", Validate)
            .WithSummary("Checks what is stored, without asking the bank; the result is the report.")
            .WithName("Validate")
            .Needs(Scopes.Sync);
    }

    private static async Task<Results<Accepted<RunBody>, Ok<RunBody>, Ok<PreviewBody>, ProblemResult>> Any(
        string id,
        SyncBody? body,
        CurrentUser user,
        Asking asking,
        Previewer previewer,
        HttpContext http
    )
    {
        if (body?.Preview == true)
        {
            http.Lasts();
            var type = body.SyncType ?? SyncType.Transactions;
            return await Preview(id, type, user, previewer, http.RequestAborted);
        }

        var asked = await asking.Account(http, user.Id, id, body?.SyncType ?? SyncType.Full, body?.Force ?? false);
        return asked.Result switch
        {
            Accepted<RunBody> accepted => accepted,
            Ok<RunBody> ok => ok,
            ProblemResult problem => problem,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Accepted<RunBody>, Ok<RunBody>, Ok<PreviewBody>, ProblemResult>> Preview(
        string id,
        SyncType type,
        CurrentUser user,
        Previewer previewer,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        return await previewer.Preview(user.Id, accountId, type, cancellationToken) switch
        {
            PreviewOutcome.Ready ready => TypedResults.Ok(PreviewBody.From(ready.Preview)),
            PreviewOutcome.Refused refused => Problems.Refused(refused.Problem),
            _ => Problems.NotFound,
        };
    }

    private static Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Balance(
        string id,
        ForceBody? body,
        CurrentUser user,
        Asking asking,
        HttpContext http
    ) => asking.Account(http, user.Id, id, SyncType.Balance, body?.Force ?? false);

    private static Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Transactions(
        string id,
        ForceBody? body,
        CurrentUser user,
        Asking asking,
        HttpContext http
    ) => asking.Account(http, user.Id, id, SyncType.Transactions, body?.Force ?? false);

    private static Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Historical(
        string id,
        ForceBody? body,
        CurrentUser user,
        Asking asking,
        HttpContext http
    ) => asking.Account(http, user.Id, id, SyncType.Historical, body?.Force ?? false);

    private static Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Backfill(
        string id,
        ForceBody? body,
        CurrentUser user,
        Asking asking,
        HttpContext http
    ) => asking.Account(http, user.Id, id, SyncType.Backfill, body?.Force ?? false);

    private static Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Validate(
        string id,
        ValidateBody? body,
        CurrentUser user,
        Asking asking,
        HttpContext http
    ) => asking.Validate(http, user.Id, id, body?.Level ?? ValidationLevel.Normal);

    private static Task<Results<Accepted<BulkBody>, Ok<BulkBody>, ProblemResult>> Bulk(
        BulkSyncBody? body,
        CurrentUser user,
        Asking asking,
        HttpContext http
    ) => asking.User(http, user.Id, body?.SyncType ?? SyncType.Full, body?.Force ?? false);
}
