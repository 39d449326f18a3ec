using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Connect;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Links to banks.</summary>
internal static class ConnectionsApi
{
    private const int TokenLengthMax = 1_000;

    public static void MapConnections(this IEndpointRouteBuilder api)
    {
        var connections = api.MapGroup("/connections").WithTags("Connections");
        connections
            .MapPost("", Connect)
            .WithSummary("Exchanges a public token, stores the access encrypted and starts the first sync.")
            .WithName("CreateConnection")
            .AsksBank()
            .Needs(Scopes.Connect);
        connections
            .MapGet("", List)
            .WithSummary("The user's connections.")
            .WithName("ListConnections")
            .Needs(Scopes.Read);
        connections
            .MapGet("/{id}", Get)
            .WithSummary("One connection: health, error and action, consent.")
            .WithName("GetConnection")
            .Needs(Scopes.Read);
        connections
            .MapGet("/{id}/schedule", Schedule)
            .WithSummary("When it is checked next by itself, and why.")
            .WithName("GetSchedule")
            .Needs(Scopes.Read);
        connections
            .MapDelete("/{id}", Delete)
            .WithSummary("Removes the access at the provider and keeps the history; eraseData=true erases it too.")
            .WithName("DeleteConnection")
            .AsksBank()
            .Needs(Scopes.Connect);
    }

    private static async Task<Results<Created<ConnectionBody>, ProblemResult>> Connect(
        ConnectBody body,
        CurrentUser user,
        Linking linking,
        ILedgerQueries queries,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (body.PublicToken is not { Length: > 0 and <= TokenLengthMax } token)
        {
            return Problems.Field("publicToken", "The public token that the linking page gave.");
        }

        if (LinkMetadata.ProblemOf(body) is { } wrong)
        {
            return wrong;
        }

        if (
            body is { AllowDuplicate: not true, InstitutionId: { } institution, Accounts: { Count: > 0 } accounts }
            && await linking.FindSameLogin(
                user.Id,
                institution,
                [.. accounts.Select(account => account.ToAnnounced())],
                cancellationToken
            )
                is { } known
        )
        {
            return LinkMetadata.AlreadyLinked(known);
        }

        var linked = await linking.Connect(user.Id, token, cancellationToken);
        var of = $"{linked.ConnectionId}";
        await context.AddToTrail(AuditActions.ConnectionLinked, user.Id, of, cancellationToken);
        var stored = await queries.Connection(user.Id, linked.ConnectionId, cancellationToken);
        return stored.Value is null
            ? Problems.NotFound
            : TypedResults.Created(
                $"{Routes.Base}/connections/{linked.ConnectionId}",
                ConnectionBody.From(stored.Value, linked)
            );
    }

    private static Task<Results<SnapshotResult<ListBody<ConnectionBody>>, ProblemResult>> List(
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) =>
        Read.Page(
            page,
            request => queries.Connections(user.Id, request, cancellationToken),
            view => ConnectionBody.From(view)
        );

    private static Task<Results<SnapshotResult<ConnectionBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) =>
        Read.One(
            id,
            (ConnectionId wanted) => queries.Connection(user.Id, wanted, cancellationToken),
            view => ConnectionBody.From(view)
        );

    private static Task<Results<SnapshotResult<ScheduleBody>, ProblemResult>> Schedule(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        Read.One(
            id,
            (ConnectionId wanted) => queries.Connection(user.Id, wanted, cancellationToken),
            view => ScheduleBody.From(view, time.GetUtcNow())
        );

    private static async Task<Results<NoContent, ProblemResult>> Delete(
        string id,
        string? eraseData,
        CurrentUser user,
        Linking linking,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var erase = query.Word("eraseData", eraseData, ("true", true), ("false", false)) ?? false;
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (
            !PrefixedId.TryParse<ConnectionId>(id, out var connectionId)
            || !await linking.Disconnect(user.Id, connectionId, erase, cancellationToken)
        )
        {
            return Problems.NotFound;
        }

        var action = erase ? AuditActions.ConnectionErased : AuditActions.ConnectionRemoved;
        await context.AddToTrail(action, user.Id, $"{connectionId}", cancellationToken);
        return TypedResults.NoContent();
    }
}
