using Mingus.Ledger;
using Mingus.Scenarios.Support;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>S14: a run that was accepted is worked or ended, whatever comes between its row and its beginning; none
/// stays queued.</summary>
[Trait("Category", "Slow")]
public sealed class QueuedRunTests
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Asked_for_while_its_connection_ends(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Start(kind, saboteur);
        var person = await Linked(stack);
        var enqueue = saboteur.Hold("ILedgerStore.Enqueue");
        var asking = Ask(person);
        await enqueue.Come;
        (await person.Delete($"/connections/{person.Banks[0].ConnectionId}")).Expect(204);

        enqueue.LetGo();

        var run = await person.Ended((await asking).Expect(202).Text("id"));
        Assert.Equal("cancelled", run.Text("status"));
        Assert.All(await person.Runs(), one => Assert.NotEqual("queued", one.Text("status")));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Joined_while_it_breaks_off(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Start(kind, saboteur, "--Schedule:Enabled=true");
        var person = await Linked(stack);
        var (begin, enqueue) = (saboteur.Hold("ILedgerStore.Begin"), saboteur.Hold("ILedgerStore.Enqueue"));
        await stack.Tamper("UPDATE connections SET next_due_at = 0");
        await begin.Come;
        // By force it would join none that the schedule began.
        var asking = Ask(person, force: false);
        await enqueue.Come;
        var successor = saboteur.Hold("ILedgerStore.Begin");
        begin.Fail(new InvalidOperationException("broken"));
        // What broke off has another run in its place by then; the row of who joined it comes later still.
        await successor.Come;
        successor.LetGo();

        enqueue.LetGo();

        var run = await person.Ended((await asking).Expect(202).Text("id"));
        Assert.Equal("succeeded", run.Text("status"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Whose_beginning_breaks_off(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Start(kind, saboteur);
        var person = await Linked(stack);
        var before = (await person.Runs()).Count;
        var begin = saboteur.Hold("ILedgerStore.Begin");
        var asked = (await Ask(person)).Expect(202).Text("id");
        await begin.Come;

        begin.Fail(new InvalidOperationException("broken"));

        // The run that was accepted goes on by itself, not another in its place: of that a crash would leave nothing.
        Assert.Equal("succeeded", (await person.Ended(asked)).Text("status"));
        Assert.Equal(before + 1, (await person.Runs()).Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task That_does_not_hear_of_its_own_commit(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Start(kind, saboteur);
        var person = await Linked(stack);
        var account = (await person.Accounts())[0].Text("id");
        // A full sync writes more than once: after this one it writes again, and is refused.
        saboteur.Twist<CommitOutcome>("ILedgerStore.Commit", _ => throw new InvalidOperationException("unheard"));
        var full = new { syncType = "full", force = true };

        var asked = await person.Post($"/accounts/{account}/sync", full, ("Prefer", "respond-async"));

        var run = await person.Ended(asked.Expect(202).Text("id"));
        Assert.Equal("abandoned", run.Text("status"));
        var successor = Assert.Single(await person.Runs(), one => one.Text("trigger") == "recovery");
        Assert.Equal("succeeded", (await person.Ended(successor.Text("id"))).Text("status"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Of_a_connection_that_another_node_keeps(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Start(kind, saboteur);
        var person = await Linked(stack);
        for (var i = 0; i < SyncLimits.WaitsForLease + 2; i++)
        {
            var holder = new RunId(Guid.CreateVersion7());
            saboteur.Instead<RunStart>("ILedgerStore.Begin", new RunStart.Busy(holder, DateTimeOffset.MaxValue));
        }

        var run = await person.Ended((await Ask(person)).Expect(202).Text("id"));

        Assert.Equal("succeeded", run.Text("status"));
    }

    private static Task<Stack> Start(StoreKind kind, Saboteur saboteur, params string[] settings) =>
        Stack.Start(kind, adjust: b => saboteur.LayAll(b.Services), settings: settings);

    private static async Task<Person> Linked(Stack stack)
    {
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        return person;
    }

    private static async Task<Answer> Ask(Person person, bool force = true)
    {
        var account = (await person.Accounts())[0].Text("id");
        return await person.Post($"/accounts/{account}/transactions", new { force }, ("Prefer", "respond-async"));
    }
}
