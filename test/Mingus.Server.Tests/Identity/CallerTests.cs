using System.Security.Cryptography;
using System.Text;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Identity;

public sealed class CallerTests
{
    private const string Key = "mgs_live_example";

    private static readonly string[] WithKey =
    [
        $"--Auth:ApiKeys:0:Hash={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}",
        "--Auth:ApiKeys:0:Tenant=acme",
        "--Plaid:ClientId=x",
        "--Plaid:Secret=y",
    ];

    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Key}");

    [Fact]
    public async Task In_Development_this_machine_is_the_user_demo_of_tenant_dev()
    {
        await using var server = await RunningServer.Start();

        var me = await server.Get("users/me");
        Assert.Equal("""{"userId":"demo","tenant":"dev"}""", me.Text);
        var other = await server.Get("users/me", ("Mingus-User", "anna"));
        Assert.Equal("""{"userId":"anna","tenant":"dev"}""", other.Text);
    }

    [Fact]
    public async Task A_read_by_an_unknown_user_is_empty_and_writes_nothing()
    {
        await using var server = await RunningServer.Start();

        var list = await server.Get("accounts", ("Mingus-User", "anna"));
        var one = await server.Get($"accounts/{Facts.Checking}", ("Mingus-User", "anna"));

        Assert.Equal((200, """{"items":[],"next":null}"""), (list.Status, list.Text));
        Assert.Equal("0", list.Headers["Mingus-Sequence"]);
        Assert.Equal(404, one.Status);
        Assert.Equal(0, server.Ledger.UsersMade);
    }

    [Fact]
    public async Task A_write_by_an_unknown_user_makes_the_user_once()
    {
        await using var server = await RunningServer.Start();

        await server.Post("link-tokens", body: null, ("Mingus-User", "anna"));
        await server.Post("link-tokens", body: null, ("Mingus-User", "anna"));

        Assert.Equal(1, server.Ledger.UsersMade);
        Assert.Equal("user-101", server.Provider.LastLink!.ClientUserId);
    }

    [Fact]
    public async Task Another_users_id_answers_like_one_that_never_existed()
    {
        await using var server = await RunningServer.Start();
        var never = $"acc_{new string('0', 32)}";

        var foreign = await server.Get($"accounts/{Facts.Checking}", ("Mingus-User", "anna"));
        var unknown = await server.Get($"accounts/{never}");
        var malformed = await server.Get("accounts/x");

        Assert.Equal((404, foreign.Text), (unknown.Status, unknown.Text));
        Assert.Equal((404, foreign.Text), (malformed.Status, malformed.Text));
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused_in_Development()
    {
        await using var server = await RunningServer.Start();

        Assert.Equal(403, (await server.Post("accounts/bulk/sync", null, ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(403, (await server.Get("accounts", ("Host", "evil.example"))).Status);
    }

    [Fact]
    public async Task Elsewhere_a_key_acts_for_the_user_named_with_it()
    {
        var ledger = Facts.Ledger().OwnedBy("acme", "anna");
        await using var server = await RunningServer.StartIn("Production", ledger, WithKey);

        var me = await server.Get("users/me", Bearer, ("Mingus-User", "anna"));
        var account = await server.Get($"accounts/{Facts.Checking}", Bearer, ("Mingus-User", "anna"));
        var nobody = await server.Get("users/me", Bearer);

        Assert.Equal("""{"userId":"anna","tenant":"acme"}""", me.Text);
        Assert.Equal(200, account.Status);
        Assert.Equal(400, nobody.Status);
        Assert.NotNull(nobody.Json["errors"]!["Mingus-User"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic bWdzX2xpdmVfZXhhbXBsZQ==")]
    public async Task Elsewhere_a_stranger_is_refused(string? credential)
    {
        await using var server = await RunningServer.StartIn("Production", Facts.Ledger(), WithKey);

        var answer = credential is null
            ? await server.Get("accounts")
            : await server.Get("accounts", ("Authorization", credential));

        Assert.Equal((401, "unauthorized"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
        Assert.Equal(200, (await server.Get("/health/live")).Status);
    }

    [Fact]
    public async Task Strangers_are_limited_by_address()
    {
        await using var server = await RunningServer.StartIn("Production", Facts.Ledger(), WithKey);

        var statuses = new List<int>();
        for (var i = 0; i < 300 && !statuses.Contains(429); i++)
        {
            statuses.AddRange(
                await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await server.Get("runs")).Status))
            );
        }

        Assert.Equal([401, 429], statuses.Distinct().Order());
        Assert.Equal(200, (await server.Get("users/me", Bearer, ("Mingus-User", "anna"))).Status);
    }

    [Fact]
    public async Task A_key_is_limited_by_its_rate()
    {
        string[] settings = [.. WithKey, "--Limits:RequestsPerSecond=1"];
        await using var server = await RunningServer.StartIn("Production", Facts.Ledger(), settings);

        var statuses = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            statuses.Add((await server.Get("users/me", Bearer, ("Mingus-User", "anna"))).Status);
        }

        Assert.Equal([200, 429], statuses.Distinct());
        var refused = await server.Get("users/me", Bearer, ("Mingus-User", "anna"));
        Assert.Equal("1", refused.Headers["Retry-After"]);
    }
}
