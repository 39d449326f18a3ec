using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>What opens nothing: no credential, a wrong one, one that has ended. On every route, without a
/// row.</summary>
public sealed class CredentialTests(CredentialTests.World world) : IClassFixture<CredentialTests.World>
{
    public static TheoryData<string> Routes => Route.Names;

    [Theory, MemberData(nameof(Routes))]
    public async Task Without_a_credential_in_force_every_route_answers_401(string name)
    {
        var route = Route.Of(name);
        foreach (var (kind, credential) in world.Ended)
        {
            var body = route.Method is "GET" or "DELETE" ? null : "{}";
            var answer = await world.Stack.As(credential, "dora").Send(route.Method, route.With(_ => "x_1"), body);

            Assert.True(answer.Status == 401, $"{route} with {kind}: {answer.Status} {answer.Text}");
            Assert.Equal("unauthorized", answer.Code);
            Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }

        Assert.Empty(await world.Stack.Query("SELECT 1 FROM users WHERE external_id = 'dora'"));
    }

    [Fact]
    public async Task The_database_holds_no_credential()
    {
        var rows = await world.Stack.RowsOf(userId: 0, "acme");

        Assert.Contains(SafeStack.Hash(world.Ended["a revoked key"]), rows, StringComparison.Ordinal);
        Assert.All(world.Ended.Values, text => Assert.DoesNotContain(text, rows, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_holds_no_credential()
    {
        foreach (var text in world.Ended.Values.Append(SafeStack.AcmeKey))
        {
            await world.Stack.As(text).Get("/accounts");
        }

        var log = world.Stack.Log.ToString();

        Assert.Contains("accounts", log, StringComparison.Ordinal);
        Assert.All(
            world.Ended.Values.Append(SafeStack.AcmeKey).Where(text => text.Length > 10),
            text => Assert.DoesNotContain(text, log, StringComparison.Ordinal)
        );
    }

    /// <summary>Credentials that were something, and are nothing now.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal SafeStack Stack { get; private set; } = null!;

        internal Dictionary<string, string> Ended { get; } = new(StringComparer.Ordinal);

        public async ValueTask InitializeAsync()
        {
            // So many strangers come here that they would be told to wait.
            Stack = await SafeStack.Start("--Limits:StrangersPerSecond=0");
            var acme = Stack.As(SafeStack.AcmeKey, "anna");
            var expired = (await acme.Post("/api-keys", """{"days":1}""")).Expect(201).Json;
            Ended["an expired key"] = (string)expired["key"]!;
            Ended["an expired token"] = await acme.Token("{}");
            Stack.Time.Advance(TimeSpan.FromDays(1));

            var key = (await acme.Post("/api-keys", "{}")).Expect(201).Json;
            var keyText = (string)key["key"]!;
            Ended["a token of a revoked key"] = await Stack.As(keyText, "anna").Token("{}");
            (await acme.Send("DELETE", $"/api-keys/{key["id"]}")).Expect(204);
            Ended["a revoked key"] = keyText;

            var token = (await acme.Post("/user-tokens", "{}")).Expect(201).Json;
            (await acme.Send("DELETE", $"/user-tokens/{token["id"]}")).Expect(204);
            Ended["a revoked token"] = (string)token["token"]!;

            var good = await acme.Key("read");
            Ended["a key with another checksum"] = good[..^1] + (good[^1] == 'A' ? 'B' : 'A');
            Ended["no key at all"] = "nonsense";
        }

        public ValueTask DisposeAsync() => Stack.DisposeAsync();
    }
}
