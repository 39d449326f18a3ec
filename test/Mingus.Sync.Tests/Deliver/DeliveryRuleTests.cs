using Mingus.Ledger;
using Mingus.Sync.Deliver;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Deliver;

/// <summary>What becomes of a delivery and its address after an attempt.</summary>
public sealed class DeliveryRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    // HTTP status | delivered, tried again or given up
    [Theory]
    [InlineData(200, DeliveryState.Delivered, null)]
    [InlineData(204, DeliveryState.Delivered, null)]
    [InlineData(299, DeliveryState.Delivered, null)]
    [InlineData(301, DeliveryState.Pending, "redirected")]
    [InlineData(307, DeliveryState.Pending, "redirected")]
    [InlineData(400, DeliveryState.Pending, "http_400")]
    [InlineData(401, DeliveryState.Pending, "http_401")]
    [InlineData(404, DeliveryState.Pending, "http_404")]
    [InlineData(410, DeliveryState.Failed, "http_410")]
    [InlineData(429, DeliveryState.Pending, "http_429")]
    [InlineData(500, DeliveryState.Pending, "http_500")]
    [InlineData(503, DeliveryState.Pending, "http_503")]
    [InlineData(null, DeliveryState.Pending, "timeout")]
    public void An_answer_decides(int? status, DeliveryState state, string? error)
    {
        var answer = new DeliveryAnswer(status, status is null ? "timeout" : null, RetryAfter: null);

        var result = DeliveryRule.After(Due(attempts: 1), answer, Now);

        Assert.Equal(
            (state, error, status),
            (result.Delivery.State, result.Delivery.LastError, result.Delivery.LastStatus)
        );
        Assert.Equal(state == DeliveryState.Pending, result.Delivery.NextAt is not null);
        Assert.Equal(state == DeliveryState.Delivered, result.FailingSince is null);
    }

    [Fact]
    public void It_is_tried_ten_times_in_seventy_five_hours_and_a_half()
    {
        var (due, at, attempts) = (Due(attempts: 1), Now, 0);
        while (true)
        {
            attempts++;
            var result = DeliveryRule.After(due, new DeliveryAnswer(500, null, null), at);
            if (result.Delivery.State == DeliveryState.Failed)
            {
                break;
            }

            at = result.Delivery.NextAt!.Value;
            due = due with { Delivery = result.Delivery with { Attempts = result.Delivery.Attempts + 1 } };
        }

        Assert.Equal(10, attempts);
        Assert.InRange(at - Now, TimeSpan.FromHours(75.5 * 0.9), TimeSpan.FromHours(75.6 * 1.1));
    }

    [Fact]
    public void Those_that_failed_together_do_not_come_back_together()
    {
        var times = Enumerable
            .Range(0, 100)
            .Select(i => DeliveryRule.After(Due(attempts: 4, $"d{i}"), new DeliveryAnswer(500, null, null), Now))
            .Select(r => r.Delivery.NextAt!.Value - Now)
            .ToList();

        Assert.True(times.Distinct().Count() > 10);
        Assert.All(times, t => Assert.InRange(t, TimeSpan.FromHours(1.8), TimeSpan.FromHours(2.2)));
    }

    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(1, 4)]
    [InlineData(10_000_000, 86_400)]
    public void An_address_may_ask_for_a_longer_pause_but_for_no_more_than_a_day(int asked, int atLeast)
    {
        var answer = new DeliveryAnswer(429, null, TimeSpan.FromSeconds(asked));

        var next = DeliveryRule.After(Due(attempts: 1), answer, Now).Delivery.NextAt!.Value;

        Assert.InRange(next - Now, TimeSpan.FromSeconds(atLeast), TimeSpan.FromDays(1));
    }

    [Fact]
    public void An_address_that_fails_for_five_days_is_disabled_and_its_maker_told()
    {
        var failing = Due(attempts: 3);
        failing = failing with { Endpoint = failing.Endpoint with { FailingSince = Now.AddDays(-5) } };

        var result = DeliveryRule.After(failing, new DeliveryAnswer(500, null, null), Now);

        Assert.NotNull(result.DisabledReason);
        Assert.Equal(NotificationTopics.Endpoint, Assert.Single(result.Notifications.Told).Topic);
        Assert.Equal("notification", Assert.Single(result.Events).Type);
        var sooner = DeliveryRule.After(failing, new DeliveryAnswer(500, null, null), Now.AddSeconds(-1));
        Assert.Null(sooner.DisabledReason);
    }

    private static DueDelivery Due(int attempts, string name = "d") =>
        new(
            new WebhookDelivery
            {
                Id = new WebhookDeliveryId(PrefixedId.Derive(Now, name)),
                Type = "sync.completed",
                Sequence = 1,
                State = DeliveryState.Pending,
                Attempts = attempts,
                CreatedAt = Now,
            },
            new WebhookEndpoint
            {
                Id = new WebhookEndpointId(PrefixedId.Derive(Now, "endpoint")),
                Tenant = "tenant",
                UserId = new UserId(1),
                Url = "https://receiver.example/",
                CreatedAt = Now,
            },
            [],
            null,
            "person",
            "{}"
        );
}
