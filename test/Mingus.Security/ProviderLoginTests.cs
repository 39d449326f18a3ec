using System.Text.Json.Nodes;
using System.Web;
using Mingus.Security.Support;
using Mingus.Server.Identity;

namespace Mingus.Security;

/// <summary>Logging in to the dashboard at the identity provider: who is let in, and what of a login is worth nothing
/// to anybody else.</summary>
public sealed class ProviderLoginTests(ProviderLoginTests.World world) : IClassFixture<ProviderLoginTests.World>
{
    private const string ClientId = "mingus dashboard";
    private const string ClientSecret = "a secret of the client: 100 %";
    private const string Refused = "/?refused=provider";

    /// <summary>Identity tokens that are not those of this login, by what is changed of the right one.</summary>
    public static TheoryData<string, string?> Wrong =>
        new()
        {
            { "aud", "\"mingus\"" },
            { "aud", """["mingus dashboard","another"]""" },
            { "aud", null },
            { "azp", "\"another\"" },
            { "iss", "\"https://evil.example\"" },
            { "nonce", "\"another\"" },
            { "nonce", null },
            { "exp", "1" },
            { "exp", null },
            { "sub", "\"stranger\"" },
            { "sub", "\"OPS\"" },
            { "sub", "7" },
            { "sub", null },
        };

    [Fact]
    public async Task Who_is_named_is_let_in_and_it_is_a_login_as_any_other()
    {
        var (place, kept) = await Leave();
        var asked = HttpUtility.ParseQueryString(place.Query);
        Assert.Equal($"{world.Issuer.Address}/authorize", place.GetLeftPart(UriPartial.Path));
        Assert.Equal(
            ("code", "openid", "S256"),
            (asked["response_type"], asked["scope"], asked["code_challenge_method"])
        );
        Assert.Equal($"{World.Address}/auth/provider/return", asked["redirect_uri"]);

        var back = await ComeBack(place, kept, world.Issuer.Agree(place, "ops"));

        Assert.Equal((302, "/"), (back.Status, back.Headers["Location"]));
        Assert.Contains("samesite=strict", back.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        var cookie = Session(back)!.Value;
        var page = world.Stack.As(null);
        Assert.Equal("""{"userId":"owner","tenant":"home"}""", (await page.Get("/users/me", cookie)).Expect(200).Text);
        var session = (await page.Get("//auth/session", cookie)).Expect(200);
        (await page.Post("//auth/logout", "{}", cookie, ("Sec-Fetch-Site", "same-origin"))).Expect(403);
        var csrf = ("X-Mingus-Csrf", (string)session.Json["csrf"]!);
        var trail = (await page.Get("/audit", cookie)).Expect(200);
        Assert.Equal("login.opened", (string)trail.Json["items"]![0]!["action"]!);
        Assert.DoesNotContain("ops", trail.Text, StringComparison.Ordinal);
        (await page.Post("//auth/logout", "{}", cookie, csrf, ("Sec-Fetch-Site", "same-origin"))).Expect(204);
        Assert.Equal(401, (await page.Get("/users/me", cookie)).Status);
    }

    [Fact]
    public async Task The_sign_in_page_is_told_of_the_way()
    {
        var session = (await world.Stack.As(null).Get("//auth/session")).Expect(200);

        Assert.Equal("/auth/provider", (string)session.Json["signInAt"]!);
        await using var without = await SafeStack.Start();
        var other = (await without.As(null).Get("//auth/session")).Expect(200);
        Assert.Null((string?)other.Json["signInAt"]);
        Assert.Equal(Refused, (await without.As(null).Get("//auth/provider")).Headers["Location"]);
    }

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_token_of_another_login_or_person_opens_nothing(string claim, string? value)
    {
        var (place, kept) = await Leave();

        var code = world.Issuer.Agree(
            place,
            "ops",
            claims =>
            {
                claims.Remove(claim);
                if (value is not null)
                {
                    claims[claim] = JsonNode.Parse(value);
                }
            }
        );

        await IsRefused(await ComeBack(place, kept, code));
    }

    [Fact]
    public async Task Another_browser_can_do_nothing_with_what_comes_back()
    {
        var (place, kept) = await Leave();
        var (otherPlace, otherKept) = await Leave();
        var code = world.Issuer.Agree(place, "ops");

        // Without a cookie, with one of its own, and with one of its own and its own state: PKCE and nonce refuse.
        await IsRefused(await ComeBack(place, null, code));
        await IsRefused(await ComeBack(place, otherKept, code));
        await IsRefused(await ComeBack(otherPlace, otherKept, code));
        await IsRefused(await ComeBack(place, "..", code));
        await IsRefused(await ComeBack(place, kept, "another code"));
        await IsRefused(await ComeBack(place, kept, null));
    }

    [Fact]
    public async Task A_code_opens_once()
    {
        var (place, kept) = await Leave();
        var code = world.Issuer.Agree(place, "ops");

        Assert.NotNull(Session(await ComeBack(place, kept, code)));
        await IsRefused(await ComeBack(place, kept, code));
    }

    [Fact]
    public async Task Who_is_not_named_any_more_is_out()
    {
        var operators = world.Stack.Service<Operators>();
        var stays = await operators.LogIn(Operators.NameAtProvider("ops"), CancellationToken.None);
        var gone = await operators.LogIn(Operators.NameAtProvider("was named before"), CancellationToken.None);

        Assert.NotNull(await operators.Find(stays, CancellationToken.None));
        Assert.Null(await operators.Find(gone, CancellationToken.None));
    }

    [Theory]
    [InlineData("ClientId=", "Auth__Oidc__Login__ClientId is not set")]
    [InlineData("Address=http://mingus.example.com", "Auth__Oidc__Login__Address is no https address")]
    [InlineData("Operators:0=", "Auth__Oidc__Login__Operators__0 is not set")]
    public async Task A_start_with_half_of_it_says_what_is_missing(string setting, string fault)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() =>
            SafeStack.Start([.. World.Settings(world.Issuer), $"--Auth:Oidc:Login:{setting}"])
        );

        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
    }

    private async Task<(Uri Place, string Kept)> Leave()
    {
        // Each test tries wrong ones: the waits of guessers are another test's.
        world.Stack.Time.Advance(TimeSpan.FromMinutes(2));
        var left = (await world.Stack.As(null).Get("//auth/provider")).Expect(302);
        var cookie = left.Headers["Set-Cookie"];
        Assert.Matches("^__Host-mingus-provider=[^;]+; max-age=600; path=/; secure; samesite=lax; httponly$", cookie);
        return (new Uri(left.Headers["Location"]), ValueOf(cookie));
    }

    private async Task<Answer> ComeBack(Uri place, string? kept, string? code)
    {
        world.Stack.Time.Advance(TimeSpan.FromMinutes(2));
        var state = HttpUtility.ParseQueryString(place.Query)["state"];
        var query = code is null
            ? $"state={state}&error=access_denied"
            : $"state={state}&code={Uri.EscapeDataString(code)}";
        (string, string)[] headers = kept is null ? [] : [("Cookie", $"{ProviderLogin.Cookie}={kept}")];
        return await world.Stack.As(null).Get($"//auth/provider/return?{query}", headers);
    }

    private async Task IsRefused(Answer answer)
    {
        Assert.Equal((302, Refused), (answer.Status, answer.Headers["Location"]));
        Assert.Null(Session(answer));
        Assert.Equal(
            "0",
            Assert.Single(await world.Stack.Query("SELECT count(*) FROM sessions WHERE name LIKE '%stranger%'"))
        );
    }

    private static (string, string)? Session(Answer answer)
    {
        const string Name = "__Host-mingus=";
        var cookies = answer.Headers.GetValueOrDefault("Set-Cookie") ?? "";
        var at = cookies.IndexOf(Name, StringComparison.Ordinal);
        return at < 0 ? null : ("Cookie", cookies[at..].Split(';')[0]);
    }

    private static string ValueOf(string cookie) => cookie[(cookie.IndexOf('=') + 1)..cookie.IndexOf(';')];

    /// <summary>A provider, and the product that people log in to by it.</summary>
    public sealed class World : IAsyncLifetime
    {
        public const string Address = "https://mingus.example.com";

        internal Issuer Issuer { get; private set; } = null!;

        internal SafeStack Stack { get; private set; } = null!;

        internal static string[] Settings(Issuer issuer) =>
            [
                $"--Auth:Oidc:Authority={issuer.Address}",
                "--Auth:Oidc:Audience=mingus",
                "--Auth:Oidc:Tenant=acme",
                $"--Auth:Oidc:Login:ClientId={ClientId}",
                $"--Auth:Oidc:Login:ClientSecret={ClientSecret}",
                $"--Auth:Oidc:Login:Address={Address}",
                "--Auth:Oidc:Login:Operators:0=ops",
            ];

        public async ValueTask InitializeAsync()
        {
            Issuer = await Issuer.Start();
            Issuer.Clients[ClientId] = ClientSecret;
            Stack = await SafeStack.Start(Settings(Issuer));
        }

        public async ValueTask DisposeAsync()
        {
            await Stack.DisposeAsync();
            await Issuer.DisposeAsync();
        }
    }
}
