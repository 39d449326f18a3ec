using Microsoft.Extensions.Time.Testing;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Transport;

public sealed class ResilienceTests
{
    private static readonly Func<HttpResponseMessage> Good = CannedNetwork.Json(PlaidJson.Page().ToJsonString());

    private static readonly Func<HttpResponseMessage> Failing = CannedNetwork.Error(
        "API_ERROR",
        "INTERNAL_SERVER_ERROR",
        500
    );

    private static readonly Func<HttpResponseMessage> BankDown = CannedNetwork.Error(
        "INSTITUTION_ERROR",
        "INSTITUTION_DOWN",
        400
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passing_failure_heals_by_itself()
    {
        var network = new CannedNetwork(Failing, CannedNetwork.Broken(), Good);
        using var plaid = TestPlaid.Over(network);
        Assert.Equal("c1", (await Page(plaid)).NextCursor);
        Assert.Equal(3, network.Sent.Count);
    }

    [Theory]
    [InlineData(500, "internal_server_error", 3)]
    [InlineData(503, "planned_maintenance", 1)]
    [InlineData(400, "institution_down", 1)]
    [InlineData(400, "item_login_required", 1)]
    [InlineData(400, "transactions_sync_mutation_during_pagination", 1)]
    [InlineData(429, "transactions_sync_limit", 1)]
    public async Task Only_what_may_pass_is_repeated_and_three_times_at_most(int status, string code, int calls)
    {
        var network = new CannedNetwork(CannedNetwork.Error("API_ERROR", code.ToUpperInvariant(), status));
        using var plaid = TestPlaid.Over(network);
        Assert.Equal(code, (await FaultOf(plaid)).Code);
        Assert.Equal(calls, network.Sent.Count);
    }

    [Fact]
    public async Task A_network_that_is_gone_is_unreachable()
    {
        var network = new CannedNetwork(CannedNetwork.Broken());
        using var plaid = TestPlaid.Over(network);
        var fault = await FaultOf(plaid);
        Assert.Equal((Recovery.Retry, "unreachable"), (fault.Recovery, fault.Code));
        Assert.Equal(3, network.Sent.Count);
    }

    [Fact]
    public async Task What_must_not_happen_twice_is_sent_once()
    {
        foreach (var answer in new[] { Failing, CannedNetwork.Broken() })
        {
            var network = new CannedNetwork(answer);
            using var plaid = TestPlaid.Over(network);
            var row = new PlaidSandboxTransaction(new DateOnly(2026, 8, 3), new DateOnly(2026, 8, 3), 1, "Test");
            await FaultOf(() => plaid.Client.Exchange("public-1", Cancel));
            await FaultOf(() => plaid.Client.Refresh(TestPlaid.Access, Cancel));
            await FaultOf(() => plaid.Client.CreateSandboxTransactions(TestPlaid.Access, [row], Cancel));
            await FaultOf(() => plaid.Client.CreateSandboxPublicToken("ins_1", "u", "p", Cancel));
            Assert.Equal(4, network.Sent.Count);
        }
    }

    [Fact]
    public async Task A_short_wait_that_is_asked_for_is_waited_for()
    {
        var time = new FakeTimeProvider();
        var limited = CannedNetwork.Error("RATE_LIMIT_EXCEEDED", "RATE_LIMIT", 429, TimeSpan.FromSeconds(4));
        var network = new CannedNetwork(limited, Good);
        using var plaid = TestPlaid.Over(network, time: time);
        var page = Page(plaid);
        await Until(() =>
            network.Sent.Count == 1 && plaid.Lines.Text.Contains("plaid.retry", StringComparison.Ordinal)
        );
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(page.IsCompleted);
        await AdvanceUntil(time, page);
        Assert.Equal("c1", (await page).NextCursor);
    }

    [Fact]
    public async Task A_long_wait_that_is_asked_for_is_left_to_the_engine()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 8, 3, 10, 0, 0, TimeSpan.Zero));
        var limited = CannedNetwork.Error("RATE_LIMIT_EXCEEDED", "RATE_LIMIT", 429, TimeSpan.FromSeconds(85_092));
        var network = new CannedNetwork(limited);
        using var plaid = TestPlaid.Over(network, time: time);
        var fault = await FaultOf(plaid);
        Assert.Equal(Recovery.Throttle, fault.Recovery);
        Assert.Equal(time.GetUtcNow().AddSeconds(85_092), fault.RetryAt);
        Assert.Single(network.Sent);
    }

    [Fact]
    public async Task A_bank_that_keeps_failing_is_left_alone_and_the_others_are_not()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 8, 3, 10, 0, 0, TimeSpan.Zero));
        var network = new CannedNetwork(BankDown);
        using var plaid = TestPlaid.Over(network, time: time);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("institution_down", (await FaultOf(plaid)).Code);
        }

        var open = await FaultOf(plaid);
        Assert.Equal((Recovery.Retry, "circuit_open"), (open.Recovery, open.Code));
        Assert.Equal(time.GetUtcNow().AddSeconds(30), open.RetryAt);
        Assert.Equal(6, network.Sent.Count);
        var other = TestPlaid.Access with { InstitutionId = "ins_2" };
        Assert.Equal("institution_down", (await FaultOf(() => plaid.Client.GetAccounts(other, Cancel))).Code);
    }

    [Fact]
    public async Task A_bank_that_was_left_alone_is_tried_again_after_a_while()
    {
        var time = new FakeTimeProvider();
        var network = new CannedNetwork([.. Enumerable.Repeat(BankDown, 6), Good]);
        using var plaid = TestPlaid.Over(network, time: time);
        for (var i = 0; i < 7; i++)
        {
            await FaultOf(plaid);
        }

        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("c1", (await Page(plaid)).NextCursor);
        Assert.Equal("c1", (await Page(plaid)).NextCursor);
        Assert.Contains("plaid.circuit_closed", plaid.Lines.Text, StringComparison.Ordinal);
    }

    // Each run asks Plaid for the item first, which Plaid answers by itself, whatever the bank does.
    [Fact]
    public async Task What_plaid_answers_by_itself_neither_hides_that_a_bank_is_down_nor_shows_that_it_is_back()
    {
        var time = new FakeTimeProvider();
        var item = CannedNetwork.Json("""{"item":{"item_id":"item-1","institution_id":"ins_1"},"request_id":"r"}""");
        var runs = Enumerable.Repeat<Func<HttpResponseMessage>[]>([item, item, BankDown], 6).SelectMany(r => r);
        var network = new CannedNetwork([.. runs, item, BankDown, item]);
        using var plaid = TestPlaid.Over(network, time: time);
        for (var run = 0; run < 6; run++)
        {
            await plaid.Client.GetItem(TestPlaid.Access, Cancel);
            await plaid.Client.GetItem(TestPlaid.Access, Cancel);
            Assert.Equal("institution_down", (await FaultOf(plaid)).Code);
        }

        Assert.Equal("circuit_open", (await FaultOf(plaid)).Code);
        time.Advance(TimeSpan.FromSeconds(31));
        await plaid.Client.GetItem(TestPlaid.Access, Cancel);
        Assert.Equal("institution_down", (await FaultOf(plaid)).Code);
        Assert.Equal("circuit_open", (await FaultOf(plaid)).Code);
        await plaid.Client.GetItem(TestPlaid.Access, Cancel);
    }

    [Fact]
    public async Task Answers_with_a_reason_do_not_open_the_circuit()
    {
        var network = new CannedNetwork(CannedNetwork.Error("ITEM_ERROR", "ITEM_LOGIN_REQUIRED", 400));
        using var plaid = TestPlaid.Over(network);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal("item_login_required", (await FaultOf(plaid)).Code);
        }
    }

    [Fact]
    public async Task Our_own_count_keeps_within_a_limit_and_says_when_there_is_room()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 8, 3, 10, 0, 0, TimeSpan.Zero));
        var network = new CannedNetwork(Good);
        using var plaid = TestPlaid.Over(
            network,
            options => options.Limits["Sync"] = new PlaidLimit { PerItem = 2, PerClient = 3 },
            time
        );
        await Page(plaid);
        time.Advance(TimeSpan.FromSeconds(20));
        await Page(plaid);
        var refused = await FaultOf(plaid);
        Assert.Equal((Recovery.Throttle, "client_rate_limit"), (refused.Recovery, refused.Code));
        Assert.Equal(new DateTimeOffset(2026, 8, 3, 10, 1, 0, TimeSpan.Zero), refused.RetryAt);
        var other = TestPlaid.Access with { ItemId = "item-2" };
        await plaid.Client.GetPage(other, null, 500, Cancel);
        await FaultOf(() => plaid.Client.GetPage(TestPlaid.Access with { ItemId = "item-3" }, null, 500, Cancel));
        Assert.Equal(3, network.Sent.Count);
        time.Advance(TimeSpan.FromSeconds(40));
        await Page(plaid);
        Assert.Equal(4, network.Sent.Count);
    }

    [Theory]
    [InlineData("https://production.plaid.com", 15)]
    [InlineData("https://sandbox.plaid.com", 100)]
    public async Task Plaids_documented_limits_hold_on_its_own_hosts(string host, int callsPerMinute)
    {
        var network = new CannedNetwork(Good);
        using var plaid = TestPlaid.Over(network, options => options.BaseUrl = host, new FakeTimeProvider());
        for (var i = 0; i < callsPerMinute; i++)
        {
            await plaid.Client.GetAccounts(TestPlaid.Access, Cancel);
        }

        Assert.Equal(
            "client_rate_limit",
            (await FaultOf(() => plaid.Client.GetAccounts(TestPlaid.Access, Cancel))).Code
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", null)]
    [InlineData("https://production.plaid.com", 0)]
    public async Task There_is_no_limit_elsewhere_or_when_it_is_set_to_0(string host, int? limit)
    {
        var network = new CannedNetwork(Good);
        using var plaid = TestPlaid.Over(
            network,
            options =>
            {
                options.BaseUrl = host;
                if (limit is { } calls)
                {
                    options.Limits["accounts"] = new PlaidLimit { PerItem = calls, PerClient = calls };
                }
            },
            new FakeTimeProvider()
        );
        for (var i = 0; i < 300; i++)
        {
            await plaid.Client.GetAccounts(TestPlaid.Access, Cancel);
        }

        Assert.Equal(300, network.Sent.Count);
    }

    [Fact]
    public async Task Neither_keys_nor_tokens_nor_rows_are_logged_or_thrown()
    {
        var page = PlaidJson.Page(PlaidJson.Transaction("t1", "4711.17")).ToJsonString();
        var network = new CannedNetwork(
            Failing,
            CannedNetwork.Json(page),
            BankDown,
            CannedNetwork.Json("<html>canary")
        );
        using var plaid = TestPlaid.Over(network);
        await Page(plaid);
        await FaultOf(plaid);
        var thrown = await Assert.ThrowsAsync<ProviderException>(() => Page(plaid));
        var text = plaid.Lines.Text + thrown;
        foreach (var secret in new[] { "canary", "access-test", "KETTLE", "4711", "London" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("req1", text, StringComparison.Ordinal);
        Assert.Contains("ins_1", text, StringComparison.Ordinal);
    }

    private static Task<ProviderPage> Page(TestPlaid plaid) =>
        plaid.Client.GetPage(TestPlaid.Access, null, 500, Cancel);

    private static Task<ProviderFault> FaultOf(TestPlaid plaid) => FaultOf(() => Page(plaid));

    private static async Task<ProviderFault> FaultOf(Func<Task> call) =>
        (await Assert.ThrowsAsync<ProviderException>(call)).Fault;

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, Cancel);
        }
    }

    private static async Task AdvanceUntil(FakeTimeProvider time, Task done)
    {
        while (!done.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, Cancel);
        }
    }
}
