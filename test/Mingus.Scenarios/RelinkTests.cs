using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S1, S2: a bank is linked again, or by a second person. What is known already is shown once; twins
/// stay.</summary>
public sealed class RelinkTests(SharedStacks stacks)
{
    private const int Rows = 60;

    private static readonly RowDoc Twin = new("Tram", 2.75m, Documents.Day(-10));

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_bank_linked_again_adds_nothing_and_keeps_ids_and_notes(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Document());
        var account = Assert.Single(await person.Accounts());
        var before = await person.Transactions();
        var noted = before[7].Text("id");
        (await person.Patch($"/transactions/{noted}", new { note = "with friends" })).Expect(200);

        await person.LinkDocument(Document());

        var now = Assert.Single(await person.Accounts());
        Assert.Equal(account.Text("id"), now.Text("id"));
        Assert.Equal(2, now.List("feeds").Count());
        var after = await person.Transactions();
        Assert.Equal(Ids(before), Ids(after));
        Assert.Equal("with friends", (await person.Get($"/transactions/{noted}")).Expect(200).Text("note"));
        var shown = await person.All($"/accounts/{account.Text("id")}/transactions?include=records&limit=500");
        Assert.All(shown, transaction => Assert.Equal(2, transaction.List("records").Count()));
        await person.AssertValid();
        var link = Assert.Single(await person.All("/account-links"));
        Assert.Equal("linked", link.Text("state"));
        Assert.NotEmpty(link.List("reasons"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_two_links_tell_both_is_counted_as_duplicates_of_their_runs(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        var first = await person.LinkDocument(Document());
        var second = await person.LinkDocument(Document());
        await AreOne(person);
        var (joined, counted) = (await Joined(person), await Counted(person));
        for (var price = 9m; price < 14m; price++)
        {
            person.Hand(first).Add($"Fresh {price}", price);
            person.Hand(second).Add($"Fresh {price}", price);
            // A sync of the account is one of every bank that shows it.
            await person.Sync(bank: first);
            await person.Sync(bank: second);
        }

        Assert.Equal(Rows + 7, (await person.Transactions()).Count);
        var found = await Joined(person) - joined;
        Assert.Equal(found, await Counted(person) - counted);
        Assert.True(found >= 5, $"{found} duplicates were found.");

        static async Task<int> Counted(Person person) =>
            (await person.Runs()).Sum(run => run.GetProperty("duplicatesDetected").GetInt32());

        static async Task<int> Joined(Person person) =>
            (await person.All("/decisions?limit=500")).Count(d => d.Text("kind") == "match");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Of_a_bank_linked_twice_the_old_link_is_erased_and_the_account_stays_whole(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        var old = await person.LinkDocument(Document());
        var newer = await person.LinkDocument(Document());
        var account = Assert.Single(await person.Accounts());
        var before = await person.Transactions();
        var noted = before[3].Text("id");
        (await person.Patch($"/transactions/{noted}", new { note = "kept" })).Expect(200);

        (await person.Delete($"/connections/{old.ConnectionId}?eraseData=true")).Expect(204);

        Assert.Equal(account.Text("id"), Assert.Single(await person.Accounts()).Text("id"));
        Assert.Equal(Ids(before), Ids(await person.Transactions()));
        Assert.Equal("kept", (await person.Get($"/transactions/{noted}")).Expect(200).Text("note"));
        for (var update = 1; update <= 6; update++)
        {
            person.Hand(newer).Add($"After the erasure {update}", 10m + update);
            await person.Sync(bank: newer);
        }

        Assert.Equal(before.Count + 6, (await person.Transactions()).Count);
        await person.AssertValid();
        Assert.Empty(await person.All("/findings?state=open"));
        Assert.NotEqual("off", (await Reconciliation(person, account)).Text("state"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_a_person_held_apart_stays_apart_when_the_bank_is_linked_once_more(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Document());
        await person.LinkDocument(Document());
        var joined = (await person.Transactions()).Count;
        var group = (await person.All("/duplicates?state=linked"))[0];
        (await person.Post($"/duplicates/{group.Text("id")}/split")).Expect(200);
        var apart = Ids(await person.Transactions());
        Assert.Equal(joined + 1, apart.Count());

        await person.LinkDocument(Document());

        var account = Assert.Single(await person.Accounts());
        Assert.Equal(3, account.List("feeds").Count());
        Assert.Equal(apart, Ids(await person.Transactions()));
        Assert.DoesNotContain(await person.All("/duplicates?state=suggested"), d => d.List("records").Count() > 1);
        await person.AssertValid();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_old_account_id_leads_to_the_account(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Document());
        var account = Assert.Single(await person.Accounts());
        var linked = await person.Link(Person.FirstPlatypus, "user_custom", Document());
        await person.Sync(bank: linked);

        var only = Assert.Single(await person.Accounts());

        Assert.Equal(account.Text("id"), only.Text("id"));
        var link = Assert.Single(await person.All("/account-links"));
        Assert.Equal(account.Text("id"), link.Text("accountId"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Another_account_of_the_same_bank_stays_another(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Document());

        await person.LinkDocument(
            Documents.Checking([
                .. Enumerable.Range(0, Rows).Select(i => new RowDoc($"Store {i}", 3.07m + i, Documents.Day(-1 - i))),
            ])
        );

        Assert.Equal(2, (await person.Accounts()).Count);
        Assert.Equal((2 * Rows) + 2, (await person.Transactions()).Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_person_says_that_two_accounts_are_one(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        var first = Assert.Single(await person.Accounts());
        // Too few rows to be sure by themselves.
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        var accounts = await person.Accounts();
        Assert.Equal(2, accounts.Count);
        var second = accounts.Single(account => account.Text("id") != first.Text("id"));
        var feed = second.List("feeds").Single().Text("id");

        var answer = await person.Post("/account-links", new { accountId = first.Text("id"), feedId = feed });

        Assert.InRange((int)answer.Status, 200, 204);
        var one = Assert.Single(await person.Accounts());
        Assert.Equal(2, one.List("feeds").Count());
        Assert.Equal(4, (await person.Transactions()).Count);
        var old = (await person.Get($"/accounts/{second.Text("id")}")).Expect(200);
        Assert.Equal(first.Text("id"), old.Text("id"));
    }

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task Of_five_hundred_rows_linked_again_only_the_new_ones_are_added(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(500)));
        var account = Assert.Single(await person.Accounts()).Text("id");
        var before = await person.Transactions();
        Assert.Equal(500, before.Count);
        var noted = before.Where((_, i) => i % 50 == 0).Select(t => t.Text("id")).ToList();
        foreach (var id in noted)
        {
            var words = new { category = "Mine", note = $"note of {id}" };
            (await person.Patch($"/transactions/{id}", words)).Expect(200);
        }

        RowDoc[] newRows = [new("New today", 4.40m, Documents.Day(0)), new("Long ago", 9.90m, Documents.Day(-720))];
        await person.LinkDocument(Documents.Checking([.. Documents.Rows(500), .. newRows]));

        await AreOne(person);
        Assert.Equal(account, Assert.Single(await person.Accounts()).Text("id"));
        var after = await person.Transactions();
        Assert.Equal(502, after.Count);
        Assert.Empty(Ids(before).Except(Ids(after)));
        Assert.Equal(500, after.Count(t => t.List("records").Count == 2));
        Assert.Equal(
            ["Long ago", "New today"],
            after.Where(t => t.List("records").Count == 1).Select(t => t.Text("description")).Order()
        );
        foreach (var id in noted)
        {
            var now = (await person.Get($"/transactions/{id}")).Expect(200);
            Assert.Equal(("Mine", $"note of {id}"), (now.Text("category"), now.Text("note")));
        }

        await person.Sync("historical");
        Assert.Equal(502, (await person.Transactions()).Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_joint_account_of_another_person_is_theirs_too_and_nobody_sees_the_others(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Document());
        var partner = person.Stack.NewPerson();

        await partner.LinkDocument(Document());

        var (ours, theirs) = (await person.Transactions(), await partner.Transactions());
        Assert.Equal((Rows + 2, Rows + 2), (ours.Count, theirs.Count));
        Assert.Empty(Ids(ours).Intersect(Ids(theirs)));
        Assert.Single(Assert.Single(await person.Accounts()).List("feeds"));
        Assert.Empty(await person.All("/account-links"));
        (await partner.Get($"/transactions/{ours[0].Text("id")}")).ExpectProblem(404, "not_found");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Two_logins_at_one_bank_show_their_joint_account_once_and_each_its_own(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        var joint = new AccountDoc("Joint", Documents.Rows(Rows)) { Mask = "7777" };
        var hers = new AccountDoc("Checking", Shop("Hers", 2.13m)) { Mask = "1111" };
        var his = new AccountDoc("Checking", Shop("His", 5.71m)) { Mask = "2222" };
        await person.LinkDocument(Documents.Of(hers, joint));

        await person.LinkDocument(Documents.Of(his, joint));

        var accounts = await person.Accounts();
        Assert.Equal(["1111", "2222", "7777"], accounts.Select(a => a.Text("mask")).Order());
        Assert.Equal(2, accounts.Single(a => a.Text("mask") == "7777").List("feeds").Count);
        Assert.All(accounts.Where(a => a.Text("mask") != "7777"), a => Assert.Single(a.List("feeds")));
        Assert.Equal(3 * Rows, (await person.Transactions()).Count);

        static RowDoc[] Shop(string whose, decimal price) =>
            [.. Enumerable.Range(0, Rows).Select(i => new RowDoc($"{whose} {i}", price + i, Documents.Day(-1 - i)))];
    }

    private static async Task<JsonElement> Reconciliation(Person person, JsonElement account) =>
        (await person.Get($"/accounts/{account.Text("id")}/sync-status")).Expect(200).GetProperty("reconciliation");

    // The look at so many rows follows the run's end, and on a busy machine takes longer than an answer waits for it.
    private static async Task AreOne(Person person)
    {
        for (var tries = 0; tries < 300 && (await person.Accounts()).Count > 1; tries++)
        {
            await Task.Delay(100);
        }
    }

    private static string Document() => Documents.Checking([.. Documents.Rows(Rows), Twin, Twin]);

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> transactions) =>
        transactions.Select(transaction => transaction.Text("id")).Order();
}
