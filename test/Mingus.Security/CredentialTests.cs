using System.Reflection;
using Microsoft.Extensions.Hosting;
using Mingus.Security.Support;
using Mingus.Server.Hosting;
using Mingus.Server.Identity;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

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

    [Fact]
    public async Task A_mistyped_key_costs_no_query()
    {
        var store = DispatchProxy.Create<ICredentialStore, Listening>();
        var asked = ((Listening)(object)store).Listen(world.Stack.Service<ICredentialStore>());
        var credentials = new Credentials(
            world.Stack.Service<ServerConfig>(),
            store,
            world.Stack.Service<Operators>(),
            world.Stack.Time
        );
        var good = await world.Stack.As(SafeStack.AcmeKey).Key("read");

        foreach (var place in Enumerable.Range(9, good.Length - 9).Where(i => good[i] != '_'))
        {
            var wrong = good[..place] + (good[place] == 'A' ? 'B' : 'A') + good[(place + 1)..];
            Assert.Null(await credentials.Find(wrong, CancellationToken.None));
        }

        Assert.Empty(asked);
        Assert.NotNull(await credentials.Find(good, CancellationToken.None));
        Assert.Contains(nameof(ICredentialStore.FindKey), asked);
    }

    [Fact]
    public async Task A_key_that_another_node_revokes_opens_nothing_after_five_seconds()
    {
        await using var stack = await SafeStack.Start();
        var made = (await stack.As(SafeStack.AcmeKey).Post("/api-keys", "{}")).Expect(201).Json;
        var key = stack.As((string)made["key"]!, "anna");
        (await key.Get("/accounts")).Expect(200);

        await stack.Query($"UPDATE api_keys SET revoked_at = 1 WHERE prefix = '{made["prefix"]}'");
        stack.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(401, (await key.Get("/accounts")).Status);
    }

    [Fact]
    public async Task The_end_of_a_key_is_told_thirty_days_and_seven_days_ahead_once_each()
    {
        await using var stack = await SafeStack.Start();
        var made = (await stack.As(SafeStack.AcmeKey).Post("/api-keys", """{"days":60}""")).Expect(201).Json;
        var job = stack.Service<IEnumerable<IHostedService>>().OfType<Pruning>().Single();

        // Hour by hour, as the job goes, around the days that count.
        var told = new List<int>();
        foreach (var daysLeft in (int[])[31, 30, 29, 8, 7, 6])
        {
            var end = (DateTimeOffset)made["expiresAt"]!;
            stack.Time.Advance(end.AddDays(-daysLeft) - stack.Time.GetUtcNow());
            for (var hour = 0; hour < 24; hour++)
            {
                var before = stack.Log.ToString().Split("rotate it").Length;
                await job.Prune(CancellationToken.None);
                told.AddRange(stack.Log.ToString().Split("rotate it").Skip(before).Select(_ => daysLeft));
                stack.Time.Advance(TimeSpan.FromHours(1));
            }
        }

        Assert.Equal([30, 7], told);
        Assert.Contains($"API key {made["id"]} of tenant acme", stack.Log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A store that notes what it is asked.</summary>
    public class Listening : DispatchProxy
    {
        private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
        private ICredentialStore? _store;

        public IReadOnlySet<string> Listen(ICredentialStore store)
        {
            _store = store;
            return _asked;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _asked.Add(targetMethod!.Name);
            return targetMethod.Invoke(_store, args);
        }
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
