using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>Every route with a key of each single scope: exactly the scope that the route names lets pass.</summary>
public sealed class ScopeTests(ScopeTests.World world) : IClassFixture<ScopeTests.World>
{
    private static readonly string[] Scopes =
    [
        "read",
        "sync",
        "connect",
        "decide",
        "export",
        "erase",
        "webhooks",
        "keys",
    ];

    public static TheoryData<string> Routes => Route.Names;

    [Theory, MemberData(nameof(Routes))]
    public async Task Exactly_the_named_scope_passes(string name)
    {
        var route = Route.Of(name);
        Assert.Contains(route.Scope, Scopes);

        foreach (var scope in Scopes)
        {
            var caller = world.Stack.As(world.Keys[scope], "carl");
            var body = route.Method is "GET" or "DELETE" ? null : "{}";
            var answer = await caller.Send(route.Method, route.With(_ => "x_1"), body);

            if (scope == route.Scope)
            {
                Assert.True(answer.Status is not (401 or 403), $"{route} with {scope}: {answer.Status}");
                Assert.True(answer.Status < 500, $"{route}: {answer.Text}");
            }
            else
            {
                Assert.Equal((403, "scope_missing"), (answer.Status, answer.Code));
                Assert.Contains(
                    $"scope=\"{route.Scope}\"",
                    answer.Headers["WWW-Authenticate"],
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public async Task What_is_the_tenants_is_closed_to_every_user_token()
    {
        var token = await world.Stack.As(SafeStack.AcmeKey, "carl").Token("{}");

        foreach (var route in Route.All.Where(route => route.Scope is "webhooks" or "keys"))
        {
            var answer = await world.Stack.As(token).Send(route.Method, route.With(_ => "x_1"), body: null);
            Assert.Equal((403, "scope_missing"), (answer.Status, answer.Code));
        }
    }

    /// <summary>A key of each scope.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal SafeStack Stack { get; private set; } = null!;

        internal Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

        public async ValueTask InitializeAsync()
        {
            Stack = await SafeStack.Start();
            foreach (var scope in Scopes)
            {
                Keys[scope] = await Stack.As(SafeStack.AcmeKey).Key(scope);
            }
        }

        public ValueTask DisposeAsync() => Stack.DisposeAsync();
    }
}
