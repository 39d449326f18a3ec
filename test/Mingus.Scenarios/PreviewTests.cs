using System.Text.Json;
using Mingus.Ledger.Plan;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>A preview says what a sync would do, and leaves the whole database as it is: nobody else writes into this
/// class's.</summary>
public sealed class PreviewTests(SabotagedStacks stacks) : IClassFixture<SabotagedStacks>
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task A_preview_tells_what_the_sync_then_does_and_stores_nothing(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(6)));
        var hand = person.Hand();
        var pending = hand.Pend("Restaurant", 20m, Stack.Today.AddDays(-3));
        await person.Sync();
        var known = (await person.Find(pending))!.Value.Text("id");
        var added = hand.Add("Book Shop", 12.40m);
        var posted = hand.Post(pending, 24m);
        var amended = hand.IdOf("Shop 1");
        hand.Put(hand.Row(amended) with { Amount = 99m });
        var removed = hand.IdOf("Shop 2");
        hand.Remove(removed);
        var before = await person.Stack.DatabaseText();
        var asked = person.PagesAsked();

        var preview = (await Preview(person)).Expect(200);

        Assert.Equal(before, await person.Stack.DatabaseText());
        Assert.Equal(asked + 1, person.PagesAsked());
        Assert.InRange(preview.GetProperty("resources").Int("providerCalls"), 1, 3);
        var counts = preview.GetProperty("counts");
        Assert.Equal((1, 1, 1), (counts.Int("new"), counts.Int("posted"), counts.Int("changed")));
        Assert.False(preview.GetProperty("wholeStream").GetBoolean());
        var change = Change(preview, added);
        Assert.Equal("added", change.Text("change"));
        Assert.False(change.Has("transactionId") || change.Has("before"));
        Assert.Equal(("-12.40", "USD", "Book Shop"), Facts(change.GetProperty("after")));
        change = Change(preview, amended);
        Assert.Equal(("amended", "-99.00"), (change.Text("change"), change.GetProperty("after").Text("amount")));
        Assert.Equal("-2.01", change.GetProperty("before").Text("amount"));
        Assert.Equal("removed", Change(preview, removed).Text("change"));
        change = Change(preview, posted);
        Assert.Equal(("posted", known), (change.Text("change"), change.Text("transactionId")));
        Assert.NotEmpty(change.List("reasons"));
        Assert.Contains(preview.List("decisions"), decision => decision.Text("kind") == "match");

        var run = await person.Sync();
        var told = Assert.Single(preview.List("accounts"));
        foreach (var count in (string[])["recordsProcessed", "recordsCreated", "recordsUpdated", "recordsRemoved"])
        {
            Assert.Equal(told.Int(count), run.Int(count));
        }

        Assert.NotEqual(before, await person.Stack.DatabaseText());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_preview_before_the_bank_has_anything_new_is_empty(StoreKind kind)
    {
        var person = await Linked(kind);
        await person.Sync();
        var before = await person.Stack.DatabaseText();

        var preview = (await Preview(person)).Expect(200);

        Assert.Empty(preview.List("changes"));
        Assert.Empty(preview.List("decisions"));
        Assert.Equal("fresh", preview.Text("wouldSkip"));
        Assert.Equal(before, await person.Stack.DatabaseText());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_whole_stream_is_previewed_as_it_would_be_reconciled(StoreKind kind)
    {
        var person = await Linked(kind);
        var gone = person.Hand().IdOf("Shop 3");
        person.Hand().Forget([gone]);
        var before = await person.Stack.DatabaseText();

        var preview = (await Preview(person, "historical")).Expect(200);

        Assert.True(preview.GetProperty("wholeStream").GetBoolean());
        Assert.Equal("removed", Change(preview, gone).Text("change"));
        Assert.Equal(before, await person.Stack.DatabaseText());
        Assert.Equal(
            preview.GetProperty("counts").Int("removed"),
            (await person.Sync("historical")).Int("recordsRemoved")
        );
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_balance_is_previewed_beside_the_one_before(StoreKind kind)
    {
        var person = await Linked(kind);
        var shown = (await person.Accounts())[0].GetProperty("balance").Text("current");
        person.Hand().Add("Rent", 700m);
        var before = await person.Stack.DatabaseText();

        var preview = (await Preview(person, "balance")).Expect(200);

        var balance = Assert.Single(preview.List("balances"));
        Assert.Equal(shown, balance.GetProperty("before").Text("current"));
        Assert.NotEqual(shown, balance.GetProperty("after").Text("current"));
        Assert.Empty(preview.List("changes"));
        Assert.Equal(before, await person.Stack.DatabaseText());
        await person.Sync("balance");
        var now = (await person.Accounts())[0].GetProperty("balance").Text("current");
        Assert.Equal(now, balance.GetProperty("after").Text("current"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Findings_that_would_open_are_told_and_not_opened(StoreKind kind)
    {
        var person = await Linked(kind);
        var pending = person.Hand().Pend("Restaurant", 20m, Stack.Today.AddDays(-3));
        await person.Sync();
        person.Hand().Post(pending, 1.99m, name: "Cloud Storage");

        var preview = (await Preview(person)).Expect(200);

        var finding = Assert.Single(preview.List("findingsOpened"));
        Assert.Equal("pending_link_refuted", finding.Text("check"));
        Assert.Empty(await person.Findings());
        await person.Sync();
        Assert.Equal("pending_link_refuted", Assert.Single(await person.Findings()).Text("check"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_has_no_preview_is_refused_with_what_has(StoreKind kind)
    {
        var person = await Linked(kind);
        foreach (var type in (string[])["backfill", "full", "validate"])
        {
            var problem = (await Preview(person, type)).ExpectProblem(422, "no_preview");
            Assert.Contains(type, problem.Text("detail"), StringComparison.Ordinal);
            Assert.Contains("historical", problem.Text("detail"), StringComparison.Ordinal);
        }

        var account = await person.AccountId();
        var other = (await stacks.Of(kind)).NewPerson();
        var body = new { syncType = "transactions", preview = true };
        (await other.Post($"/accounts/{account}/sync", body)).ExpectProblem(404, "not_found");
        (await person.Delete($"/connections/{person.Banks[^1].ConnectionId}")).Expect(204);
        (await Preview(person)).ExpectProblem(409, "disconnected");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task While_a_run_is_at_work_a_preview_is_refused(StoreKind kind)
    {
        var person = await Linked(kind);
        var account = await person.AccountId();
        var asked = person.PagesAsked();
        person.Misbehave(new Fault { Kind = FaultKind.Delay, Milliseconds = 500 });
        var run = (await person.Post($"/accounts/{account}/transactions", new { force = true })).Expect(202);
        while (person.PagesAsked() == asked)
        {
            await Task.Delay(10);
        }

        (await Preview(person)).ExpectProblem(409, "run_in_progress");

        await person.Ended(run.Text("id"));
        await person.Sync();
        (await Preview(person)).Expect(200);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_fault_of_the_bank_is_the_answer_and_changes_nothing(StoreKind kind)
    {
        var person = await Linked(kind);
        var before = await person.Stack.DatabaseText();
        person.Misbehave(new Fault { Kind = FaultKind.Error, Code = "ITEM_LOGIN_REQUIRED" });

        var problem = (await Preview(person)).ExpectProblem(409, "item_login_required");

        Assert.Equal("relink", problem.Text("action"));
        Assert.Equal(before, await person.Stack.DatabaseText());
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_ledger_that_moves_meanwhile_is_decided_on_again(StoreKind kind)
    {
        var person = await Linked(kind);
        person.Hand().Add("Book Shop", 12.40m);
        var loads = Loads();
        stacks.Saboteur.Twist<LedgerSlice>(
            "ILedgerStore.LoadSlice",
            slice => slice with { UserVersion = slice.UserVersion - 1 }
        );

        var preview = (await Preview(person)).Expect(200);

        Assert.Equal(1, preview.GetProperty("counts").Int("new"));
        Assert.Equal(loads + 2, Loads());

        int Loads() => stacks.Saboteur.Calls.Count(call => call == "ILedgerStore.LoadSlice");
    }

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(6)));
        return person;
    }

    private static async Task<Answer> Preview(Person person, string type = "transactions") =>
        await person.Post($"/accounts/{await AccountOf(person)}/sync", new { syncType = type, preview = true });

    private static async Task<string> AccountOf(Person person) => (await person.Accounts())[0].Text("id");

    private static JsonElement Change(JsonElement preview, string id) =>
        Assert.Single(
            preview.List("changes"),
            change => change.GetProperty("after").Text("providerTransactionId") == id
        );

    private static (string, string, string) Facts(JsonElement record) =>
        (record.Text("amount"), record.Text("currency"), record.Text("description"));
}
