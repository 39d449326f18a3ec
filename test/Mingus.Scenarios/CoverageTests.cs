using Mingus.Sandbox;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S10, S11: each day of the wanted history is known to be complete, or a gap, or not to be had.</summary>
public sealed class CoverageTests(SharedStacks stacks)
{
    private static readonly (string, string) s_allOfIt = (Documents.Day(-730), Documents.Day(0));

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_bank_linked_with_all_its_history_is_complete_without_a_window(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.Link();

        var run = await person.Backfill();

        Assert.Equal(("succeeded", "backfill"), (run.Text("status"), run.Text("syncType")));
        Assert.Null(run.TextOrNull("reason"));
        var outcomes = run.GetProperty("result").List("coverage");
        Assert.All(outcomes, outcome => Assert.Equal("complete", outcome.Text("state")));
        foreach (var account in await person.Accounts())
        {
            var coverage = (await person.Get($"/accounts/{account.Text("id")}/coverage")).Expect(200);
            Assert.Equal("complete", coverage.Text("state"));
            Assert.Equal(s_allOfIt, Assert.Single(coverage.Days("intervals")));
            Assert.Empty(coverage.Days("gaps"));
            var status = (await person.Get($"/accounts/{account.Text("id")}/sync-status")).Expect(200);
            Assert.Equal("complete", status.GetProperty("coverage").Text("state"));
            Assert.Equal("succeeded", status.GetProperty("types").GetProperty("backfill").Text("lastOutcome"));
        }

        Assert.Equal(0, person.WindowsAsked());
    }

    public static TheoryData<StoreKind, int[]> Quiet =>
        BothStores.With<int[]>(
            [],
            [-3],
            [-2, -45, -100, -330],
            [-61, -122, -183, -244, -305, -366, -427, -488, -549, -610, -671]
        );

    [Theory, MemberData(nameof(Quiet))]
    public async Task Quiet_months_are_no_gaps(StoreKind kind, int[] days)
    {
        var person = await stacks.Person(kind);
        RowDoc[] rows = [.. days.Select(day => new RowDoc($"Fee {day}", 1m - day, Documents.Day(day)))];
        await person.LinkDocument(Documents.Checking(rows));

        var coverage = await person.Coverage();

        Assert.Equal("complete", coverage.Text("state"));
        Assert.Empty(coverage.Days("gaps"));
        Assert.Equal(s_allOfIt, Assert.Single(coverage.Days("intervals")));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task An_update_without_news_changes_no_coverage_and_tells_nothing(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        await using var events = await EventClient.Open(person, after: 0);

        await person.Sync();
        var run = await person.Sync("full");

        Assert.Equal("succeeded", run.Text("status"));
        await events.WaitFor("sync.completed", e => e.Data.Text("runId") == run.Text("id"));
        Assert.Single(events.Events, e => e.Type == "coverage.changed");
        Assert.DoesNotContain(events.Events, e => e.Type == "backfill.progress");
    }
}

/// <summary>The same with a product of its own: time passes, history arrives in parts, settings differ.</summary>
[Trait("Category", "Slow")]
public sealed class HistoryTests
{
    private static SandboxOptions SlowBank()
    {
        var bank = Stack.StillBank();
        bank.HistoryDelay = TimeSpan.FromHours(1);
        return bank;
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_history_in_two_parts_is_waited_for_and_then_complete(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, SlowBank());
        var person = stack.NewPerson();
        await person.Link();

        var first = await person.Coverage();
        Assert.Equal("waiting_for_provider", first.Text("state"));
        Assert.Equal((Documents.Day(-29), Documents.Day(0)), Assert.Single(first.Days("intervals")));
        Assert.Equal((Documents.Day(-730), Documents.Day(-30)), Assert.Single(first.Days("gaps")));

        var waits = await person.Backfill();
        Assert.Equal(("succeeded", "waiting_for_provider"), (waits.Text("status"), waits.TextOrNull("reason")));
        Assert.Equal("waiting_for_provider", (await person.Coverage()).Text("state"));
        var backfill = await BackfillOf(person);
        Assert.Equal("partial", backfill.Text("lastOutcome"));
        Assert.Null(backfill.TextOrNull("lastSuccessAt"));
        Assert.NotNull(backfill.TextOrNull("nextDueAt"));

        person.BringHistory();
        var done = await person.Backfill();

        Assert.Equal("succeeded", done.Text("status"));
        Assert.Null(done.TextOrNull("reason"));
        Assert.Equal("complete", (await person.Coverage()).Text("state"));
        Assert.Empty((await person.Coverage()).Days("gaps"));
        Assert.Equal("succeeded", (await BackfillOf(person)).Text("lastOutcome"));
        Assert.Equal(0, person.WindowsAsked());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_backfill_that_waits_ends_by_itself_once_the_history_is_there(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, SlowBank(), settings: "--Schedule:Enabled=true");
        var person = stack.NewPerson();
        await person.Link();
        Assert.Equal("waiting_for_provider", (await person.Backfill()).TextOrNull("reason"));
        await using var events = await EventClient.Open(person, after: 0);

        person.BringHistory();

        await Until(async () => (await BackfillOf(person)).Text("lastOutcome") == "succeeded");
        Assert.Equal("complete", (await person.Coverage()).Text("state"));
        await events.WaitFor("coverage.changed");
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_bank_of_fourteen_months_is_a_limit_and_no_failure(StoreKind kind)
    {
        var bank = Stack.StillBank();
        bank.MaxHistoryDays = 425;
        await using var stack = await Stack.Start(kind, bank);
        var person = stack.NewPerson();
        await person.Link();

        var run = await person.Backfill();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(0, person.WindowsAsked());
        var oldest = stack.Sandbox.Bank.Truth(person.Banks[0].ItemId).Records.Min(r => r.Date);
        foreach (var account in await person.Accounts())
        {
            var coverage = (await person.Get($"/accounts/{account.Text("id")}/coverage")).Expect(200);
            Assert.Equal("limited_by_bank", coverage.Text("state"));
            Assert.Equal($"{oldest:yyyy-MM-dd}", coverage.Text("limitedSince"));
            Assert.Equal(($"{oldest:yyyy-MM-dd}", Documents.Day(0)), Assert.Single(coverage.Days("intervals")));
            Assert.Equal(
                (Documents.Day(-730), $"{oldest.AddDays(-1):yyyy-MM-dd}"),
                Assert.Single(coverage.Days("gaps"))
            );
        }

        Assert.Empty(await person.Findings());
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_history_asked_for_ninety_days_is_limited_to_them(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:DaysRequested=90");
        var person = stack.NewPerson();
        await person.Link(days: 90);

        var coverage = await person.Coverage();

        Assert.Equal("limited_by_bank", coverage.Text("state"));
        Assert.Equal(Documents.Day(-90), coverage.Text("limitedSince"));
        Assert.Equal("succeeded", (await person.Backfill()).Text("status"));
        Assert.Equal(0, person.WindowsAsked());
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task Twelve_days_without_a_sync_leave_no_hole(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        var bank = stack.Sandbox.Bank;
        bank.SetError(person.Banks[0].ItemId, "ITEM_LOGIN_REQUIRED");
        stack.Advance(TimeSpan.FromDays(12));
        await person.AskSync();
        Assert.Equal(Documents.Day(0), (await person.Coverage()).Days("intervals")[^1].To);

        bank.SetError(person.Banks[0].ItemId, code: null);
        var late = person.Hand().Add("Inside the hole", 7m, Stack.Today.AddDays(4));
        await person.Sync();
        stack.Advance(TimeSpan.FromDays(2));
        var later = person.Hand().Add("Two days late", 8m, Stack.Today.AddDays(5));
        await person.Sync();

        var coverage = await person.Coverage();
        Assert.Equal("complete", coverage.Text("state"));
        Assert.Empty(coverage.Days("gaps"));
        Assert.Equal(Documents.Day(14), Assert.Single(coverage.Days("intervals")).To);
        Assert.NotNull(await person.Find(late));
        Assert.NotNull(await person.Find(later));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task Data_that_does_not_move_moves_no_coverage(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        stack.Sandbox.Bank.Freeze(person.Banks[0].ItemId, frozen: true);
        stack.Advance(TimeSpan.FromDays(4));

        await person.Sync();

        var coverage = await person.Coverage();
        Assert.Equal(
            ("complete", Documents.Day(0)),
            (coverage.Text("state"), coverage.GetProperty("wanted").Text("to"))
        );
    }

    private static async Task<System.Text.Json.JsonElement> BackfillOf(Person person)
    {
        var status = (await person.Get($"/accounts/{await person.AccountId()}/sync-status")).Expect(200);
        return status.GetProperty("types").GetProperty("backfill");
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 300, "it did not come to that");
            await Task.Delay(100);
        }
    }
}
