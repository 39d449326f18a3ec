using System.Security.Cryptography;
using System.Text;
using Mingus.Server.Tests.Fakes;
using Mingus.Server.Tests.Streams;

namespace Mingus.Server.Tests.Identity;

/// <summary>Tokens that a back end makes for one user's browser.</summary>
public sealed class UserTokenTests
{
    private const string Key = "a key of acme";
    private const string ReadOnly = "a key of acme that only reads";

    private static readonly string[] WithKeys =
    [
        $"--Auth:ApiKeys:0:Hash={Hash(Key)}",
        "--Auth:ApiKeys:0:Tenant=acme",
        $"--Auth:ApiKeys:1:Hash={Hash(ReadOnly)}",
        "--Auth:ApiKeys:1:Tenant=acme",
        "--Auth:ApiKeys:1:Scopes=read",
        "--Plaid:ClientId=x",
        "--Plaid:Secret=y",
    ];

    [Fact]
    public async Task A_token_is_its_user_and_nobody_else()
    {
        await using var server = await Start();

        var made = await server.Post("user-tokens", """{"userId":"anna"}""", Bearer(Key));

        Assert.Equal((201, "anna"), (made.Status, (string?)made.Json["userId"]));
        Assert.Equal($"/api/data-sync/user-tokens/{made.Json["id"]}", made.Headers["Location"]);
        var token = Bearer((string)made.Json["token"]!);
        Assert.Equal("""{"userId":"anna","tenant":"acme"}""", (await server.Get("users/me", token)).Text);
        Assert.Equal(200, (await server.Get($"accounts/{Facts.Checking}", token)).Status);
        Assert.Equal(200, (await server.Get("users/me", token, ("Mingus-User", "anna"))).Status);
        Assert.Equal(403, (await server.Get("users/me", token, ("Mingus-User", "bert"))).Status);
    }

    [Fact]
    public async Task It_lasts_fifteen_minutes_unless_asked_otherwise_and_sixty_at_most()
    {
        await using var server = await Start();
        var now = DateTimeOffset.UtcNow;

        var usual = (DateTimeOffset)(await Make(server)).Json["expiresAt"]!;
        var longest = (DateTimeOffset)(await Make(server, """{"minutes":60}""")).Json["expiresAt"]!;
        var longer = await Make(server, """{"minutes":61}""");

        Assert.InRange(usual - now, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(16));
        Assert.InRange(longest - now, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Assert.Equal(400, longer.Status);
        Assert.NotNull(longer.Json["errors"]!["minutes"]);
    }

    [Theory]
    [InlineData("""{"scopes":["read","sync"]}""")]
    [InlineData("""{"scopes":["keys"]}""")]
    [InlineData("""{"scopes":["nonsense"]}""")]
    [InlineData("""{"scopes":[]}""")]
    [InlineData("""{"origin":"*"}""")]
    [InlineData("""{"origin":"null"}""")]
    [InlineData("""{"origin":"https://app.example/"}""")]
    [InlineData("""{"userId":""}""")]
    public async Task It_gets_no_more_than_the_key_has_and_what_makes_sense(string body)
    {
        await using var server = await Start();

        Assert.Equal(400, (await Make(server, body, ReadOnly)).Status);
    }

    [Fact]
    public async Task It_may_what_its_scopes_say()
    {
        await using var server = await Start();
        var reader = await TokenOf(server, """{"scopes":["read"]}""");

        Assert.Equal(200, (await server.Get("accounts", reader)).Status);
        var refused = await server.Post("accounts/bulk/sync", null, reader);
        Assert.Equal((403, "scope_missing"), (refused.Status, refused.Code));
        Assert.Equal((403, "key_needed"), await Code(server.Post("user-tokens", null, reader)));
        Assert.Equal(403, (await server.Get("webhook-endpoints", await TokenOf(server))).Status);
    }

    [Fact]
    public async Task Revoked_it_opens_nothing_at_once_and_its_stream_ends()
    {
        await using var server = await Start();
        var made = await Make(server);
        var token = Bearer((string)made.Json["token"]!);
        await using var stream = await Listener.Open(server, "events", token);
        Assert.Equal("stream.open", (await stream.NextName()).Type);

        var revoked = await server.Send(HttpMethod.Delete, $"user-tokens/{made.Json["id"]}", null, As(Key));

        Assert.Equal(204, revoked.Status);
        await stream.End();
        Assert.Equal(401, (await server.Get("users/me", token)).Status);
        var again = await server.Send(HttpMethod.Delete, $"user-tokens/{made.Json["id"]}", null, As(Key));
        Assert.Equal(404, again.Status);
    }

    [Fact]
    public async Task Bound_to_an_origin_it_works_from_there_only()
    {
        await using var server = await Start();
        var token = await TokenOf(server, """{"origin":"https://app.example"}""");

        Assert.Equal(200, (await server.Get("users/me", token, ("Origin", "https://app.example"))).Status);
        Assert.Equal(
            (403, "wrong_origin"),
            await Code(server.Get("users/me", token, ("Origin", "https://evil.example")))
        );
        Assert.Equal(403, (await server.Get("users/me", token, ("Origin", "null"))).Status);
        Assert.Equal(403, (await server.Get("users/me", token)).Status);
    }

    [Theory]
    [InlineData("users/me?token={0}")]
    [InlineData("users/me?api_key={0}")]
    [InlineData("users/me?access_token={0}")]
    public async Task Nothing_in_an_address_is_a_credential(string path)
    {
        await using var server = await Start();
        var text = (string)(await Make(server)).Json["token"]!;

        Assert.Equal(401, (await server.Get(string.Format(null, path, text))).Status);
    }

    [Fact]
    public async Task In_Development_a_token_counts_and_a_wrong_one_is_refused()
    {
        await using var server = await RunningServer.Start();
        var token = await TokenOf(server, """{"userId":"anna"}""", key: null);

        Assert.Equal("""{"userId":"anna","tenant":"dev"}""", (await server.Get("users/me", token)).Text);
        Assert.Equal(200, (await server.Get("users/me", token, ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(401, (await server.Get("users/me", Bearer("mgt_wrong"))).Status);
        Assert.Equal(200, (await server.Get("users/me", Bearer("anything else"))).Status);
    }

    private static Task<RunningServer> Start() =>
        RunningServer.StartIn("Production", Facts.Ledger().OwnedBy("acme", "anna"), WithKeys);

    private static Task<Answer> Make(RunningServer server, string body = "{}", string? key = Key) =>
        server.Post("user-tokens", body, key is null ? [] : As(key));

    private static async Task<(string, string)> TokenOf(RunningServer server, string body = "{}", string? key = Key)
    {
        var made = await Make(server, body, key);
        Assert.Equal(201, made.Status);
        return Bearer((string)made.Json["token"]!);
    }

    private static async Task<(int, string?)> Code(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, answer.Code);
    }

    private static (string, string)[] As(string key) => [Bearer(key), ("Mingus-User", "anna")];

    private static (string, string) Bearer(string text) => ("Authorization", $"Bearer {text}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
