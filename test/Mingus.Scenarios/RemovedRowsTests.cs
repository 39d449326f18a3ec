using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S7: posted rows are withdrawn, and some come back.</summary>
public sealed class RemovedRowsTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task A_removed_row_is_hidden_and_counts_no_more(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 5);
        var account = (await person.Accounts())[0].Text("id");
        var before = await person.PostedSum(account);
        var id = hand.IdOf("Shop 3");
        var shown = (await person.Find(id))!.Value;

        hand.Remove(id);
        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(1, run.Int("recordsRemoved"));
        Assert.Null(await person.Find(id));
        Assert.Equal(before + 4.01m, await person.PostedSum(account));
        await person.AssertLedgerEqualsBank();
        var kept = (await person.Get($"/transactions/{shown.Text("id")}?include=records")).Expect(200);
        Assert.Equal("removed", kept.Text("status"));
        Assert.Equal("removed", Assert.Single(kept.List("records")).Text("status"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_that_comes_back_has_its_transaction_id_and_annotation_again(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 3);
        var id = hand.IdOf("Shop 1");
        var transaction = (await person.Find(id))!.Value.Text("id");
        (await person.Patch($"/transactions/{transaction}", new { note = "keep me", category = "Bread" })).Expect(200);

        var row = hand.Remove(id);
        await person.Sync();
        await person.Sync();
        hand.Put(row);
        var run = await person.Sync();

        var back = (await person.Find(id))!.Value;
        Assert.Equal(transaction, back.Text("id"));
        Assert.Equal("keep me", back.Text("note"));
        Assert.Equal("Bread", back.Text("category"));
        Assert.Equal("person", back.Text("categorySource"));
        Assert.Equal((0, 1), (run.Int("recordsCreated"), run.Int("recordsUpdated")));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_that_comes_back_changed_is_the_same_transaction_as_it_now_reads(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 3);
        var id = hand.IdOf("Shop 2");
        var transaction = (await person.Find(id))!.Value.Text("id");

        var row = hand.Remove(id);
        await person.Sync();
        hand.Put(row with { Amount = 77.70m, Name = "Shop 2 corrected", Date = row.Date.AddDays(1) });
        await person.Sync();

        var back = (await person.Find(id))!.Value;
        Assert.Equal((transaction, "-77.70"), (back.Text("id"), back.Text("amount")));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_removed_and_added_in_one_update_stays(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 3);
        var id = hand.IdOf("Shop 0");
        var transaction = (await person.Find(id))!.Value.Text("id");

        hand.Put(hand.Row(id) with { Name = "Shop 0 again" });
        person.TamperNextPage("/removed", Removals(id, AccountIdOf(person)));
        var run = await person.Sync();

        var shown = (await person.Find(id))!.Value;
        Assert.Equal((transaction, "Shop 0 again"), (shown.Text("id"), shown.Text("description")));
        Assert.Equal(0, run.Int("recordsRemoved"));
        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, string> UnknownRemovals =>
        BothStores.With("its account", "no account", "a foreign account");

    [Theory, MemberData(nameof(UnknownRemovals))]
    public async Task A_removal_of_a_row_never_seen_is_no_error(StoreKind kind, string names)
    {
        var (person, hand) = await Linked(kind, rows: 3);
        var account = names switch
        {
            "its account" => AccountIdOf(person),
            "no account" => null,
            _ => "acc_of_nobody",
        };
        hand.Add("Something else", 9.99m);
        person.TamperNextPage("/removed", Removals("never-seen", account));

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal((1, 0), (run.Int("recordsCreated"), run.Int("recordsRemoved")));
        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_that_came_and_went_between_two_syncs_was_never_there(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 2);
        hand.Remove(hand.Add("Blink", 5m));

        var run = await person.Sync();

        Assert.Equal((0, 0), (run.Int("recordsCreated"), run.Int("recordsRemoved")));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_may_go_and_come_many_times(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 2);
        var id = hand.IdOf("Shop 1");
        var transaction = (await person.Find(id))!.Value.Text("id");
        for (var i = 0; i < 4; i++)
        {
            var row = hand.Remove(id);
            await person.Sync();
            Assert.Null(await person.Find(id));
            hand.Put(row);
            await person.Sync();
            Assert.Equal(transaction, (await person.Find(id))!.Value.Text("id"));
        }

        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_withdrawal_named_without_its_account_is_followed(StoreKind kind)
    {
        var (person, hand) = await Linked(kind, rows: 3);
        var id = hand.IdOf("Shop 1");
        hand.Remove(id);
        person.TamperNextPage("/removed", Removals(id, accountId: null));

        var run = await person.Sync();

        Assert.Equal(1, run.Int("recordsRemoved"));
        await person.AssertLedgerEqualsBank();
    }

    private async Task<(Person Person, BankHand Hand)> Linked(StoreKind kind, int rows)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(rows)));
        return (person, person.Hand());
    }

    private static string AccountIdOf(Person person) =>
        person.Stack.Sandbox.Bank.Truth(person.Banks[^1].ItemId).Accounts[0].AccountId;

    private static string Removals(string id, string? accountId) =>
        JsonSerializer.Serialize(
            new[]
            {
                new Dictionary<string, string?> { ["transaction_id"] = id, ["account_id"] = accountId },
            }
        );
}
