using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>Tokens that an identity provider signs: which open what, and which tricks open nothing.</summary>
public sealed class SignedTokenTests(SignedTokenTests.World world) : IClassFixture<SignedTokenTests.World>
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private Issuer Issuer => world.Issuer;

    private JsonObject Claims => Issuer.Claims(Now);

    /// <summary>Claims that are wrong, each by what is changed of those that are right; null takes one away.</summary>
    public static TheoryData<string, string, string?> WrongClaims =>
        new()
        {
            { "another audience", "aud", "\"another\"" },
            { "audiences without ours", "aud", """["one","two"]""" },
            { "no audience", "aud", null },
            { "another issuer", "iss", "\"https://evil.example\"" },
            { "our issuer and more", "iss", "\"ISSUER/evil\"" },
            { "no issuer", "iss", null },
            { "expired", "exp", $"{Now.AddSeconds(-61).ToUnixTimeSeconds()}" },
            { "without end", "exp", null },
            { "an end in words", "exp", "\"tomorrow\"" },
            { "not yet in force", "nbf", $"{Now.AddHours(1).ToUnixTimeSeconds()}" },
            { "no user", "sub", null },
            { "an empty user", "sub", "\"\"" },
            { "a user that is a number", "sub", "7" },
            { "a user with a line break", "sub", "\"anna\\nbert\"" },
            { "no tenant", "tenant", null },
            { "two tenants", "tenant", """["acme","other"]""" },
        };

    [Fact]
    public async Task A_token_reads_for_its_user_and_does_what_its_scopes_say()
    {
        foreach (var token in (string[])[Issuer.Sign(Claims), Issuer.SignByRsa(Claims)])
        {
            var anna = world.Stack.As(token);

            var me = (await anna.Get("/users/me")).Expect(200);
            Assert.Equal("""{"userId":"anna","tenant":"acme"}""", me.Text);
            Assert.Equal("scope_missing", (await anna.Post("/link-tokens", "{}")).Expect(403).Code);
            Assert.Equal("another_user", (await world.Stack.As(token, "bert").Get("/users/me")).Expect(403).Code);
            // No more than a user token may, and it makes none.
            Assert.Equal(403, (await anna.Get("/api-keys")).Status);
            Assert.Equal("key_needed", (await anna.Post("/user-tokens", "{}")).Expect(403).Code);
        }
    }

    [Theory]
    [InlineData("\"mingus:read\"", 200)]
    [InlineData("[\"openid\",\"mingus:read\"]", 200)]
    [InlineData("\"read\"", 403)]
    [InlineData("\"mingus:READ\"", 403)]
    [InlineData("\"\"", 403)]
    [InlineData("{\"mingus:read\":true}", 403)]
    [InlineData("7", 403)]
    [InlineData(null, 403)]
    public async Task Scopes_are_those_it_names_and_none_otherwise(string? scopes, int status)
    {
        var token = Issuer.Sign(With(Claims, "scope", scopes));

        Assert.Equal(status, (await world.Stack.As(token).Get("/accounts")).Status);
    }

    [Fact]
    public async Task The_tenants_own_routes_stay_closed_whatever_it_claims()
    {
        var all = "\"mingus:read mingus:keys mingus:webhooks\"";
        var anna = world.Stack.As(Issuer.Sign(With(Claims, "scope", all)));

        (await anna.Get("/accounts")).Expect(200);
        foreach (var path in (string[])["/api-keys", "/webhook-endpoints", "/audit"])
        {
            Assert.Equal("scope_missing", (await anna.Get(path)).Expect(403).Code);
        }
    }

    [Theory, MemberData(nameof(WrongClaims))]
    public async Task A_token_with_a_wrong_claim_opens_nothing(string what, string claim, string? value)
    {
        var wrong = With(Claims, claim, value?.Replace("ISSUER", Issuer.Address, StringComparison.Ordinal));

        await Refused(what, Issuer.Sign(wrong), Issuer.SignByRsa(wrong));
    }

    [Fact]
    public async Task A_minute_is_forgiven_either_way()
    {
        var late = With(Claims, "exp", $"{Now.AddSeconds(-30).ToUnixTimeSeconds()}");
        var early = With(Claims, "nbf", $"{Now.AddSeconds(50).ToUnixTimeSeconds()}");

        Assert.Equal(200, (await world.Stack.As(Issuer.Sign(late)).Get("/users/me")).Status);
        Assert.Equal(200, (await world.Stack.As(Issuer.Sign(early)).Get("/users/me")).Status);
    }

    [Fact]
    public async Task Without_a_signature_or_with_one_of_another_kind_it_opens_nothing()
    {
        var publicKey = Encoding.ASCII.GetBytes(Issuer.Rsa.ExportSubjectPublicKeyInfoPem());
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] Elliptic(byte[] bytes) => Issuer.Elliptic.SignData(bytes, HashAlgorithmName.SHA256);

        foreach (var none in (string[])["none", "None", "nOnE", ""])
        {
            await Refused($"alg {none}", Issuer.Compose(Issuer.Header(none), Claims, _ => []));
            await Refused($"alg {none}, signed", Issuer.Compose(Issuer.Header(none), Claims, Elliptic));
        }

        foreach (var key in (byte[][])[publicKey, Issuer.Rsa.ExportSubjectPublicKeyInfo(), []])
        {
            var forged = Issuer.Compose(
                Issuer.Header("HS256", "rsa-1"),
                Claims,
                bytes => HMACSHA256.HashData(key, bytes)
            );
            await Refused("HS256 by what everybody knows", forged);
        }

        await Refused(
            "another's key under our id",
            Issuer.Compose(Issuer.Header(), Claims, bytes => stranger.SignData(bytes, HashAlgorithmName.SHA256)),
            Issuer.Compose(Issuer.Header(), Claims, bytes => larger.SignData(bytes, HashAlgorithmName.SHA256)),
            Issuer.Compose(Issuer.Header(), Claims, _ => new byte[64]),
            Issuer.Compose(Issuer.Header(), Claims, _ => [])
        );
        await Refused(
            "an algorithm that is not the key's",
            Issuer.SignByRsa(Claims, Issuer.Header("RS256", "ec-1")),
            Issuer.Sign(Claims, Issuer.Header("ES256", "rsa-1")),
            Issuer.Sign(Claims, Issuer.Header("RS256")),
            Issuer.SignByRsa(Claims, Issuer.Header("PS256", "rsa-1")),
            Issuer.SignByRsa(Claims, Issuer.Header("RS512", "rsa-1"))
        );
        var right = Issuer.Sign(Claims).Split('.');
        var other = Issuer.Sign(With(Claims, "sub", "\"bert\"")).Split('.');
        await Refused("claims of another under its signature", $"{right[0]}.{other[1]}.{right[2]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("EC-1")]
    [InlineData("ec-1 ")]
    [InlineData("../ec-1")]
    [InlineData("../../../../dev/null")]
    [InlineData("/proc/self/environ")]
    [InlineData("file:///dev/null")]
    [InlineData("http://127.0.0.1/keys")]
    [InlineData("ec-1' OR '1'='1")]
    [InlineData("ec-1\u0000")]
    [InlineData("*")]
    public async Task A_key_id_is_a_name_and_nothing_else(string keyId) =>
        await Refused(keyId, Issuer.Sign(Claims, Issuer.Header(keyId: keyId)));

    [Fact]
    public async Task A_token_says_nothing_of_where_its_key_is()
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var evil = await Issuer.Start();
        var asked = evil.Asked;
        var point = own.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = "own",
            ["x"] = System.Buffers.Text.Base64Url.EncodeToString(point.X),
            ["y"] = System.Buffers.Text.Base64Url.EncodeToString(point.Y),
        };
        foreach (var id in (string?[])["own", "ec-1", null])
        {
            var embedded = Issuer.Header(keyId: id);
            embedded["jwk"] = jwk.DeepClone();
            var elsewhere = Issuer.Header(keyId: id);
            elsewhere["jku"] = $"{evil.Address}/keys";
            elsewhere["x5u"] = $"{evil.Address}/keys";
            byte[] Own(byte[] bytes) => own.SignData(bytes, HashAlgorithmName.SHA256);

            await Refused("its own key in its header", Issuer.Compose(embedded, Claims, Own));
            await Refused("the address of its key", Issuer.Compose(elsewhere, Claims, Own));
        }

        await Refused("no key id", Issuer.Sign(Claims, Issuer.Header(keyId: null)));
        Assert.Equal(asked, evil.Asked);
    }

    [Fact]
    public async Task Other_forms_open_nothing()
    {
        var token = Issuer.Sign(Claims);
        var parts = token.Split('.');
        var one = $$"""{"protected":"{{parts[0]}}","signature":"{{parts[2]}}"}""";
        var general = $$"""{"payload":"{{parts[1]}}","signatures":[{{one}},{{one}}]}""";
        var flat = $$"""{"payload":"{{parts[1]}}","protected":"{{parts[0]}}","signature":"{{parts[2]}}"}""";

        await Refused("two signatures", general, flat, $"{token}.{parts[2]}", $"{token}.{parts[0]}.{parts[2]}");
        await Refused("cut or lengthened", token[..^2], $"{token}A", $".{token}", $"{token}.", "..", "a.b.c");
        await Refused("too long", Issuer.Sign(With(Claims, "more", $"\"{new string('x', 20_000)}\"")));
        var twice = await world.Stack.As(token).Get("/users/me", ("Authorization", $"Bearer {token}"));
        Assert.Equal(401, twice.Status);
        Assert.DoesNotContain(parts[2], world.Stack.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(401, (await world.Stack.As(null).Get($"/users/me?access_token={token}")).Status);
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_asks_the_issuer_once_and_a_new_key_is_found()
    {
        await using var issuer = await Issuer.Start();
        await using var stack = await World.Of(issuer);
        (await stack.As(issuer.Sign(issuer.Claims(Now))).Get("/users/me")).Expect(200);
        Assert.Equal(2, issuer.Asked);
        stack.Time.Advance(TimeSpan.FromSeconds(31));

        var flood = Enumerable.Range(0, 500).Select(i => Issuer.Header(keyId: $"unknown-{i}"));
        var answers = await Task.WhenAll(
            flood.Select(header => stack.As(issuer.Sign(issuer.Claims(Now), header)).Get("/users/me"))
        );

        Assert.All(answers, answer => Assert.Equal(401, answer.Status));
        Assert.Equal(4, issuer.Asked);

        issuer.Rotate("ec-2");
        var rotated = issuer.Sign(issuer.Claims(Now), Issuer.Header(keyId: "ec-2"));
        Assert.Equal(401, (await stack.As(rotated).Get("/users/me")).Status);
        stack.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await stack.As(rotated).Get("/users/me")).Status);
        Assert.Equal(6, issuer.Asked);
    }

    [Fact]
    public async Task Its_old_key_opens_nothing_once_the_set_is_read_again_and_while_it_is_away_all_goes_on()
    {
        await using var issuer = await Issuer.Start();
        await using var stack = await World.Of(issuer);
        var old = issuer.Sign(With(issuer.Claims(Now), "exp", $"{Now.AddDays(2).ToUnixTimeSeconds()}"));
        (await stack.As(old).Get("/users/me")).Expect(200);

        issuer.IsAway = true;
        stack.Time.Advance(TimeSpan.FromHours(12));
        (await stack.As(old).Get("/users/me")).Expect(200);

        issuer.IsAway = false;
        issuer.Rotate("ec-2");
        stack.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(401, (await stack.As(old).Get("/users/me")).Status);
    }

    [Fact]
    public async Task An_issuer_that_never_answered_is_503_and_one_that_says_it_is_another_is_not_believed()
    {
        await using var issuer = await Issuer.Start();
        await using var stack = await World.Of(issuer);
        var token = issuer.Sign(issuer.Claims(Now));
        issuer.IsAway = true;

        var away = await stack.As(token).Get("/users/me");
        Assert.Equal((503, "issuer_away"), (away.Status, away.Code));
        Assert.True(away.Headers.ContainsKey("Retry-After"));
        await RefusedBy(stack, "alg none", Issuer.Compose(Issuer.Header("none"), issuer.Claims(Now), _ => []));

        issuer.IsAway = false;
        issuer.SaysItIs = "https://evil.example";
        stack.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(503, (await stack.As(token).Get("/users/me")).Status);

        issuer.SaysItIs = null;
        stack.Time.Advance(TimeSpan.FromSeconds(30));
        (await stack.As(token).Get("/users/me")).Expect(200);
        // Keys of ours need no issuer.
        (await stack.As(SafeStack.AcmeKey, "anna").Get("/users/me")).Expect(200);
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_opened_it()
    {
        await using var issuer = await Issuer.Start();
        await using var stack = await World.Of(issuer);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Address, $"{Caller.Api}/events"));
        request.Headers.Add("Authorization", $"Bearer {issuer.Sign(issuer.Claims(Now))}");
        using var response = await stack.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);

        stack.Time.Advance(TimeSpan.FromMinutes(7));

        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Where_no_issuer_is_named_a_token_is_any_wrong_text()
    {
        await using var stack = await SafeStack.Start();

        Assert.Equal(401, (await stack.As(Issuer.Sign(Claims)).Get("/users/me")).Status);
    }

    private Task Refused(string what, params string[] tokens) => RefusedBy(world.Stack, what, tokens);

    private static async Task RefusedBy(SafeStack stack, string what, params string[] tokens)
    {
        foreach (var token in tokens)
        {
            var answer = await stack.As(token).Get("/users/me");
            Assert.True(answer is { Status: 401, Code: "unauthorized" }, $"{what}: {answer.Status} {answer.Text}");
        }
    }

    private static JsonObject With(JsonObject claims, string name, string? value)
    {
        claims.Remove(name);
        if (value is not null)
        {
            claims[name] = JsonNode.Parse(value);
        }

        return claims;
    }

    /// <summary>The product and an issuer that it trusts.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal Issuer Issuer { get; private set; } = null!;

        internal SafeStack Stack { get; private set; } = null!;

        internal static Task<SafeStack> Of(Issuer issuer) =>
            SafeStack.Start(
                $"--Auth:Oidc:Authority={issuer.Address}",
                $"--Auth:Oidc:Audience={Issuer.Audience}",
                "--Auth:Oidc:TenantClaim=tenant",
                "--Auth:Oidc:ScopePrefix=mingus:",
                "--Limits:StrangersPerSecond=0",
                "--Limits:RequestsAtOnce=0"
            );

        public async ValueTask InitializeAsync()
        {
            Issuer = await Issuer.Start();
            Stack = await Of(Issuer);
        }

        public async ValueTask DisposeAsync()
        {
            await Stack.DisposeAsync();
            await Issuer.DisposeAsync();
        }
    }
}
