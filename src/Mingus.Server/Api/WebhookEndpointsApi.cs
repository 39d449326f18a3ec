using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Outgoing;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>
/// Addresses that events are sent to, by tenant. Outside the routes whose answers are kept under an idempotency key:
/// two of these show a secret, once.
/// </summary>
internal static class WebhookEndpointsApi
{
    private const int EndpointsMax = 20;

    private static readonly TimeSpan PreviousSigns = TimeSpan.FromHours(24);

    // Events are kept for 30 days.
    private static readonly TimeSpan ReplayMax = TimeSpan.FromDays(30);

    public static void MapWebhookEndpoints(this IEndpointRouteBuilder api)
    {
        var endpoints = api.MapGroup("/webhook-endpoints").WithTags("Webhook endpoints");
        endpoints
            .MapGet("", List)
            .WithSummary("Addresses that events are sent to, oldest first.")
            .WithName("ListWebhookEndpoints")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapPost("", Add)
            .WithSummary("Sends events to an address from now on; the answer shows its secret, once.")
            .WithName("AddWebhookEndpoint")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapGet("/{id}", Get)
            .WithSummary("One address.")
            .WithName("GetWebhookEndpoint")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapPatch("/{id}", Edit)
            .WithSummary("Moves it, chooses its types of events, disables or enables it.")
            .WithName("EditWebhookEndpoint")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapDelete("/{id}", Delete)
            .WithSummary("Removes it with what is on its way to it.")
            .WithName("DeleteWebhookEndpoint")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapPost("/{id}/rotate-secret", Rotate)
            .WithSummary("Gives it a new secret; for 24 hours the one before signs beside it.")
            .WithName("RotateWebhookSecret")
            .Needs(Scopes.Webhooks);
        endpoints.MapDeliveries();
    }

    private static async Task<Ok<ListBody<WebhookEndpointBody>>> List(
        HttpContext http,
        IWebhookEndpoints endpoints,
        CancellationToken cancellationToken
    )
    {
        var found = await endpoints.List(http.Caller().Tenant, cancellationToken);
        return TypedResults.Ok(
            new ListBody<WebhookEndpointBody>([.. found.Select(one => WebhookEndpointBody.From(one))], Next: null)
        );
    }

    private static async Task<Results<Created<WebhookEndpointBody>, ProblemResult>> Add(
        WebhookEndpointRequest body,
        HttpContext http,
        CurrentUser user,
        IWebhookEndpoints endpoints,
        IEndpointSecrets secrets,
        ServerConfig config,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (Faults(body.Url, body.EventTypes, config) is { } problem)
        {
            return problem;
        }

        var tenant = http.Caller().Tenant;
        if ((await endpoints.List(tenant, cancellationToken)).Count >= EndpointsMax)
        {
            return Problems.Of(
                409,
                "endpoints_limit",
                $"There are {EndpointsMax} addresses already; remove one first.",
                ProblemActions.FixRequest
            );
        }

        var now = time.GetUtcNow();
        var endpoint = new WebhookEndpoint
        {
            Id = new WebhookEndpointId(PrefixedId.Derive(now, $"webhook_endpoint\u001F{tenant}\u001F{body.Url}")),
            Tenant = tenant,
            UserId = user.Id,
            Url = body.Url!,
            EventTypes = body.EventTypes is { Count: > 0 } types ? types : null,
            CreatedAt = now,
        };
        var secret = WebhookMessage.NewSecret();
        await endpoints.Add(endpoint, secrets.Seal(new ProtectedToken(secret), endpoint.Id), cancellationToken);
        return TypedResults.Created(
            $"{Routes.Base}/webhook-endpoints/{endpoint.Id}",
            WebhookEndpointBody.From(endpoint, secret)
        );
    }

    private static async Task<Results<Ok<WebhookEndpointBody>, ProblemResult>> Get(
        string id,
        HttpContext http,
        IWebhookEndpoints endpoints,
        CancellationToken cancellationToken
    ) =>
        await Find(id, http, endpoints, cancellationToken) is { } found
            ? TypedResults.Ok(WebhookEndpointBody.From(found))
            : Problems.NotFound;

    private static async Task<Results<Ok<WebhookEndpointBody>, ProblemResult>> Edit(
        string id,
        WebhookEndpointEdit body,
        HttpContext http,
        IWebhookEndpoints endpoints,
        ServerConfig config,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await Find(id, http, endpoints, cancellationToken) is not { } found)
        {
            return Problems.NotFound;
        }

        if (Faults(body.Url ?? found.Url, body.EventTypes, config) is { } problem)
        {
            return problem;
        }

        var edited = found with
        {
            Url = body.Url ?? found.Url,
            EventTypes = body.EventTypes is { } types ? (types.Count > 0 ? types : null) : found.EventTypes,
        };
        edited = body.Enabled switch
        {
            true when found.Status == EndpointStatus.Disabled => edited with
            {
                Status = EndpointStatus.Enabled,
                DisabledReason = null,
                DisabledAt = null,
                FailingSince = null,
            },
            false when found.Status == EndpointStatus.Enabled => edited with
            {
                Status = EndpointStatus.Disabled,
                DisabledReason = "Somebody disabled it.",
                DisabledAt = time.GetUtcNow(),
            },
            _ => edited,
        };
        return await endpoints.Save(edited, cancellationToken)
            ? TypedResults.Ok(WebhookEndpointBody.From(edited))
            : Problems.NotFound;
    }

    private static async Task<Results<NoContent, ProblemResult>> Delete(
        string id,
        HttpContext http,
        IWebhookEndpoints endpoints,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<WebhookEndpointId>(id, out var wanted)
        && await endpoints.Delete(http.Caller().Tenant, wanted, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound;

    private static async Task<Results<Ok<WebhookEndpointBody>, ProblemResult>> Rotate(
        string id,
        HttpContext http,
        IWebhookEndpoints endpoints,
        IEndpointSecrets secrets,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await Find(id, http, endpoints, cancellationToken) is not { } found)
        {
            return Problems.NotFound;
        }

        var secret = WebhookMessage.NewSecret();
        var isThere = await endpoints.Rotate(
            found.Tenant,
            found.Id,
            secrets.Seal(new ProtectedToken(secret), found.Id),
            time.GetUtcNow() + PreviousSigns,
            cancellationToken
        );
        return isThere ? TypedResults.Ok(WebhookEndpointBody.From(found, secret)) : Problems.NotFound;
    }

    /// <summary>The address of that id in the caller's tenant; null for none.</summary>
    internal static async Task<WebhookEndpoint?> Find(
        string id,
        HttpContext http,
        IWebhookEndpoints endpoints,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<WebhookEndpointId>(id, out var wanted)
            ? await endpoints.Find(http.Caller().Tenant, wanted, cancellationToken)
            : null;

    /// <summary>How far back events can be sent again.</summary>
    internal static DateTimeOffset ReplayFrom(DateTimeOffset asked, DateTimeOffset now) =>
        asked < now - ReplayMax ? now - ReplayMax : asked;

    private static ProblemResult? Faults(string? url, IReadOnlyList<string>? types, ServerConfig config)
    {
        var query = new QueryReader();
        if (EndpointUrl.Fault(url, config.AllowsPrivateWebhooks) is { } wrongUrl)
        {
            query.Wrong("url", wrongUrl);
        }

        if (EventTypes.Fault(types) is { } wrongTypes)
        {
            query.Wrong("eventTypes", wrongTypes);
        }

        return query.Problem;
    }
}
