using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>
/// Every route with ids of what Anna owns, asked by those who are not Anna: they get what an id gets that nothing ever
/// had, byte for byte, and nothing of hers changes.
/// </summary>
public sealed class IdorMatrixTests(IdorMatrixTests.World world) : IClassFixture<IdorMatrixTests.World>
{
    public static TheoryData<string> Routes => Route.Names;

    [Theory, MemberData(nameof(Routes))]
    public async Task Another_tenants_key_finds_nothing(string name) =>
        await AssertNothing(Route.Of(name), () => Task.FromResult(world.Stack.As(SafeStack.OtherKey, "anna")));

    [Theory, MemberData(nameof(Routes))]
    public async Task Another_user_of_the_tenant_finds_nothing(string name)
    {
        var route = Route.Of(name);
        if (!route.IsOfTenant)
        {
            await AssertNothing(route, () => Task.FromResult(world.Stack.As(SafeStack.AcmeKey, "bert")));
        }
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Another_users_token_finds_nothing(string name) =>
        await AssertNothing(Route.Of(name), world.BertByToken);

    [Fact]
    public async Task Nothing_of_hers_changes_whatever_they_ask()
    {
        var before = await world.Rows();
        foreach (var route in Route.All)
        {
            foreach (var caller in (await world.Others()).Where(caller => !route.IsOfTenant || caller.Tenant != "acme"))
            {
                await Ask(route, caller, world.Annas.Of);
            }
        }

        Assert.Equal(before, await world.Rows());
    }

    [Theory]
    [InlineData("POST", "/link-tokens", """{"connectionId":"{connections}"}""")]
    [InlineData("POST", "/account-links", """{"accountId":"{accounts}","feedId":"{feeds}"}""")]
    public async Task An_id_in_a_body_names_nothing_of_another(string method, string path, string body)
    {
        var before = await world.Rows();
        foreach (var caller in await world.Others())
        {
            var foreign = await caller.Send(method, path, Fill(body, world.Annas.Of));
            var never = await caller.Send(method, path, Fill(body, world.Annas.NeverOf));

            Assert.Equal(404, foreign.Status);
            Assert.Equal((never.Status, never.Text), (foreign.Status, foreign.Text));
        }

        Assert.Equal(before, await world.Rows());
    }

    [Fact]
    public async Task A_stream_of_an_account_of_another_is_none()
    {
        foreach (var caller in await world.Others())
        {
            var foreign = await caller.Get($"/events?account={world.Annas.Of("accounts")}");
            var never = await caller.Get($"/events?account={world.Annas.NeverOf("accounts")}");

            Assert.Equal((404, never.Text), (foreign.Status, foreign.Text));
        }
    }

    [Fact]
    public async Task A_position_of_anothers_list_leads_nowhere()
    {
        var anna = world.Stack.As(SafeStack.AcmeKey, "anna");
        var list = $"/accounts/{world.Annas.Of("accounts")}/transactions?limit=1";
        var next = (string)(await anna.Get(list)).Expect(200).Json["next"]!;

        foreach (var caller in await world.Others())
        {
            Assert.Equal(404, (await caller.Get($"{list}&after={Uri.EscapeDataString(next)}")).Status);
            var runs = await caller.Get($"/runs?after={Uri.EscapeDataString(next)}");
            Assert.Equal(400, runs.Status);
        }
    }

    [Fact]
    public async Task An_idempotency_key_of_another_is_as_new()
    {
        var anna = world.Stack.As(SafeStack.AcmeKey, "anna");
        var key = ("Idempotency-Key", "a key of Anna's");
        var runs = (await anna.Post("/accounts/bulk/sync", "{}", key)).Expect(202).Json["runs"]!.AsArray();
        foreach (var run in runs)
        {
            await anna.Ended((string)run!["id"]!);
        }

        foreach (var caller in await world.Others())
        {
            var answer = await caller.Post("/accounts/bulk/sync", "{}", key);
            Assert.DoesNotContain("run_", answer.Text, StringComparison.Ordinal);
        }
    }

    private async Task AssertNothing(Route route, Func<Task<Caller>> other)
    {
        var foreign = await Ask(route, await other(), world.Annas.Of);
        var never = await Ask(route, await other(), world.Annas.NeverOf);

        Assert.Equal(never, foreign);
        if (route.Path.Contains('{', StringComparison.Ordinal))
        {
            // A user's token has no way into what is the tenant's.
            Assert.True(foreign.Status == 404 || (route.IsOfTenant && foreign.Status == 403), $"{route}: {foreign}");
        }
    }

    /// <summary>What the answer says. Runs that a caller starts for himself have ids of their own, exports their
    /// time.</summary>
    private static async Task<(int Status, string Text, string Sequence)> Ask(
        Route route,
        Caller caller,
        Func<string, string> idOf
    )
    {
        var queries = route.Query.Where(name => name is "account" or "run");
        var query = string.Join('&', queries.Select(name => $"{name}={idOf(name + "s")}"));
        var body = route switch
        {
            { Method: "GET" or "DELETE" } => null,
            { Name: "ReplayWebhooks" } => """{"since":"2026-01-01T00:00:00Z"}""",
            _ => "{}",
        };
        var answer = await caller.Send(route.Method, $"{route.With(idOf)}?{query}", body);
        var isNew = answer.Status is 201 or 202 || route.Name is "GetMetricsSummary" or "CreateLinkToken" or "ExportMe";
        return (answer.Status, isNew ? "" : answer.Text, answer.Headers.GetValueOrDefault("Mingus-Sequence", ""));
    }

    private static string Fill(string body, Func<string, string> idOf) =>
        ((string[])["connections", "accounts", "feeds"]).Aggregate(
            body,
            (text, name) => text.Replace($"{{{name}}}", idOf(name), StringComparison.Ordinal)
        );

    /// <summary>Anna with all she owns, and those who are not Anna.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal SafeStack Stack { get; private set; } = null!;

        internal Belongings Annas { get; private set; } = null!;

        /// <summary>Bert with a new token: some of the routes end those that he has.</summary>
        internal async Task<Caller> BertByToken() =>
            Stack.As(await Stack.As(SafeStack.AcmeKey, "bert").Token("""{"minutes":60}"""));

        internal async Task<Caller[]> Others() =>
            [Stack.As(SafeStack.OtherKey, "anna"), Stack.As(SafeStack.AcmeKey, "bert"), await BertByToken()];

        internal Task<string> Rows() => Stack.RowsOf(Annas.UserId, "acme", "anna");

        public async ValueTask InitializeAsync()
        {
            Stack = await SafeStack.Start();
            Annas = await Belongings.Make(Stack);
            var bert = Stack.As(SafeStack.AcmeKey, "bert");
            // He exists, and owns something himself.
            (await bert.Send("PUT", "/settings", "{}")).Expect(200);
        }

        public ValueTask DisposeAsync() => Stack.DisposeAsync();
    }
}
