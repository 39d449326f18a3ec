using System.Net.Http.Headers;
using System.Security.Cryptography;
using Mingus.Ledger;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Http;

/// <summary>The route of webhooks: no credential but the signature, the bytes as they came, bounded.</summary>
public sealed class WebhookTests
{
    private const string Route = "webhooks/plaid";
    private const string Header = "Plaid-Verification";

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_genuine_one_is_recorded_and_answered_without_a_credential(string environment)
    {
        await using var server = await Start(environment);

        var answer = await server.Post(Route, """{ "a": 1 }""", (Header, FakeWebhooks.Good));

        Assert.Equal((200, ""), (answer.Status, answer.Text));
        var recorded = Assert.Single(server.Webhooks.Recorded);
        Assert.Equal(("item-9", "ERROR"), (recorded.Webhook.ItemId, recorded.Webhook.Code));
        Assert.Equal(SHA256.HashData("""{ "a": 1 }"""u8), recorded.BodyHash.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bad")]
    public async Task One_that_is_not_genuine_is_refused_and_nothing_is_recorded(string? signature)
    {
        await using var server = await Start("Production");

        var answer = signature is null
            ? await server.Post(Route, "{}")
            : await server.Post(Route, "{}", (Header, signature));

        Assert.Equal((401, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Contains("webhook_not_verified", answer.Text, StringComparison.Ordinal);
        Assert.Empty(server.Webhooks.Recorded);
    }

    [Fact]
    public async Task Two_signatures_are_none()
    {
        await using var server = await Start("Production");

        var answer = await server.Post(Route, "{}", (Header, FakeWebhooks.Good), (Header, FakeWebhooks.Good));

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Who_sends_too_many_forged_ones_is_told_to_wait()
    {
        await using var server = await Start("Production");

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => server.Post(Route, "{}")));

        // Webhooks have a lane of their own: what does not fit in is sent away with 503.
        Assert.All(answers, a => Assert.True(a.Status is 401 or 429 or 503, $"{a.Status}"));
        Assert.Contains(answers, a => a.Status == 429);
        var genuine = await server.Post(Route, "{}", (Header, FakeWebhooks.Good));
        Assert.Equal(200, genuine.Status);
    }

    [Fact]
    public async Task One_that_cannot_be_verified_now_may_come_again()
    {
        await using var server = await Start("Production");

        var answer = await server.Post(Route, "{}", (Header, FakeWebhooks.Down));

        Assert.Equal(503, answer.Status);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
        Assert.Empty(server.Webhooks.Recorded);
    }

    [Fact]
    public async Task One_whose_connection_keeps_moving_may_come_again()
    {
        await using var server = await Start("Production");
        server.Webhooks.Moving = Facts.Connection(new UserId(7)) with { ItemId = "item-9" };

        var answer = await server.Post(Route, "{}", (Header, FakeWebhooks.Good));
        server.Webhooks.Moving = null;
        var again = await server.Post(Route, "{}", (Header, FakeWebhooks.Good));

        Assert.Equal((503, "webhook_not_taken"), (answer.Status, answer.Code));
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
        Assert.Equal(200, again.Status);
        Assert.Single(server.Webhooks.Recorded);
    }

    [Theory]
    [InlineData(262_144, true, 200)]
    [InlineData(262_145, true, 413)]
    [InlineData(262_144, false, 200)]
    [InlineData(262_145, false, 413)]
    public async Task A_body_has_a_limit_whether_its_length_is_told_or_not(int bytes, bool isTold, int status)
    {
        await using var server = await Start("Production");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{RunningServer.Api}/{Route}");
        request.Headers.Add(Header, FakeWebhooks.Good);
        request.Content = isTold ? new ByteArrayContent(new byte[bytes]) : new Untold(bytes);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, server.Webhooks.Recorded.Count);
    }

    [Fact]
    public async Task No_other_route_is_open()
    {
        await using var server = await Start("Production");

        Assert.Equal(405, (await server.Get(Route)).Status);
        Assert.Equal(404, (await server.Post("webhooks/other", "{}", (Header, FakeWebhooks.Good))).Status);
        Assert.Equal(401, (await server.Get("connections")).Status);
    }

    private static Task<RunningServer> Start(string environment) =>
        environment == "Development"
            ? RunningServer.Start()
            : RunningServer.StartIn(
                environment,
                ledger: null,
                "--Plaid:ClientId=id",
                "--Plaid:Secret=secret",
                $"--Auth:ApiKeys:0:Hash={new string('a', 64)}",
                "--Auth:ApiKeys:0:Tenant=acme"
            );

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class Untold(int bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(new byte[bytes]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
