using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Server.Tests.Fakes;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Api;

public sealed class ReadsTests
{
    private static readonly string Checking = $"accounts/{Facts.Checking}";

    [Fact]
    public async Task An_account_is_told_with_balance_feeds_and_status()
    {
        await using var server = await RunningServer.Start();

        var account = await server.Get(Checking);

        Assert.Equal("41", account.Headers["Mingus-Sequence"]);
        Assert.Equal("no-store", account.Headers["Cache-Control"]);
        Assert.Equal("4210.55", (string?)account.Json["balance"]!["current"]);
        Assert.Equal(
            ("USD", "unknown"),
            ((string?)account.Json["currency"], (string?)account.Json["balance"]!["explained"])
        );
        Assert.Equal("prov-1", (string?)account.Json["feeds"]![0]!["providerAccountId"]);
        Assert.Equal("automatic", (string?)account.Json["feeds"]![0]!["linkedBy"]);
        Assert.Equal("2026-08-03T08:12:00.000Z", (string?)account.Json["freshness"]!["dataAsOf"]);
        Assert.Equal("stale", (string?)account.Json["status"]);
        Assert.NotEmpty((string)account.Json["statusReason"]!);
        // Whether it is current and whether its history is complete are two things.
        Assert.Equal("running", (string?)account.Json["coverageState"]);
    }

    [Fact]
    public async Task A_unit_that_is_no_currency_has_a_field_of_its_own()
    {
        await using var server = await RunningServer.Start();
        var miles = Currency.Unofficial("MILES");
        var view = server.Ledger.AccountViews[0];
        server.Ledger.AccountViews[0] = view with { Account = view.Account with { Currency = miles } };

        var account = await server.Get(Checking);

        Assert.True(account.Json.AsObject().ContainsKey("currency"));
        Assert.Null((string?)account.Json["currency"]);
        Assert.Equal("MILES", (string?)account.Json["unofficialCurrency"]);
    }

    [Fact]
    public async Task Lists_are_paged_and_always_say_what_is_next()
    {
        await using var server = await RunningServer.Start();
        server.Ledger.TransactionViews.AddRange(Enumerable.Range(1, 5).Select(n => Facts.Transaction(n)));

        var first = await server.Get($"{Checking}/transactions?limit=3");
        var second = await server.Get($"{Checking}/transactions?limit=3&after={first.Json["next"]}");

        Assert.Equal((3, 2), (first.Json["items"]!.AsArray().Count, second.Json["items"]!.AsArray().Count));
        Assert.EndsWith("\"next\":null}", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_reach_the_store_and_records_come_when_asked_for()
    {
        await using var server = await RunningServer.Start();
        server.Ledger.TransactionViews.Add(Facts.Transaction(1, "<script>alert(1)</script> ☕"));

        var plain = await server.Get($"{Checking}/transactions");
        var full = await server.Get(
            $"{Checking}/transactions?from=2026-01-02&to=2026-08-03&status=posted&text=cafe&include=records"
        );

        Assert.Null(plain.Json["items"]![0]!["records"]);
        Assert.Equal("<script>alert(1)</script> ☕", (string?)plain.Json["items"]![0]!["description"]);
        var record = full.Json["items"]![0]!["records"]![0]!;
        Assert.Equal(
            ("prov-1", "p1"),
            ((string?)record["providerAccountId"], (string?)record["providerTransactionId"])
        );
        Assert.Equal(
            new TransactionFilter(
                new DateOnly(2026, 1, 2),
                new DateOnly(2026, 8, 3),
                RecordStatus.Posted,
                "cafe",
                IncludeRecords: true
            ),
            server.Ledger.LastFilter
        );
    }

    [Fact]
    public async Task A_transaction_keeps_what_people_write_on_it()
    {
        await using var server = await RunningServer.Start();
        var view = Facts.Transaction(1) with { Annotation = new Annotation("Coffee", "with Ada", Facts.Now) };
        server.Ledger.TransactionViews.Add(view);

        var read = await server.Get($"transactions/{view.Id}");
        var long2000 = await server.Send(
            HttpMethod.Patch,
            $"transactions/{view.Id}",
            $$"""{"note":"{{new string('x', 2000)}}"}"""
        );
        var long2001 = await server.Send(
            HttpMethod.Patch,
            $"transactions/{view.Id}",
            $$"""{"note":"{{new string('x', 2001)}}"}"""
        );

        Assert.Equal(("Coffee", "person"), ((string?)read.Json["category"], (string?)read.Json["categorySource"]));
        Assert.Equal(
            ("-4.50", "2026-08-03", "posted"),
            ((string?)read.Json["amount"], (string?)read.Json["date"], (string?)read.Json["status"])
        );
        Assert.Equal((200, 400), (long2000.Status, long2001.Status));
        Assert.NotNull(long2001.Json["errors"]!["note"]);
    }

    [Fact]
    public async Task A_removed_transaction_is_still_read_by_its_id()
    {
        await using var server = await RunningServer.Start();
        var view = Facts.Transaction(1);
        var removed = view.Primary! with { RemovedAt = Facts.Now };
        server.Ledger.TransactionViews.Add(view with { Primary = null, Records = [removed] });

        Assert.Equal("removed", (string?)(await server.Get($"transactions/{view.Id}")).Json["status"]);
    }

    [Fact]
    public async Task A_run_tells_how_far_it_is_and_how_long_it_will_take()
    {
        await using var server = await RunningServer.Start();
        var started = DateTimeOffset.UtcNow.AddSeconds(-10);
        var run = Facts.Run(server.Ledger.Owner, RunStatus.Running) with
        {
            StartedAt = started,
            Progress = new RunProgress("fetch", "pages", 1, 4, "Page 1 of 4"),
        };
        server.Ledger.RunList.Add(run);

        var body = (await server.Get($"runs/{run.Id}")).Json;

        Assert.Equal(25, (int?)body["progress"]!["percent"]);
        Assert.InRange((int)body["progress"]!["etaSeconds"]!, 28, 60);
        Assert.Equal(("running", "person"), ((string?)body["status"], (string?)body["trigger"]));
        Assert.True(body.AsObject().ContainsKey("endedAt"));
        Assert.False(body.AsObject().ContainsKey("error"));
    }

    /// <summary>A first sync changes thousands: whoever looks at a list of runs does not read the ids of all.</summary>
    [Theory]
    [InlineData("runs")]
    [InlineData("account")]
    public async Task A_list_names_some_of_what_a_run_changed_and_the_run_all(string list)
    {
        await using var server = await RunningServer.Start();
        string[] changed = [.. Enumerable.Range(1, 30).Select(static n => Facts.Transaction(n).Id.ToString())];
        TransactionId[] ids = [.. Enumerable.Range(1, 30).Select(static n => Facts.Transaction(n).Id)];
        var run = Facts.Run(server.Ledger.Owner) with { Result = new RunResult([], ids, MoreChanged: false) };
        server.Ledger.RunList.Add(run);

        var listed = (await server.Get(list == "runs" ? "runs" : $"{Checking}/runs")).Json["items"]![0]!["result"]!;
        var whole = (await server.Get($"runs/{run.Id}")).Json["result"]!;

        Assert.Equal(changed[..20], listed["changedTransactions"]!.AsArray().Select(static id => (string)id!));
        Assert.True((bool)listed["moreChanged"]!);
        Assert.Equal(changed, whole["changedTransactions"]!.AsArray().Select(static id => (string)id!));
        Assert.False((bool)whole["moreChanged"]!);
    }

    [Fact]
    public async Task Sync_status_claims_nothing_that_is_not_checked()
    {
        await using var server = await RunningServer.Start();
        var waiting = Facts.Connection(server.Ledger.Owner) with { History = HistoryStatus.Initial };
        var view = server.Ledger.AccountViews[0];
        server.Ledger.AccountViews[0] = view with { Feeds = [view.Feeds[0] with { Connection = waiting }] };

        var status = (await server.Get($"{Checking}/sync-status")).Json;

        Assert.Equal("waiting_for_provider", (string?)status["phase"]);
        Assert.Equal("stale", (string?)status["status"]);
        Assert.Equal("waiting_for_provider", (string?)status["coverage"]!["state"]);
        Assert.Equal("unknown", (string?)status["reconciliation"]!["state"]);
        Assert.Equal(41, (int?)status["sequence"]);
        Assert.Equal("succeeded", (string?)status["types"]!["transactions"]!["lastOutcome"]);
        Assert.Equal(
            ["balance", "transactions", "historical", "backfill", "validate", "full"],
            status["types"]!.AsObject().Select(type => type.Key)
        );
        Assert.Equal(Facts.Bank.ToString(), (string?)status["connection"]!["id"]);
    }

    [Fact]
    public async Task Coverage_shows_intervals_gaps_and_how_far_the_history_is()
    {
        await using var server = await RunningServer.Start();
        var view = server.Ledger.AccountViews[0];
        var covered = new FeedCoverage(Facts.Feed, new DateOnly(2024, 8, 1))
        {
            Proved = CoverageMap.Of(
                new DateInterval(new DateOnly(2025, 6, 10), new DateOnly(2026, 6, 1)),
                new DateInterval(new DateOnly(2026, 6, 5), new DateOnly(2026, 8, 3))
            ),
            LimitedSince = new DateOnly(2025, 6, 10),
        };
        server.Ledger.AccountViews[0] = view with { Feeds = [view.Feeds[0] with { Coverage = covered }] };

        var coverage = (await server.Get($"{Checking}/coverage")).Json;
        var status = (await server.Get($"{Checking}/sync-status")).Json["coverage"]!;

        Assert.Equal("""{"from":"2024-08-03","to":"2026-08-03"}""", coverage["wanted"]!.ToJsonString());
        Assert.Equal(
            """[{"from":"2025-06-10","to":"2026-06-01"},{"from":"2026-06-05","to":"2026-08-03"}]""",
            coverage["intervals"]!.ToJsonString()
        );
        const string gaps = """[{"from":"2024-08-03","to":"2025-06-09"},{"from":"2026-06-02","to":"2026-06-04"}]""";
        Assert.Equal((gaps, gaps), (coverage["gaps"]!.ToJsonString(), status["gaps"]!.ToJsonString()));
        Assert.Equal(("running", "running"), ((string?)coverage["state"], (string?)status["state"]));
        Assert.Equal(("2025-06-10", "2026-08-03"), ((string?)status["from"], (string?)status["to"]));
        Assert.Equal(Facts.Feed.ToString(), (string?)coverage["feeds"]![0]!["feedId"]);
        Assert.Null(coverage["progress"]);
        Assert.Equal(404, (await server.Get($"accounts/acc_{new string('1', 32)}/coverage")).Status);
    }

    [Fact]
    public async Task Readiness_depends_on_the_database_alone()
    {
        await using var server = await RunningServer.Start();
        server.Provider.Fault = new ProviderFault(Recovery.Retry, "unreachable", "x", "retry");

        Assert.Equal(200, (await server.Get("/health/ready")).Status);
        server.Ledger.IsDown = true;
        Assert.Equal(503, (await server.Get("/health/ready")).Status);
        Assert.Equal(200, (await server.Get("/health/live")).Status);
    }
}
