using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>S8: the product stops in the middle of an update, and starts again on the same database.</summary>
[Trait("Category", "Slow")]
public sealed class InterruptedTests
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Stopped_after_page_two_nothing_is_half_applied_and_the_next_start_goes_on(StoreKind kind)
    {
        var saboteur = new Saboteur { PageSize = 10 };
        await using var stack = await Stack.Start(kind, adjust: b => saboteur.LayAll(b.Services));
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        var before = await person.LedgerText();
        var hand = person.Hand();
        Enumerable.Range(0, 100).ToList().ForEach(i => hand.Add($"Later {i}", 1m + i));
        var asked = person.PagesAsked();
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Delay,
                Page = 3,
                Milliseconds = 60_000,
            }
        );
        var account = (await person.Accounts())[0].Text("id");
        var broken = (await person.Post($"/accounts/{account}/transactions", new { force = true })).Expect(202);
        await Until(() => person.PagesAsked() == asked + 3);

        await stack.StopProduct();
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "INTERNAL_SERVER_ERROR",
                Times = 0,
            }
        );
        await stack.StartProduct();

        Assert.Equal(before, await person.LedgerText());
        var successor = await Successor(person, broken.Text("id"));
        Assert.Equal("abandoned", (await person.Ended(broken.Text("id"))).Text("status"));
        Assert.Equal("failed", (await person.Ended(successor)).Text("status"));
        Assert.Equal(before, await person.LedgerText());

        stack.Sandbox.Mischief.Clear();
        var run = await person.Sync();
        Assert.Equal(100, run.Int("recordsCreated"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_run_cut_off_is_taken_up_by_itself_after_the_next_start(StoreKind kind)
    {
        var saboteur = new Saboteur { PageSize = 10 };
        await using var stack = await Stack.Start(kind, adjust: b => saboteur.LayAll(b.Services));
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        var hand = person.Hand();
        Enumerable.Range(0, 30).ToList().ForEach(i => hand.Add($"Later {i}", 1m + i));
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Delay,
                Page = 2,
                Milliseconds = 60_000,
            }
        );
        var account = (await person.Accounts())[0].Text("id");
        var broken = (await person.Post($"/accounts/{account}/transactions", new { force = true })).Expect(202);
        await Until(() => saboteur.Calls.Count(c => c == $"{nameof(IProvider)}.{nameof(IProvider.GetPage)}") >= 3);

        await stack.Restart(b => saboteur.LayAll(b.Services));

        var run = await person.Ended(await Successor(person, broken.Text("id")));
        Assert.Equal(("succeeded", "recovery"), (run.Text("status"), run.Text("trigger")));
        Assert.Equal("abandoned", (await person.Ended(broken.Text("id"))).Text("status"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_restart_between_two_syncs_forgets_nothing(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(20)));
        var hand = person.Hand();
        var pending = hand.Pend("Taxi", 14m);
        await person.Sync();
        var id = (await person.Find(pending))!.Value.Text("id");
        (await person.Patch($"/transactions/{id}", new { note = "to the airport" })).Expect(200);
        var before = await person.LedgerText();

        await stack.Restart();

        Assert.Equal(before, await person.LedgerText());
        var posted = hand.Post(pending, amount: 15.50m);
        var run = await person.Sync();
        Assert.Equal(2, run.Int("recordsProcessed"));
        var transaction = (await person.Find(posted))!.Value;
        Assert.Equal((id, "to the airport"), (transaction.Text("id"), transaction.Text("note")));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_cancelled_run_leaves_nothing_of_its_update(StoreKind kind)
    {
        var saboteur = new Saboteur { PageSize = 10 };
        await using var stack = await Stack.Start(kind, adjust: b => saboteur.LayAll(b.Services));
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        var before = await person.LedgerText();
        var hand = person.Hand();
        Enumerable.Range(0, 50).ToList().ForEach(i => hand.Add($"Later {i}", 1m + i));
        var asked = person.PagesAsked();
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Delay,
                Page = 2,
                Milliseconds = 500,
            }
        );
        var account = (await person.Accounts())[0].Text("id");
        var run = (await person.Post($"/accounts/{account}/transactions", new { force = true })).Expect(202);
        await Until(() => person.PagesAsked() == asked + 2);

        (await person.Post($"/runs/{run.Text("id")}/cancel")).Expect(200);

        Assert.Equal("cancelled", (await person.Ended(run.Text("id"))).Text("status"));
        Assert.Equal(before, await person.LedgerText());
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    private static async Task<string> Successor(Person person, string runId)
    {
        for (var tries = 0; ; tries++)
        {
            var successor = (await person.Runs()).Find(r => r.TextOrNull("resumes") == runId);
            if (successor.ValueKind == System.Text.Json.JsonValueKind.Object)
            {
                return successor.Text("id");
            }

            Assert.True(tries < 500, $"nothing resumes {runId}");
            await Task.Delay(20);
        }
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 1000, "it did not come to that");
            await Task.Delay(10);
        }
    }
}
