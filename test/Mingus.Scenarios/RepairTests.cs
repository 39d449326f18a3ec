using System.Globalization;
using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>What a person repairs, joins, parts or links is held against the balance at once: nothing that makes an
/// account worse is repaired, what puts it off is told, and what is taken back is open again.</summary>
public sealed class RepairTests(SharedStacks stacks)
{
    private const decimal Price = 24m;

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_repair_mends_the_account_and_its_undo_opens_what_it_had_resolved(StoreKind kind)
    {
        var (person, account) = await Doubtful(kind);
        var found = await Open(person);
        Assert.Equal(["balance_differs", "duplicate_fingerprints"], found.Select(f => f.Text("check")));
        Assert.Equal(("off", "24.00"), await Reconciled(person, account));

        var repair = (await person.Post($"/findings/{found[1].Text("id")}/repair")).Expect(200);

        Assert.Empty(await Open(person));
        Assert.Equal(("agrees", null), await Reconciled(person, account));
        await SyncOff(person, Price);
        Assert.Empty(await Open(person));
        Assert.Equal(("agrees", null), await Reconciled(person, account));

        (await person.Post($"/decisions/{repair.Text("id")}/undo")).Expect(200);
        Assert.Equal(Ids(found), Ids(await Open(person)));
        Assert.Equal(("off", "24.00"), await Reconciled(person, account));

        (await person.Post($"/decisions/{repair.Text("id")}/redo")).Expect(200);
        Assert.Empty(await Open(person));
        Assert.Equal(("agrees", null), await Reconciled(person, account));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_repair_that_the_balance_speaks_against_by_now_is_refused(StoreKind kind)
    {
        var (person, account) = await Doubtful(kind);
        var duplicate = (await Open(person)).Single(f => f.Text("check") == "duplicate_fingerprints");
        person.Hand().Add("Bakery", 3m);
        await person.Sync();
        Assert.Equal(("agrees", null), await Reconciled(person, account));
        var before = (await person.Transactions()).Count;

        var refused = await person.Post($"/findings/{duplicate.Text("id")}/repair");

        refused.ExpectProblem(409, "denied_by_balance");
        Assert.Equal(before, (await person.Transactions()).Count);
        Assert.Equal(("agrees", null), await Reconciled(person, account));
        await Validate(person, account);
        Assert.Empty(await Open(person));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_a_person_parts_against_the_balance_is_told_at_once(StoreKind kind)
    {
        var rows = Documents.Rows(3);
        var (person, account) = await TwoFeedsThatAgree(kind, rows, rows);
        var match = (await person.All("/duplicates?state=linked"))[0].Text("decisionId");

        (await person.Post($"/decisions/{match}/undo")).Expect(200);

        var found = Assert.Single(await Open(person));
        Assert.Equal("balance_differs", found.Text("check"));
        Assert.Null(found.TextOrNull("runId"));
        Assert.Equal("off", (await Reconciled(person, account)).State);
        (await person.Post($"/decisions/{match}/redo")).Expect(200);
        Assert.Empty(await Open(person));
        Assert.Equal(("agrees", null), await Reconciled(person, account));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_link_of_two_accounts_that_are_not_one_is_told_at_once_and_its_undo_resolves_it(StoreKind kind)
    {
        RowDoc[] others =
        [
            .. Enumerable.Range(0, 4).Select(i => new RowDoc($"Kiosk {i}", 7.5m + i, Documents.Day(-9 - i))),
        ];
        var (person, account) = await TwoFeedsThatAgree(kind, Documents.Rows(30), others);

        var found = Assert.Single(await Open(person));
        Assert.Equal(("balance_differs", account), (found.Text("check"), found.Text("accountId")));
        var link = (await person.All("/decisions")).First(decision => decision.Text("kind") == "link");
        (await person.Post($"/decisions/{link.Text("id")}/undo")).Expect(200);

        Assert.Equal(2, (await person.Accounts()).Count);
        Assert.Empty(await Open(person));
    }

    // Two purchases alike came with the first balance; a later one is higher by just one of them.
    private async Task<(Person Person, string Account)> Doubtful(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        var cafe = new RowDoc("Corner Cafe", Price, Documents.Day(-3));
        await person.LinkDocument(Documents.Checking([cafe, cafe, .. Documents.Rows(6)]));
        var account = Assert.Single(await person.Accounts()).Text("id");
        person.Hand().Add("Grocer", 11m);
        await person.Sync();
        person.Hand().Add("Florist", 12m);
        await SyncOff(person, Price);
        await Validate(person, account);
        return (person, account);
    }

    // Two banks' accounts, each with a balance that has moved with its records, shown as one.
    private async Task<(Person Person, string Account)> TwoFeedsThatAgree(
        StoreKind kind,
        RowDoc[] rows,
        RowDoc[] others
    )
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Of(new AccountDoc("Everyday", rows)));
        await person.LinkDocument(Documents.Of(new AccountDoc("Joint", others)));
        foreach (var bank in person.Banks)
        {
            person.Hand(bank).Add("Rent", 10m);
            await person.Sync(bank: bank);
        }

        Assert.Empty(await Open(person));
        var account = (await person.AccountsOf(person.Banks[0]))[0].Text("id");
        var feed = (await person.AccountsOf(person.Banks[1]))[0].List("feeds")[0].Text("id");
        (await person.Post("/account-links", new { accountId = account, feedId = feed })).Expect(200);
        return (person, account);
    }

    // The bank's balance is higher than its rows explain.
    private static async Task SyncOff(Person person, decimal by)
    {
        var truth = person.Stack.Sandbox.Bank.Truth(person.Banks[^1].ItemId);
        var told = truth.Accounts[0].Current + by;
        person.TamperNextPage("/accounts/0/balances/current", told.ToString(CultureInfo.InvariantCulture));
        await person.Sync();
    }

    private static async Task Validate(Person person, string account) =>
        (await person.Post($"/accounts/{account}/validate", new { level = "strict" }, ("Prefer", "wait=30"))).Expect(
            200
        );

    private static async Task<(string State, string? Difference)> Reconciled(Person person, string account)
    {
        var status = (await person.Get($"/accounts/{account}/sync-status")).Expect(200).GetProperty("reconciliation");
        return (status.Text("state"), status.TextOrNull("difference"));
    }

    private static async Task<List<JsonElement>> Open(Person person) =>
        [.. (await person.Findings()).OrderBy(finding => finding.Text("check"))];

    private static List<string> Ids(List<JsonElement> findings) => [.. findings.Select(finding => finding.Text("id"))];
}
