using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What was sent to an address, and what is sent again.</summary>
internal static class WebhookDeliveriesApi
{
    public static void MapDeliveries(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet("/{id}/deliveries", List)
            .WithSummary("What was and is sent to it, newest first; kept for 30 days.")
            .WithName("ListWebhookDeliveries")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapPost("/{id}/deliveries/{deliveryId}/replay", Replay)
            .WithSummary("Sends one again, under its id.")
            .WithName("ReplayWebhookDelivery")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapPost("/{id}/replay", ReplaySince)
            .WithSummary("Sends all that failed or was missed since then.")
            .WithName("ReplayWebhooks")
            .Needs(Scopes.Webhooks);
        endpoints
            .MapPost("/{id}/test", Test)
            .WithSummary("Sends it an event of type webhook.test; the answer is its delivery, to be looked at again.")
            .WithName("TestWebhookEndpoint")
            .Needs(Scopes.Webhooks);
    }

    private static async Task<Results<Ok<ListBody<WebhookDeliveryBody>>, ProblemResult>> List(
        string id,
        [Description("pending, delivered or failed.")] string? state,
        [AsParameters] PageQuery page,
        HttpContext http,
        IWebhookEndpoints endpoints,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var wanted = query.Word(
            "state",
            state,
            ("pending", DeliveryState.Pending),
            ("delivered", DeliveryState.Delivered),
            ("failed", DeliveryState.Failed)
        );
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (await WebhookEndpointsApi.Find(id, http, endpoints, cancellationToken) is not { } endpoint)
        {
            return Problems.NotFound;
        }

        var found = await endpoints.Deliveries(endpoint.Id, wanted, request, cancellationToken);
        return TypedResults.Ok(Read.ToList(found, WebhookDeliveryBody.From));
    }

    private static async Task<Results<Accepted<WebhookDeliveryBody>, ProblemResult>> Replay(
        string id,
        string deliveryId,
        HttpContext http,
        IWebhookEndpoints endpoints,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await WebhookEndpointsApi.Find(id, http, endpoints, cancellationToken);
        if (endpoint is null || !PrefixedId.TryParse<WebhookDeliveryId>(deliveryId, out var wanted))
        {
            return Problems.NotFound;
        }

        var replayed = await endpoints.Replay(endpoint.Id, wanted, time.GetUtcNow(), cancellationToken);
        return replayed is null
            ? Problems.NotFound
            : TypedResults.Accepted((string?)null, WebhookDeliveryBody.From(replayed));
    }

    private static async Task<Results<Accepted<ReplayBody>, ProblemResult>> ReplaySince(
        string id,
        ReplayRequest body,
        HttpContext http,
        IWebhookEndpoints endpoints,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (body.Since is not { } since)
        {
            return Problems.Field("since", "The moment from which on events are sent again.");
        }

        if (await WebhookEndpointsApi.Find(id, http, endpoints, cancellationToken) is not { } endpoint)
        {
            return Problems.NotFound;
        }

        var now = time.GetUtcNow();
        var from = WebhookEndpointsApi.ReplayFrom(since, now);
        var queued = await endpoints.ReplaySince(endpoint, from, now, cancellationToken);
        return TypedResults.Accepted((string?)null, new ReplayBody(queued));
    }

    private static async Task<Results<Accepted<WebhookDeliveryBody>, ProblemResult>> Test(
        string id,
        HttpContext http,
        CurrentUser user,
        IWebhookEndpoints endpoints,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await WebhookEndpointsApi.Find(id, http, endpoints, cancellationToken) is not { } endpoint)
        {
            return Problems.NotFound;
        }

        var test = await endpoints.AddTest(endpoint, user.Id, time.GetUtcNow(), cancellationToken);
        return TypedResults.Accepted((string?)null, WebhookDeliveryBody.From(test));
    }
}
