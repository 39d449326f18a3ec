using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S8: the whole stream read again. What it leaves out counts as removed, if that can be believed.</summary>
[Trait("Category", "Slow")]
public sealed class ReplayTests(SharedStacks stacks)
{
    private const string Missing = "replay_misses_records";

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_replay_of_an_unchanged_bank_changes_nothing(StoreKind kind)
    {
        var person = await Linked(kind, rows: 40);
        var before = await person.LedgerText();

        var run = await person.Sync("historical");

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(40, run.Int("recordsProcessed"));
        Assert.Equal((0, 0, 0), Changes(run));
        Assert.Equal(before, await person.LedgerText());
    }

    public static TheoryData<StoreKind, (int Rows, int Gone)> FewGone => BothStores.With((40, 1), (40, 20), (500, 25));

    [Theory, MemberData(nameof(FewGone))]
    public async Task Few_rows_left_out_are_removed(StoreKind kind, (int Rows, int Gone) size)
    {
        var person = await Linked(kind, size.Rows);
        Forget(person, size.Gone);

        var run = await person.Sync("historical");

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal((0, 0, size.Gone), Changes(run));
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, (int Rows, int Gone)> TooManyGone =>
        BothStores.With((40, 21), (40, 39), (500, 26));

    [Theory, MemberData(nameof(TooManyGone))]
    public async Task Too_many_rows_left_out_are_kept_and_told(StoreKind kind, (int Rows, int Gone) size)
    {
        var person = await Linked(kind, size.Rows);
        var rows = (await person.Transactions()).Count;
        Forget(person, size.Gone);

        var run = await person.Sync("historical");

        Assert.Equal((0, 0, 0), Changes(run));
        Assert.Equal(rows, (await person.Transactions()).Count);
        var finding = Assert.Single(await person.Findings());
        Assert.Equal((Missing, "warning"), (finding.Text("check"), finding.Text("severity")));
        Assert.Equal($"{size.Gone}", finding.GetProperty("evidence").Text("count"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Too_many_rows_left_out_are_removed_when_a_person_asks_again(StoreKind kind)
    {
        var person = await Linked(kind, rows: 40);
        Forget(person, 30);
        await person.Sync("historical");
        Assert.Single(await person.Findings());

        var run = await person.Sync("historical");

        Assert.Equal((0, 0, 30), Changes(run));
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_in_quarantine_that_the_bank_forgot_is_released(StoreKind kind)
    {
        var person = await Linked(kind, rows: 10);
        var added = person.Hand().Add("Poison", 1m);
        person.TamperNextPage("/added/0/amount", "\"much\"");
        await person.Sync();
        Assert.Single(await person.Quarantine());
        Assert.Single(await person.Findings());
        person.Hand().Forget([added]);

        var run = await person.Sync("historical");

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_was_kept_in_doubt_is_settled_when_the_bank_gives_it_again(StoreKind kind)
    {
        var person = await Linked(kind, rows: 40);
        var hand = person.Hand();
        var gone = Names(30).Select(n => hand.Remove(hand.IdOf(n))).ToList();
        await person.Sync("historical");
        Assert.Single(await person.Findings());

        gone.ForEach(hand.Put);
        var run = await person.Sync("historical");

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Nothing_is_removed_while_the_history_is_incomplete(StoreKind kind)
    {
        var person = await Linked(kind, rows: 10);
        Forget(person, 1);
        person.TamperNextPage("/transactions_update_status", "\"INITIAL_UPDATE_COMPLETE\"");

        Assert.Equal((0, 0, 0), Changes(await person.Sync("historical")));
        Assert.Equal(Missing, Assert.Single(await person.Findings()).Text("check"));

        Assert.Equal((0, 0, 1), Changes(await person.Sync("historical")));
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Nothing_is_removed_of_an_account_that_is_not_listed(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        RowDoc[] ofTwo = [new("Two 0", 1m, Documents.Day(-1)), new("Two 1", 2m, Documents.Day(-2))];
        await person.LinkDocument(Documents.Of(new AccountDoc("One", Documents.Rows(3)), new AccountDoc("Two", ofTwo)));
        person.Hand().Forget(ofTwo.Select(r => person.Hand().IdOf(r.Name)));
        Share(person, 0);

        var run = await person.Sync("historical");

        Assert.Equal((0, 0, 0), Changes(run));
        Assert.Equal(5, (await person.Transactions()).Count);
        Assert.Equal(Missing, Assert.Single(await person.Findings()).Text("check"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Rows_older_than_all_that_is_given_are_kept_without_a_word(StoreKind kind)
    {
        var person = await Linked(kind, rows: 10);
        var hand = person.Hand();
        foreach (var name in (string[])["Shop 9", "Shop 8", "Shop 7"])
        {
            hand.Remove(hand.IdOf(name));
        }

        Assert.Equal((0, 0, 0), Changes(await person.Sync("historical")));
        Assert.Equal(10, (await person.Transactions()).Count);
        Assert.Empty(await person.Findings());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_that_cannot_be_read_is_not_missing(StoreKind kind)
    {
        var person = await Linked(kind, rows: 10);
        person.TamperNextPage("/added/4/amount", "\"much\"");

        var run = await person.Sync("historical");

        Assert.Equal("partial", run.Text("status"));
        Assert.Equal(0, run.Int("recordsRemoved"));
        Assert.Equal(10, (await person.Transactions()).Count);
        await person.Sync("historical");
        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_answer_without_a_next_cursor_removes_nothing(StoreKind kind)
    {
        var person = await Linked(kind, rows: 10);
        person.TamperNextPage("/next_cursor", "\"\"");
        person.TamperNextPage("/added", "[]");

        Assert.Equal((0, 0, 0), Changes(await person.Sync("historical")));
        Assert.Equal(10, (await person.Transactions()).Count);
        person.Hand().Add("Fresh", 1m);
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_replay_brings_back_rows_whose_words_were_lost(StoreKind kind)
    {
        var person = await Linked(kind, rows: 10);
        var hand = person.Hand();
        var added = hand.Add("Lost on the way", 12m);
        hand.Remove(hand.IdOf("Shop 3"));
        person.Misbehave(new Fault { Kind = FaultKind.NullArray });
        await person.Sync();
        Assert.Null(await person.Find(added));

        var run = await person.Sync("historical");

        Assert.Equal((1, 0, 1), Changes(run));
        await person.AssertLedgerEqualsBank();
    }

    private async Task<Person> Linked(StoreKind kind, int rows)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(rows)));
        return person;
    }

    private static void Forget(Person person, int count)
    {
        var hand = person.Hand();
        hand.Forget(Names(count).Select(hand.IdOf));
    }

    // The newest rows, so that what stays reaches further back than what goes.
    private static List<string> Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"Shop {i}")];

    private static void Share(Person person, params int[] accounts)
    {
        var bank = person.Stack.Sandbox.Bank;
        lock (bank.Gate)
        {
            bank.ShareAccounts(bank.FindById(person.Banks[^1].ItemId)!, accounts.ToHashSet());
        }
    }

    private static (int Created, int Updated, int Removed) Changes(System.Text.Json.JsonElement run) =>
        (run.Int("recordsCreated"), run.Int("recordsUpdated"), run.Int("recordsRemoved"));
}
