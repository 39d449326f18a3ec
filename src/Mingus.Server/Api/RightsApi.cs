using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Rights;
using Mingus.Storage.Keys;
using Mingus.Sync.Connect;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What a person may ask for, and the trail of who did and saw what.</summary>
internal static class RightsApi
{
    public static void MapRights(this IEndpointRouteBuilder api)
    {
        api.MapGet("/users/me/export", Export)
            .WithTags("Users")
            .WithSummary("Everything that is stored of the user: a zip of JSON lines and CSV, streamed.")
            .WithName("ExportMe")
            .Needs(Scopes.Export)
            .Produces(StatusCodes.Status200OK, contentType: ExportResult.ContentType)
            .DisableRequestTimeout();
        api.MapDelete("/users/me", Erase)
            .WithTags("Users")
            .WithSummary("Removes the access at every bank and erases everything of the user. Cannot be undone.")
            .WithName("EraseMe")
            .Needs(Scopes.Erase)
            .DisableRequestTimeout();
        api.MapGet("/audit", List)
            .WithTags("Users")
            .WithSummary(
                "Who did and saw what in the tenant, newest first; ids only. Operators see the installation's, too."
            )
            .WithName("ListAudit")
            .Needs(Scopes.Keys)
            .ForTheTenant();
    }

    private static async Task<ExportResult> Export(
        HttpContext context,
        CurrentUser user,
        IOptions<JsonOptions> json,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        await context.AddToTrail(AuditActions.UserExported, user.Id, target: null, cancellationToken);
        var ports = ExportPorts.Of(context.RequestServices);
        return new ExportResult(new UserExport(ports, user.Id, json.Value.SerializerOptions, time), caller);
    }

    private static async Task<Results<NoContent, ProblemResult>> Erase(
        HttpContext context,
        Users users,
        UserErasing erasing,
        ICredentialStore credentials,
        SecretVault vault,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        if (await caller.Find(cancellationToken) is { } user)
        {
            var tombstone = vault.TombstoneOf(caller.Tenant, caller.ExternalId);
            var entry = caller.Entry(time.GetUtcNow(), AuditActions.UserErased, user);
            await erasing.Erase(user, caller.ExternalId, tombstone, entry, cancellationToken);
            users.Forget(caller.Tenant, caller.ExternalId);
        }

        await credentials.RevokeUserTokens(caller.Tenant, caller.ExternalId, cancellationToken);

        // Somebody of whom nothing is stored is erased already.
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ListBody<AuditBody>>, ProblemResult>> List(
        HttpContext context,
        [AsParameters] PageQuery page,
        IAuditLog audit,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var caller = context.Caller();
        // Who logs in here runs the installation, whatever else is a tenant's.
        var isOperator = caller.Credential.Kind is CallerKind.Session or CallerKind.Local;
        var found = await audit.List(caller.Tenant, isOperator, request, cancellationToken);
        return TypedResults.Ok(Read.ToList(found, AuditBody.From));
    }
}
