using System.Text;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Server.Outgoing;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Outgoing;

/// <summary>Messages as the Standard Webhooks specification has them.</summary>
public sealed class WebhookMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);

    // The example that the specification's libraries are tested with.
    [Fact]
    public void The_signature_is_that_of_the_published_example()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330);

        var signature = WebhookMessage.Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at,
            Encoding.UTF8.GetBytes("{\"test\": 2432232314}"),
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        );

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void Two_secrets_give_two_signatures()
    {
        var secrets = new[] { WebhookMessage.NewSecret(), WebhookMessage.NewSecret() };

        var both = WebhookMessage.Sign("id", Now, [1, 2], secrets).Split(' ');

        Assert.Equal([WebhookMessage.Sign("id", Now, [1, 2], [secrets[0]]), both[1]], both);
        Assert.NotEqual(both[0], both[1]);
        Assert.Equal(32, Convert.FromBase64String(secrets[0]["whsec_".Length..]).Length);
    }

    [Fact]
    public void The_body_has_type_time_and_data_with_the_integrators_own_user()
    {
        const string data = """
            {"type":"sync.completed","at":"2026-11-20T11:59:59.000Z","runId":"run_1","recordsCreated":3}
            """;

        var json = JsonDocument.Parse(WebhookMessage.Body(Due("sync.completed", 7, data))).RootElement;

        Assert.Equal(["type", "timestamp", "data"], json.EnumerateObject().Select(m => m.Name));
        Assert.Equal("2026-11-20T11:59:59.000Z", json.GetProperty("timestamp").GetString());
        Assert.Equal(
            """{"userId":"person \"1\"","sequence":7,"runId":"run_1","recordsCreated":3}""",
            json.GetProperty("data").GetRawText().Replace("\\u0022", "\\\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_test_has_no_event()
    {
        var json = JsonDocument.Parse(WebhookMessage.Body(Due("webhook.test", null, null))).RootElement;

        Assert.Equal("webhook.test", json.GetProperty("type").GetString());
        Assert.Equal(["userId"], json.GetProperty("data").EnumerateObject().Select(m => m.Name));
    }

    private static DueDelivery Due(string type, long? sequence, string? data)
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
            Type = type,
            Sequence = sequence,
            State = DeliveryState.Pending,
            Attempts = 1,
            CreatedAt = Now,
        };
        return new DueDelivery(delivery, endpoint, [], null, "person \"1\"", data);
    }
}
