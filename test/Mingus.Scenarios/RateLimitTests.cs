using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S14: the provider asks to wait.</summary>
[Trait("Category", "Slow")]
public sealed class RateLimitTests
{
    private const int Wait = 85_092;

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_long_wait_is_kept_told_and_survived_by_a_restart(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var success = (await person.Connection()).Moment("lastSuccessAt");
        person.Hand().Add("While waiting", 4m);
        Throttle(person, Wait);
        var asked = stack.Time.GetUtcNow();

        var run = await person.Sync();

        Assert.Equal("failed", run.Text("status"));
        var error = run.GetProperty("error");
        Assert.Equal(("transactions_sync_limit", "wait"), (error.Text("code"), error.Text("action")));
        AssertAbout(asked.AddSeconds(Wait), error.Moment("retryAt"));
        await AssertThrottled(person, asked, success);
        var calls = person.PagesAsked();

        Assert.Equal(("skipped", "throttled"), await Unforced(person));
        var refused = (await person.AskSync(force: true)).ExpectProblem(429, "transactions_sync_limit");
        AssertAbout(asked.AddSeconds(Wait), refused.Moment("retryAt"));
        var bulk = (await Bulk(person, force: true)).ExpectProblem(429, "transactions_sync_limit");
        AssertAbout(asked.AddSeconds(Wait), bulk.Moment("retryAt"));

        await stack.Restart();
        await AssertThrottled(person, asked, success);
        Assert.Equal(("skipped", "throttled"), await Unforced(person));
        Assert.Equal(calls, person.PagesAsked());

        stack.Advance(TimeSpan.FromSeconds(Wait + 1));
        Assert.Equal("succeeded", (await person.Sync()).Text("status"));
        var healed = await person.Connection();
        Assert.False(healed.Has("error"));
        Assert.True(healed.Moment("lastSuccessAt") > success);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_bulk_sync_names_the_bank_that_must_wait_and_syncs_the_other(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var elsewhere = new AccountDoc("Elsewhere", new RowDoc("Only here", 7m, Documents.Day(-3)));
        await person.LinkDocument(Documents.Of(elsewhere));
        Throttle(person, Wait);
        var waiting = (await person.Sync()).Text("connectionId");

        var bulk = (await Bulk(person, force: true)).Expect(200);

        var run = Assert.Single(bulk.List("runs"));
        var problem = Assert.Single(bulk.List("problems"));
        Assert.Equal("transactions_sync_limit", problem.Text("code"));
        Assert.Equal(waiting, problem.Text("connectionId"));
        Assert.NotEqual(waiting, run.Text("connectionId"));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task Without_a_time_the_next_minute_is_waited_for(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        person.Misbehave(new Fault { Kind = FaultKind.Error, Code = "TRANSACTIONS_SYNC_LIMIT" });

        await person.Sync();

        var retryAt = (await person.Connection()).GetProperty("error").Moment("retryAt");
        Assert.InRange(retryAt - stack.Time.GetUtcNow(), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(76));
        stack.Advance(TimeSpan.FromSeconds(76));
        await person.Sync();
        Assert.False((await person.Connection()).Has("error"));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task Once_the_wait_is_over_the_schedule_goes_on_by_itself(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Schedule:Enabled=true");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        person.Hand().Add("While waiting", 4m);
        Throttle(person, Wait);
        var failed = await person.Sync();
        var due = (await person.Connection()).Moment("nextDueAt");

        stack.Advance(due - stack.Time.GetUtcNow());

        for (var tries = 0; (await person.Runs())[0].Text("id") == failed.Text("id"); tries++)
        {
            Assert.True(tries < 500, "nothing ran by itself");
            await Task.Delay(20);
        }

        var run = await person.Ended((await person.Runs())[0].Text("id"));
        Assert.Equal(("succeeded", "schedule"), (run.Text("status"), run.Text("trigger")));
        await person.AssertLedgerEqualsBank();
    }

    private static void Throttle(Person person, int seconds) =>
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "TRANSACTIONS_SYNC_LIMIT",
                RetryAfterSeconds = seconds,
            }
        );

    private static async Task AssertThrottled(Person person, DateTimeOffset asked, DateTimeOffset success)
    {
        var connection = await person.Connection();
        Assert.Equal(("healthy", "wait"), (connection.Text("status"), connection.Text("action")));
        AssertAbout(asked.AddSeconds(Wait), connection.Moment("nextDueAt"));
        Assert.Equal(success, connection.Moment("lastSuccessAt"));
        var account = (await person.Accounts())[0];
        var status = (await person.Get($"/accounts/{account.Text("id")}/sync-status")).Expect(200);
        Assert.Equal("throttled", status.Text("phase"));
        var type = status.GetProperty("types").GetProperty("transactions");
        Assert.Equal("failed", type.Text("lastOutcome"));
        Assert.True(type.Moment("lastAttemptAt") > type.Moment("lastSuccessAt"));
        Assert.NotEqual("needs_attention", account.Text("status"));
        var schedule = (await person.Get($"/connections/{connection.Text("id")}/schedule")).Expect(200);
        AssertAbout(asked.AddSeconds(Wait), schedule.Moment("nextDueAt"));
        Assert.Contains("wait", schedule.Text("nextDueReason"), StringComparison.Ordinal);
    }

    private static async Task<(string Status, string? Reason)> Unforced(Person person)
    {
        var run = (await person.AskSync(force: false)).Expect(200);
        return (run.Text("status"), run.TextOrNull("reason"));
    }

    private static Task<Answer> Bulk(Person person, bool force) =>
        person.Post("/accounts/bulk/sync", new { syncType = "transactions", force }, ("Prefer", "wait=30"));

    private static void AssertAbout(DateTimeOffset expected, DateTimeOffset actual) =>
        Assert.InRange(actual - expected, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(10));
}
