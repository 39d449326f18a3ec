using System.Net;
using Mingus.Ledger;
using Mingus.Server.Outgoing;
using Mingus.Server.Tests.Fakes;
using Mingus.Sync.Deliver;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Outgoing;

/// <summary>One attempt, and what it comes to.</summary>
public sealed class WebhookSenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_event_that_is_not_kept_any_more_is_given_up_and_nothing_is_sent()
    {
        var result = await Send(Due(attempts: 1) with { Data = null });

        Assert.Equal((DeliveryState.Failed, "event_gone"), (result.Delivery.State, result.Delivery.LastError));
        Assert.Null(result.FailingSince);
    }

    [Fact]
    public async Task One_whose_attempts_nobody_saw_the_end_of_is_given_up()
    {
        var result = await Send(Due(attempts: DeliveryRule.AttemptsMax + 1));

        Assert.Equal((DeliveryState.Failed, "attempts_used"), (result.Delivery.State, result.Delivery.LastError));
    }

    [Fact]
    public async Task A_longer_pause_that_is_asked_for_is_kept()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter = new(TimeSpan.FromMinutes(7));

        var result = await Send(Due(attempts: 1), answer);

        Assert.Equal("http_429", result.Delivery.LastError);
        Assert.True(result.Delivery.NextAt >= TimeProvider.System.GetUtcNow().AddMinutes(6));
    }

    [Fact]
    public async Task A_world_that_does_not_answer_is_an_outcome()
    {
        var result = await Send(Due(attempts: 1), answer: null);

        Assert.Equal((DeliveryState.Pending, null), (result.Delivery.State, result.Delivery.LastStatus));
        Assert.StartsWith("not_reached", result.Delivery.LastError, StringComparison.Ordinal);
    }

    private static async Task<DeliveryResult> Send(DueDelivery due, HttpResponseMessage? answer = null)
    {
        using var http = new HttpClient(new Canned(answer));
        using var sender = new WebhookSender(http, new FakeOutbox(), TimeProvider.System);
        return await sender.Send(due, TestContext.Current.CancellationToken);
    }

    private static DueDelivery Due(int attempts)
    {
        var endpoint = new WebhookEndpoint
        {
            Id = new WebhookEndpointId(PrefixedId.Derive(Now, "endpoint")),
            Tenant = "tenant",
            UserId = new UserId(1),
            Url = "https://receiver.example/",
            CreatedAt = Now,
        };
        var delivery = new WebhookDelivery
        {
            Id = new WebhookDeliveryId(endpoint.Id.Value),
            Type = "sync.completed",
            Sequence = 3,
            State = DeliveryState.Pending,
            Attempts = attempts,
            CreatedAt = Now,
        };
        var secret = new FakeOutbox().Seal(new ProtectedToken(WebhookMessage.NewSecret()), endpoint.Id);
        return new DueDelivery(delivery, endpoint, secret, null, "person", "{}");
    }

    private sealed class Canned(HttpResponseMessage? answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => answer is null ? throw new HttpRequestException("down") : Task.FromResult(answer);
    }
}
