using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>
/// Keys of back ends, by tenant. Nobody makes a key that may more than they may themselves. Outside the routes whose
/// answers are kept under an idempotency key: two of these show a key, once.
/// </summary>
internal static class ApiKeysApi
{
    private const int KeysMax = 100;

    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys");
        keys.MapGet("", List)
            .WithSummary("The tenant's keys, oldest first, without their secrets.")
            .WithName("ListApiKeys")
            .Needs(Scopes.Keys)
            .ForTheTenant();
        keys.MapPost("", Make)
            .WithSummary("Makes a key; the answer shows it, once.")
            .WithName("CreateApiKey")
            .Needs(Scopes.Keys)
            .ForTheTenant();
        keys.MapPost("/{id}/rotate", Rotate)
            .WithSummary("Makes a key in another's place, which goes on opening for a day.")
            .WithName("RotateApiKey")
            .Needs(Scopes.Keys)
            .ForTheTenant();
        keys.MapDelete("/{id}", Revoke)
            .WithSummary("Ends a key, the user tokens it made and the streams they opened.")
            .WithName("RevokeApiKey")
            .Needs(Scopes.Keys)
            .ForTheTenant();
    }

    private static async Task<Ok<ListBody<ApiKeyBody>>> List(
        HttpContext http,
        ICredentialStore store,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var found = await store.ListKeys(http.Caller().Tenant, cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Ok(
            new ListBody<ApiKeyBody>([.. found.Select(key => ApiKeyBody.From(key, now))], Next: null)
        );
    }

    private static async Task<Results<Created<ApiKeyBody>, ProblemResult>> Make(
        ApiKeyRequest? body,
        HttpContext http,
        ICredentialStore store,
        ServerConfig config,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var credential = http.Caller().Credential;
        var query = new QueryReader();
        query.Text("name", body?.Name, ApiKeyRequest.NameLengthMax);
        var days = body?.Days ?? ApiKeyRequest.DaysDefault;
        if (days is < 1 or > ApiKeyRequest.DaysMax)
        {
            query.Wrong("days", $"A whole number from 1 to {ApiKeyRequest.DaysMax}.");
        }

        var scopes = ScopeNames.Chosen(body?.Scopes, credential.Scopes, query);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        var kept = await store.ListKeys(credential.Tenant, cancellationToken);
        if (kept.Count(key => key.RevokedAt is null && key.ExpiresAt > now) >= KeysMax)
        {
            return Problems.Of(
                409,
                "keys_limit",
                $"There are {KeysMax} keys already; revoke one first.",
                ProblemActions.FixRequest
            );
        }

        var (text, key) = NewKey(credential.Tenant, body?.Name, scopes, now, days, config);
        await store.AddKey(key, cancellationToken);
        await http.AddToTrail(AuditActions.ApiKeyMade, user: null, $"{key.Id}", cancellationToken);
        return Shown(key, now, text);
    }

    private static async Task<Results<Created<ApiKeyBody>, ProblemResult>> Rotate(
        string id,
        ApiKeyRotation? body,
        HttpContext http,
        ICredentialStore store,
        Credentials credentials,
        ServerConfig config,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var hours = body?.OverlapHours ?? ApiKeyRotation.HoursDefault;
        if (hours is < 0 or > ApiKeyRotation.HoursMax)
        {
            return Problems.Field("overlapHours", $"A whole number from 0 to {ApiKeyRotation.HoursMax}.");
        }

        var credential = http.Caller().Credential;
        var kept = await store.ListKeys(credential.Tenant, cancellationToken);
        if (kept.FirstOrDefault(key => key.Id.ToString() == id) is not { RevokedAt: null } old)
        {
            return Problems.NotFound;
        }

        var scopes = ScopeNames.Of(old.Scopes);
        if ((scopes & ~credential.Scopes) != Scopes.None)
        {
            return Problems.Of(
                403,
                "scope_missing",
                "That key may more than this credential: who rotates it would hold it. Ask with one that may as much.",
                ProblemActions.FixRequest
            );
        }

        var now = time.GetUtcNow();
        var days = Math.Clamp((int)(old.ExpiresAt - old.CreatedAt).TotalDays, 1, ApiKeyRequest.DaysMax);
        var (text, key) = NewKey(old.Tenant, old.Name, scopes, now, days, config);
        if (!await store.ReplaceKey(key, old.Id, now.AddHours(hours), cancellationToken))
        {
            return Problems.NotFound;
        }

        credentials.Forget(old.Prefix);
        await http.AddToTrail(AuditActions.ApiKeyRotated, user: null, $"{old.Id}", cancellationToken);
        return Shown(key, now, text);
    }

    private static async Task<Results<NoContent, ProblemResult>> Revoke(
        string id,
        HttpContext http,
        ICredentialStore store,
        Credentials credentials,
        CredentialWatch watch,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var tenant = http.Caller().Tenant;
        if (
            !PrefixedId.TryParse<ApiKeyId>(id, out var wanted)
            || await store.RevokeKey(tenant, wanted, time.GetUtcNow(), cancellationToken) is not { } revoked
        )
        {
            return Problems.NotFound;
        }

        credentials.Forget(revoked.Prefix);
        watch.End(id);
        await http.AddToTrail(AuditActions.ApiKeyRevoked, user: null, id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Created<ApiKeyBody> Shown(StoredKey key, DateTimeOffset now, string text) =>
        TypedResults.Created($"{Routes.Base}/api-keys/{key.Id}", ApiKeyBody.From(key, now, text));

    private static (string Text, StoredKey Key) NewKey(
        string tenant,
        string? name,
        Scopes scopes,
        DateTimeOffset now,
        int days,
        ServerConfig config
    )
    {
        var (text, prefix) = CredentialText.NewKey(config.IsSandboxEnabled);
        return (
            text,
            new()
            {
                Id = new ApiKeyId(CredentialText.NewId(now)),
                Tenant = tenant,
                Name = string.IsNullOrEmpty(name) ? null : name,
                Prefix = prefix,
                Hash = CredentialText.Hash(text),
                Scopes = ScopeNames.NamesOf(scopes),
                CreatedAt = now,
                ExpiresAt = now.AddDays(days),
            }
        );
    }
}
