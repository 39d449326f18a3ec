using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>S8: an update of many pages that changes under the reader, ends early, or begins nowhere.</summary>
public sealed class PagingTests(SmallPageStacks stacks) : IClassFixture<SmallPageStacks>
{
    private const int Pages = 20;
    private const string Mutated = "transactions_sync_mutation_during_pagination";

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_update_of_twenty_pages_is_one_commit(StoreKind kind)
    {
        var person = await Linked(kind);
        Grow(person);

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(10 * Pages, run.Int("recordsCreated"));
        Assert.Single(await EventsSince(person, "transactions.changed", run.Text("id")));
        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, int> SomePages => BothStores.With(1, 2, 3, 11, 19, 20);

    [Theory, MemberData(nameof(SomePages))]
    public async Task A_mutation_at_a_page_begins_the_update_again(StoreKind kind, int page)
    {
        var person = await Linked(kind);
        Grow(person);
        var asked = person.PagesAsked();
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Mutation,
                Page = page,
                Seed = page,
            }
        );

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.InRange(person.PagesAsked() - asked, page + Pages, page + Pages + 2);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Three_mutations_in_a_row_at_different_pages_end_well(StoreKind kind)
    {
        var person = await Linked(kind);
        Grow(person);
        foreach (var page in (int[])[7, 20, 2])
        {
            person.Misbehave(
                new Fault
                {
                    Kind = FaultKind.Mutation,
                    Page = page,
                    Seed = page,
                }
            );
        }

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_stream_that_changes_every_time_is_left_whole_for_later(StoreKind kind)
    {
        var person = await Linked(kind);
        Grow(person);
        var before = await person.LedgerText();
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Mutation,
                Page = 5,
                Times = 5,
            }
        );

        var run = await person.Sync();

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal(Mutated, run.GetProperty("error").Text("code"));
        Problems.AssertUseful(run.GetProperty("error"));
        Assert.Equal(before, await person.LedgerText());
        Assert.Equal("healthy", (await person.Connection()).Text("status"));

        var next = await person.Sync();
        Assert.Equal("succeeded", next.Text("status"));
        Assert.False((await person.Connection()).Has("error"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_first_page_that_changes_every_time_is_read_from_the_beginning(StoreKind kind)
    {
        var person = await Linked(kind);
        var gone = person.Hand().Remove(person.Hand().IdOf("Shop 2"));
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Mutation,
                Page = 1,
                Times = 2,
            }
        );

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Null(await person.Find(gone.Id));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_cursor_of_another_item_is_given_up_for_the_whole_stream(StoreKind kind)
    {
        var stranger = await Linked(kind);
        string? foreign = null;
        await SyncTwisted(
            stranger,
            page =>
            {
                foreign = page.NextCursor;
                return page;
            }
        );
        var person = await Linked(kind);
        person.Hand().Add("Before", 3m);
        await SyncTwisted(person, page => page with { NextCursor = foreign });
        var removed = person.Hand().Remove(person.Hand().IdOf("Shop 1"));
        person.Hand().Add("After", 4m);

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal((1, 1), (run.Int("recordsCreated"), run.Int("recordsRemoved")));
        Assert.Null(await person.Find(removed.Id));
        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, FaultKind> Endings =>
        BothStores.With(FaultKind.Drop, FaultKind.Truncate, FaultKind.Garbage, FaultKind.StuckCursor);

    [Theory, MemberData(nameof(Endings))]
    public async Task A_page_that_fails_to_the_end_leaves_nothing_of_its_update(StoreKind kind, FaultKind fault)
    {
        var person = await Linked(kind);
        Grow(person);
        var before = await person.LedgerText();
        person.Misbehave(
            new Fault
            {
                Kind = fault,
                Page = 19,
                Times = 0,
            }
        );

        var run = await person.Sync();

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal(before, await person.LedgerText());
        person.Stack.Sandbox.Mischief.Clear();
        Assert.Equal(10 * Pages, (await person.Sync()).Int("recordsCreated"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_pending_row_and_its_successor_on_different_pages_are_one_transaction(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var pending = hand.Pend("Hotel", 80m);
        await person.Sync();
        var id = (await person.Find(pending))!.Value.Text("id");

        var posted = hand.Post(pending, amount: 96m);
        Grow(person);
        hand.Put(hand.Row(posted) with { Name = "HOTEL ROYAL" });
        await person.Sync();

        Assert.Equal(id, (await person.Find(posted))!.Value.Text("id"));
        await person.AssertLedgerEqualsBank();
    }

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        return person;
    }

    private static void Grow(Person person)
    {
        var hand = person.Hand();
        for (var i = 0; i < 10 * Pages; i++)
        {
            hand.Add($"Later {i}", 2m + i, Stack.Today.AddDays(-i));
        }
    }

    private async Task SyncTwisted(Person person, Func<ProviderPage, ProviderPage> twist)
    {
        stacks.Saboteur.Twist("IProvider.GetPage", twist);
        Assert.Equal("succeeded", (await person.Sync()).Text("status"));
    }

    private static async Task<List<StreamEvent>> EventsSince(Person person, string type, string runId)
    {
        await using var client = await EventClient.Open(person, after: 0);
        await client.WaitFor("sync.completed", e => e.Data.TextOrNull("runId") == runId);
        return [.. client.Events.Where(e => e.Type == type && e.Data.TextOrNull("runId") == runId)];
    }
}
