using System.Security.Cryptography;
using System.Text;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Identity;

/// <summary>Which pages may ask from a browser: those of an exact list.</summary>
public sealed class CorsTests
{
    private const string Key = "a key of acme";
    private const string OfAll = "https://app.example";
    private const string OfOther = "https://other.example";

    private static readonly string[] Settings =
    [
        $"--Auth:ApiKeys:0:Hash={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}",
        "--Auth:ApiKeys:0:Tenant=acme",
        "--Plaid:ClientId=x",
        "--Plaid:Secret=y",
        $"--Cors:Origins:0={OfAll}",
        $"--Cors:Tenants:other:0={OfOther}",
    ];

    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Key}");

    [Theory]
    [InlineData(OfAll, true)]
    [InlineData(OfOther, true)]
    [InlineData("https://evil.example", false)]
    [InlineData("http://app.example", false)]
    [InlineData("https://app.example:8443", false)]
    [InlineData("https://app.example.evil.example", false)]
    [InlineData("https://APP.example", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    public async Task A_preflight_is_answered_for_listed_origins_only(string origin, bool isLetIn)
    {
        await using var server = await Start();

        var answer = await server.Send(
            HttpMethod.Options,
            "accounts/bulk/sync",
            body: null,
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            (
                "Access-Control-Request-Headers",
                "authorization,content-type,idempotency-key,last-event-id,mingus-user,prefer"
            )
        );

        Assert.Equal(isLetIn ? origin : null, answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        if (isLetIn)
        {
            Assert.Equal(204, answer.Status);
            var headers = answer.Headers["Access-Control-Allow-Headers"].ToLowerInvariant().Split(',');
            string[] needed = ["authorization", "idempotency-key", "prefer", "last-event-id", "mingus-user"];
            Assert.Empty(needed.Except(headers));
            Assert.Contains("POST", answer.Headers["Access-Control-Allow-Methods"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_reads_answers_and_refusals_alike()
    {
        await using var server = await Start();

        var good = await server.Get("accounts", Bearer, ("Mingus-User", "anna"), ("Origin", OfAll));
        var stranger = await server.Get("accounts", ("Origin", OfAll));
        var missing = await server.Get("nothing", Bearer, ("Mingus-User", "anna"), ("Origin", OfAll));
        var foreign = await server.Get("accounts", ("Origin", "https://evil.example"));

        Assert.Equal((200, 401, 404), (good.Status, stranger.Status, missing.Status));
        Assert.All([good, stranger, missing], a => Assert.Equal(OfAll, a.Headers["Access-Control-Allow-Origin"]));
        var exposed = good.Headers["Access-Control-Expose-Headers"].Split(',');
        Assert.Empty(new[] { "Mingus-Sequence", "Location", "Retry-After" }.Except(exposed));
        Assert.False(foreign.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task An_origin_of_another_tenant_may_not_act_in_this_one()
    {
        await using var server = await Start();

        var answer = await server.Get("accounts", Bearer, ("Mingus-User", "anna"), ("Origin", OfOther));

        Assert.Equal((403, "wrong_origin"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("https://app.example/")]
    [InlineData("https://App.example")]
    [InlineData("app.example")]
    public async Task What_is_no_origin_stops_the_start(string text)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.Start(null, $"--Cors:Origins:0={text}"));

        Assert.Contains("Cors__Origins__0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_a_page_of_a_listed_origin_needs_no_credential()
    {
        await using var server = await RunningServer.Start(null, "--Cors:Origins:0=http://localhost:3000");

        var listed = await server.Get("accounts", ("Origin", "http://localhost:3000"), ("Sec-Fetch-Site", "same-site"));
        var other = await server.Get("accounts", ("Origin", "http://localhost:4000"), ("Sec-Fetch-Site", "same-site"));

        Assert.Equal((200, 403), (listed.Status, other.Status));
    }

    [Fact]
    public async Task What_pages_embed_may_be_loaded_by_them_and_nothing_else()
    {
        await using var server = await Start();

        var embedded = await server.Get("/embed/nothing.js", ("Origin", OfAll));
        var page = await server.Get("/", ("Origin", OfAll));

        Assert.Equal("cross-origin", embedded.Headers["Cross-Origin-Resource-Policy"]);
        Assert.Equal(OfAll, embedded.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("same-origin", page.Headers["Cross-Origin-Resource-Policy"]);
        Assert.False(page.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    private static Task<RunningServer> Start() =>
        RunningServer.StartIn("Production", Facts.Ledger().OwnedBy("acme", "anna"), Settings);
}
