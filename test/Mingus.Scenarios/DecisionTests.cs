using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>People decide what is one and what is two; each decision is listed, explains itself and can be taken
/// back.</summary>
public sealed class DecisionTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task A_link_shows_each_transaction_once_and_its_undo_puts_everything_back(StoreKind kind)
    {
        var (person, first, second) = await TwoBanks(kind, Documents.Rows(4));
        var theirs = await person.Transactions(second.Text("id"));
        var noted = theirs[0].Text("id");
        (await person.Patch($"/transactions/{noted}", new { note = "of the second bank" })).Expect(200);
        var before = await Ids(person);

        var link = await Link(person, first, second);
        Assert.Equal(("linked", first.Text("id")), (link.Text("state"), link.Text("accountId")));
        var account = Assert.Single(await person.Accounts());
        Assert.Equal(4, (await person.Transactions(account.Text("id"))).Count);
        Assert.Equal("of the second bank", (await person.Get($"/transactions/{noted}")).Expect(200).Text("note"));
        Assert.Equal(first.Text("id"), (await person.Get($"/accounts/{second.Text("id")}")).Expect(200).Text("id"));

        var decision = await Decision(person, "link");
        Assert.Equal(("person", null), (decision.Text("by"), decision.TextOrNull("undoneBy")));
        var undoing = (await person.Post($"/decisions/{decision.Text("id")}/undo")).Expect(200);

        Assert.Equal(before, await Ids(person));
        Assert.Equal(("link", "undo", "person"), (undoing.Text("kind"), undoing.Text("rule"), undoing.Text("by")));
        var undone = (await person.Get($"/decisions/{decision.Text("id")}")).Expect(200);
        Assert.Equal(undoing.Text("id"), undone.Text("undoneBy"));
        Assert.Equal("of the second bank", (await person.Get($"/transactions/{noted}")).Expect(200).Text("note"));
        Assert.Single(await person.Transactions(), t => t.TextOrNull("note") is not null);
        Assert.Equal("dismissed", Assert.Single(await person.All("/account-links")).Text("state"));
        await person.AssertLedgerEqualsBank();

        var again = await person.Post($"/decisions/{decision.Text("id")}/undo");
        Assert.Equal((409, "already_undone"), (again.Code, again.Json.Text("code")));
        await person.Sync("historical", bank: person.Banks[1]);
        Assert.Equal(before, await Ids(person));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_link_taken_back_can_be_made_again_and_taken_back_again(StoreKind kind)
    {
        var (person, first, second) = await TwoBanks(kind, Documents.Rows(3));
        var before = await Ids(person);
        await Link(person, first, second);
        var linked = await Ids(person);
        var decision = (await Decision(person, "link")).Text("id");
        var early = await person.Post($"/decisions/{decision}/redo");
        Assert.Equal((409, "not_undone"), (early.Code, early.Json.Text("code")));

        (await person.Post($"/decisions/{decision}/undo")).Expect(200);
        var redone = (await person.Post($"/decisions/{decision}/redo")).Expect(200);
        Assert.Equal("redo", redone.Text("rule"));
        Assert.Equal(linked, await Ids(person));

        (await person.Post($"/decisions/{decision}/undo")).Expect(200);
        Assert.Equal(before, await Ids(person));
        Assert.Equal(4, (await person.All("/decisions")).Count(d => d.Text("kind") == "link"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_match_that_a_person_takes_back_stays_apart_and_can_be_redone(StoreKind kind)
    {
        var (person, first, second) = await TwoBanks(kind, Documents.Rows(3));
        await Link(person, first, second);
        var group = (await person.All("/duplicates?state=linked"))[0];
        Assert.Equal(("rule", 2), (group.Text("decidedBy"), group.List("records").Count));
        var match = (await person.Get($"/decisions/{group.Text("decisionId")}")).Expect(200);
        Assert.NotEmpty(match.List("reasons"));

        (await person.Post($"/decisions/{match.Text("id")}/undo")).Expect(200);
        Assert.Equal(4, (await person.Transactions()).Count);
        await SyncAll(person);
        Assert.Equal(4, (await person.Transactions()).Count);
        await AssertEachRecordOnce(person);
        var counts = await CountsOf(person, match.Text("rule"));
        Assert.Equal((3, 1), (counts.Int("automatic"), counts.Int("undone")));
        Assert.Equal(1 / 3d, counts.GetProperty("overturnedRate").GetDouble(), precision: 6);

        (await person.Post($"/decisions/{match.Text("id")}/redo")).Expect(200);
        Assert.Equal(0, (await CountsOf(person, match.Text("rule"))).Int("undone"));
        await SyncAll(person);
        Assert.Equal(3, (await person.Transactions()).Count);
        await AssertEachRecordOnce(person);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_joined_transaction_that_a_person_splits_is_never_joined_again_until_that_is_undone(
        StoreKind kind
    )
    {
        var (person, first, second) = await TwoBanks(kind, Documents.Rows(3));
        await Link(person, first, second);
        var joined = await Ids(person);
        var group = (await person.All("/duplicates?state=linked"))[0].Text("id");

        var split = (await person.Post($"/duplicates/{group}/split")).Expect(200);
        Assert.Equal(("dismissed", "person"), (split.Text("state"), split.Text("decidedBy")));
        await SyncAll(person);
        Assert.Equal(4, (await person.Transactions()).Count);
        Assert.Empty(await person.All("/duplicates?state=suggested"));

        (await person.Post($"/decisions/{split.Text("decisionId")}/undo")).Expect(200);
        Assert.Equal(joined, await Ids(person));
        await SyncAll(person);
        Assert.Equal(joined, await Ids(person));
        await AssertEachRecordOnce(person);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_confirmed_question_is_one_transaction_and_its_undo_asks_again(StoreKind kind)
    {
        var (person, question) = await Questioned(kind);
        var before = await Ids(person);
        var id = question.Text("id");
        Assert.Equal(2, question.List("records").Count);

        var confirmed = (await person.Post($"/duplicates/{id}/confirm")).Expect(200);
        Assert.Equal(("linked", "person"), (confirmed.Text("state"), confirmed.Text("decidedBy")));
        Assert.Equal(before.Count - 1, (await person.Transactions()).Count);
        (await person.Post($"/duplicates/{id}/confirm")).Expect(200);
        await SyncAll(person);
        Assert.Equal(before.Count - 1, (await person.Transactions()).Count);

        (await person.Post($"/decisions/{confirmed.Text("decisionId")}/undo")).Expect(200);
        Assert.Equal(before, await Ids(person));
        Assert.Equal("suggested", (await person.Get($"/duplicates/{id}")).Expect(200).Text("state"));
        await AssertEachRecordOnce(person);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_dismissed_question_stays_dismissed_until_that_is_undone(StoreKind kind)
    {
        var (person, question) = await Questioned(kind);
        var before = await Ids(person);
        var id = question.Text("id");

        var dismissed = (await person.Post($"/duplicates/{id}/dismiss")).Expect(200);
        Assert.Equal("dismissed", dismissed.Text("state"));
        await SyncAll(person);
        Assert.DoesNotContain(await person.All("/duplicates?state=suggested"), d => d.Text("id") == id);
        Assert.Equal(before, await Ids(person));
        var late = await person.Post($"/duplicates/{id}/confirm");
        Assert.Equal((409, "decided_otherwise"), (late.Code, late.Json.Text("code")));

        (await person.Post($"/decisions/{dismissed.Text("decisionId")}/undo")).Expect(200);
        Assert.Equal("suggested", (await person.Get($"/duplicates/{id}")).Expect(200).Text("state"));
        (await person.Post($"/duplicates/{id}/confirm")).Expect(200);
        Assert.Equal(before.Count - 1, (await person.Transactions()).Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Another_user_sees_and_undoes_nothing(StoreKind kind)
    {
        var (person, first, second) = await TwoBanks(kind, Documents.Rows(2));
        await Link(person, first, second);
        var decision = (await Decision(person, "link")).Text("id");
        var stranger = await stacks.Person(kind);

        Assert.Equal(404, (await stranger.Get($"/decisions/{decision}")).Code);
        Assert.Equal(404, (await stranger.Post($"/decisions/{decision}/undo")).Code);
        Assert.Empty(await stranger.All("/decisions"));
        Assert.Single(await person.Accounts());
    }

    private async Task<(Person Person, JsonElement First, JsonElement Second)> TwoBanks(
        StoreKind kind,
        RowDoc[] rows,
        RowDoc[]? others = null
    )
    {
        var person = await stacks.Person(kind);
        var one = await person.LinkDocument(Documents.Of(new AccountDoc("Everyday", rows)));
        var other = await person.LinkDocument(Documents.Of(new AccountDoc("Joint", others ?? rows)));
        return (person, (await person.AccountsOf(one))[0], (await person.AccountsOf(other))[0]);
    }

    // The second bank tells one purchase otherwise, and its history begins with another balance: enough to ask, too
    // little to join.
    private async Task<(Person Person, JsonElement Question)> Questioned(StoreKind kind)
    {
        var rows = Documents.Rows(4);
        var told = rows[3] with { Name = "Elsewhere 77", Date = Documents.Day(-9) };
        RowDoc[] others = [.. rows[..3], told, new("Only here", 50m, Documents.Day(-60))];
        var (person, first, second) = await TwoBanks(kind, rows, others);
        await Link(person, first, second);
        return (person, Assert.Single(await person.All("/duplicates?state=suggested")));
    }

    private static async Task<JsonElement> Link(Person person, JsonElement account, JsonElement other)
    {
        var feed = other.List("feeds")[0].Text("id");
        var answer = await person.Post("/account-links", new { accountId = account.Text("id"), feedId = feed });
        return answer.Expect(200);
    }

    private static async Task<JsonElement> Decision(Person person, string kind) =>
        (await person.All("/decisions")).First(decision => decision.Text("kind") == kind);

    private static async Task SyncAll(Person person)
    {
        foreach (var bank in person.Banks)
        {
            await person.Sync(bank: bank);
            await person.Sync("historical", bank: bank);
        }
    }

    private static async Task AssertEachRecordOnce(Person person)
    {
        var told = person.Banks.SelectMany(bank => person.Stack.Sandbox.Bank.Truth(bank.ItemId).Records);
        var shown = (await person.Transactions()).SelectMany(transaction => transaction.List("records"));
        Assert.Equal(
            told.Select(record => record.TransactionId).Order(),
            shown.Select(record => record.Text("providerTransactionId")).Order()
        );
    }

    // Every account with its transactions and each one's records.
    private static async Task<List<string>> Ids(Person person)
    {
        var ids = new List<string>();
        foreach (var account in await person.Accounts())
        {
            foreach (var transaction in await person.Transactions(account.Text("id")))
            {
                var records = transaction.List("records").Select(r => r.Text("providerTransactionId"));
                ids.Add($"{account.Text("id")} {transaction.Text("id")} {string.Join(' ', records.Order())}");
            }
        }

        return [.. ids.Order()];
    }

    private static async Task<JsonElement> CountsOf(Person person, string rule) =>
        Assert.Single(
            (await person.Get("/metrics/summary")).Expect(200).List("matching"),
            counts => counts.Text("rule") == rule
        );
}
