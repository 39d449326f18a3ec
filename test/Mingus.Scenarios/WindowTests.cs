using System.Globalization;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Gaps are filled by windows, newest first: they verify and repair, one commit each.</summary>
[Trait("Category", "Slow")]
public sealed class WindowTests(SabotagedStacks stacks) : IClassFixture<SabotagedStacks>
{
    private const int Windows = 25;

    [Theory, ClassData(typeof(BothStores))]
    public async Task Windows_bring_what_the_stream_never_gave_and_say_so(StoreKind kind)
    {
        var person = await LateAccount(kind);
        var before = await person.Coverage(account: 1);
        Assert.Equal("running", before.Text("state"));
        Assert.Equal((Documents.Day(-730), Documents.Day(-1)), Assert.Single(before.Days("gaps")));

        var run = await person.Backfill(account: 1);

        Assert.Equal(("succeeded", 34), (run.Text("status"), run.Int("recordsCreated")));
        Assert.Equal(Windows, person.WindowsAsked());
        await person.AssertLedgerEqualsBank();
        var after = await person.Coverage(account: 1);
        Assert.Equal("complete", after.Text("state"));
        Assert.Equal((Documents.Day(-730), Documents.Day(0)), Assert.Single(after.Days("intervals")));
        var outcome = run.GetProperty("result")
            .List("coverage")
            .Single(c => c.Text("accountId") == after.Text("accountId"));
        Assert.Equal("complete", outcome.Text("state"));

        var findings = await person.Findings();
        Assert.All(
            findings,
            f => Assert.Equal(("window_found_records", "warning"), (f.Text("check"), f.Text("severity")))
        );
        Assert.Equal(34, findings.Sum(f => int.Parse(f.GetProperty("evidence").Text("count"))));
        var ledger = await person.LedgerText();
        var again = await person.Backfill(account: 1);
        Assert.Equal("succeeded", again.Text("status"));
        Assert.Equal(Windows, person.WindowsAsked());
        Assert.Equal(ledger, await person.LedgerText());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Each_window_is_told_newest_first_and_at_most_thirty_days_long(StoreKind kind)
    {
        var person = await LateAccount(kind);
        await using var events = await EventClient.Open(person, after: 0);

        var run = await person.Backfill(account: 1);

        await events.WaitFor("sync.completed", e => e.Data.Text("runId") == run.Text("id"));
        var told = events.Events.Where(e => e.Type == "backfill.progress").Select(e => e.Data).ToList();
        Assert.Equal(Enumerable.Range(1, Windows), told.Select(e => e.Int("done")));
        Assert.All(told, e => Assert.Equal(Windows, e.Int("total")));
        var days = told.Select(e => (From: Day(e, "from"), To: Day(e, "to"))).ToList();
        Assert.All(days, window => Assert.InRange(window.To.DayNumber - window.From.DayNumber + 1, 1, 30));
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal(pair.First.From, pair.Second.To.AddDays(1)));
        Assert.Equal(Windows, events.Events.Count(e => e.Type == "coverage.changed" && IsOfRun(e, run)));
        var stages = run.GetProperty("progress");
        Assert.Equal(("windows", Windows, Windows), (stages.Text("unit"), stages.Int("done"), stages.Int("total")));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_window_that_repeats_what_is_known_changes_nothing(StoreKind kind)
    {
        var person = await LateAccount(kind);
        var hand = person.Hand();
        // The stream gives these again, so that the windows find them known.
        foreach (var name in (string[])["Club 2", "Club 9", "Club 20"])
        {
            hand.Put(hand.Row(hand.IdOf(name)) with { Name = $"{name} corrected" });
        }

        Assert.Equal(3, (await person.Sync()).Int("recordsCreated"));
        var ids = (await person.Transactions()).Select(t => t.Text("id")).ToList();

        var run = await person.Backfill(account: 1);

        Assert.Equal((31, 0, 0), (run.Int("recordsCreated"), run.Int("recordsUpdated"), run.Int("recordsRemoved")));
        Assert.Subset((await person.Transactions()).Select(t => t.Text("id")).ToHashSet(), ids.ToHashSet());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_a_window_does_not_list_stays_and_is_told_until_the_stream_withdraws_it(StoreKind kind)
    {
        var person = await LateAccount(kind);
        var hand = person.Hand();
        var id = hand.IdOf("Club 9");
        hand.Put(hand.Row(id) with { Name = "Club 9 corrected" });
        await person.Sync();
        Tamper(person, "/transactions", "[]");
        Tamper(person, "/total_transactions", "0");

        var run = await person.Backfill(account: 1);

        Assert.Equal((0, 0), (run.Int("recordsCreated"), run.Int("recordsRemoved")));
        Assert.NotNull(await person.Find(id));
        var finding = Assert.Single(await person.Findings());
        Assert.Equal(("window_misses_record", "warning"), (finding.Text("check"), finding.Text("severity")));
        Assert.Equal(id, finding.GetProperty("evidence").Text("providerTransactionId"));

        hand.Remove(id);
        await person.Sync();
        Assert.Empty(await person.Findings());
        Assert.Null(await person.Find(id));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_provider_that_is_not_ready_is_waited_for(StoreKind kind)
    {
        var person = await LateAccount(kind);
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "PRODUCT_NOT_READY",
                Path = Histories.WindowPath,
                After = 2,
            }
        );

        var run = await person.Backfill(account: 1);

        Assert.Equal(("succeeded", "waiting_for_provider"), (run.Text("status"), run.TextOrNull("reason")));
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
        Assert.Equal("running", (await person.Coverage(account: 1)).Text("state"));
        var done = await person.Backfill(account: 1);
        Assert.Null(done.TextOrNull("reason"));
        Assert.Equal(Windows + 1, person.WindowsAsked());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_fault_between_windows_keeps_those_before_and_goes_on_with_the_next(StoreKind kind)
    {
        var person = await LateAccount(kind);
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "INSTITUTION_DOWN",
                Path = Histories.WindowPath,
                After = 10,
            }
        );

        var run = await person.Backfill(account: 1);

        Assert.Equal("partial", run.Text("status"));
        var coverage = await person.Coverage(account: 1);
        Assert.Equal(("running", Documents.Day(-300)), (coverage.Text("state"), coverage.Days("intervals")[0].From));
        var asked = person.WindowsAsked();
        Assert.Equal("succeeded", (await person.Backfill(account: 1)).Text("status"));
        Assert.Equal(asked + Windows - 10, person.WindowsAsked());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_cancelled_backfill_keeps_its_windows(StoreKind kind)
    {
        var person = await LateAccount(kind);
        person.Misbehave(Slow(after: 4));
        var id = await person.AccountId(account: 1);
        var begun = (await person.Post($"/accounts/{id}/backfill", new { force = true })).Expect(202);
        await Until(() => person.WindowsAsked() == 5);
        var progress = (await person.Coverage(account: 1)).GetProperty("progress");
        Assert.Equal((4, Windows), (progress.Int("done"), progress.Int("total")));

        (await person.Post($"/runs/{begun.Text("id")}/cancel")).Expect(200);

        Assert.Equal("cancelled", (await person.Ended(begun.Text("id"))).Text("status"));
        var covered = (await person.Coverage(account: 1)).Days("intervals")[0].From;
        Assert.Contains(covered, (string[])[Documents.Day(-120), Documents.Day(-150)]);
        await person.Backfill(account: 1);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_product_killed_between_windows_goes_on_after_the_next_start(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Stack.Start(kind, adjust: b => saboteur.LayAll(b.Services));
        var person = await LateAccount(stack, saboteur);
        person.Misbehave(Slow(after: 7) with { Milliseconds = 60_000 });
        var id = await person.AccountId(account: 1);
        var broken = (await person.Post($"/accounts/{id}/backfill", new { force = true })).Expect(202);
        await Until(() => person.WindowsAsked() == 8);

        await stack.Restart();

        await Until(() => person.WindowsAsked() == Windows + 1);
        var runs = await person.Runs();
        var successor = runs.Single(r => r.TextOrNull("resumes") == broken.Text("id"));
        var run = await person.Ended(successor.Text("id"));
        Assert.Equal(("succeeded", "backfill"), (run.Text("status"), run.Text("syncType")));
        Assert.Equal("complete", (await person.Coverage(account: 1)).Text("state"));
        Assert.Equal(Windows + 1, person.WindowsAsked());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_account_that_joins_later_is_verified_by_itself(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Stack.Start(
            kind,
            adjust: b => saboteur.LayAll(b.Services),
            settings: "--Schedule:Enabled=true"
        );
        var person = await LateAccount(stack, saboteur);

        await Until(() => person.WindowsAsked() == Windows);
        var runs = await person.Runs();
        await Task.WhenAll(runs.Select(r => person.Ended(r.Text("id"))));

        Assert.Equal("complete", (await person.Coverage(account: 1)).Text("state"));
        await person.AssertLedgerEqualsBank();
    }

    private async Task<Person> LateAccount(StoreKind kind) => await LateAccount(await stacks.Of(kind), stacks.Saboteur);

    // The second sync lists the account whose rows the first one did not tell of.
    private static async Task<Person> LateAccount(Stack stack, Saboteur saboteur)
    {
        var person = stack.NewPerson();
        await person.LinkWithLateAccount(saboteur, Histories.TwoAccounts());
        var run = await person.Sync();
        Assert.Equal(("succeeded", 0), (run.Text("status"), run.Int("recordsCreated")));
        return person;
    }

    private static Fault Slow(int after) =>
        new()
        {
            Kind = FaultKind.Delay,
            Path = Histories.WindowPath,
            After = after,
            Milliseconds = 500,
        };

    private static void Tamper(Person person, string pointer, string json) =>
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Rewrite,
                Path = Histories.WindowPath,
                Target = pointer,
                Value = json,
                Times = Windows,
            }
        );

    private static DateOnly Day(JsonElement e, string name) =>
        DateOnly.ParseExact(e.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsOfRun(StreamEvent e, JsonElement run) => e.Data.TextOrNull("runId") == run.Text("id");

    private static async Task Until(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 3000, "it did not come to that");
            await Task.Delay(10);
        }
    }
}
