using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S4, S5, S6: a pending row becomes a posted one, and stays the same transaction.</summary>
public sealed class PendingPostedTests(SharedStacks stacks)
{
    public static TheoryData<StoreKind, (decimal Amount, int Days)> Postings =>
        BothStores.With((20m, 0), (20m, 3), (24m, 0), (24m, 2), (1m, 14));

    [Theory, MemberData(nameof(Postings))]
    public async Task Posting_keeps_the_id_and_what_a_person_wrote(StoreKind kind, (decimal Amount, int Days) posting)
    {
        var (person, pending) = await LinkedWithPending(kind);
        var before = (await person.Find(pending))!.Value;
        Assert.Equal(("pending", "-20.00"), (before.Text("status"), before.Text("amount")));
        await Annotate(person, before);

        var posted = person.Hand().Post(pending, posting.Amount, days: posting.Days);
        var run = await person.Sync();

        var after = (await person.Find(posted))!.Value;
        Assert.Equal((before.Text("id"), "posted"), (after.Text("id"), after.Text("status")));
        Assert.Equal(("with friends", "Dinner"), (after.Text("note"), after.Text("category")));
        Assert.Equal(before.Text("firstSeenAt"), after.Text("firstSeenAt"));
        Assert.Equal(0, run.Int("recordsCreated"));
        Assert.Equal(
            [(pending, "removed", false), (posted, "posted", true)],
            after.List("records").Select(RecordOf).OrderBy(r => r.Item3)
        );
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Later_syncs_neither_overwrite_the_note_nor_bring_the_pending_row_back(StoreKind kind)
    {
        var (person, pending) = await LinkedWithPending(kind);
        var id = (await person.Find(pending))!.Value.Text("id");
        var hand = person.Hand();
        var posted = hand.Post(pending, 24m);
        await person.Sync();
        await Annotate(person, (await person.Find(posted))!.Value);

        hand.Put(hand.Row(posted) with { Name = "RESTAURANT 0042", Amount = 24.50m });
        await person.Sync();
        await person.Sync("historical");

        var after = (await person.Find(posted))!.Value;
        Assert.Equal((id, "with friends"), (after.Text("id"), after.Text("note")));
        Assert.Equal(("-24.50", "RESTAURANT 0042"), (after.Text("amount"), after.Text("description")));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_successor_days_after_its_pending_row_went_is_still_the_same_transaction(StoreKind kind)
    {
        var (person, pending) = await LinkedWithPending(kind);
        var hand = person.Hand();
        var id = (await person.Find(pending))!.Value.Text("id");
        var row = hand.Remove(pending);
        await person.Sync();
        Assert.Null(await person.Find(pending));

        hand.Put(row with { Id = "posted-later-" + pending, Pending = false, PendingId = pending, Amount = 21m });
        await person.Sync();

        Assert.Equal(id, (await person.Find("posted-later-" + pending))!.Value.Text("id"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_successor_that_comes_before_its_pending_row_goes_is_shown_once(StoreKind kind)
    {
        var (person, pending) = await LinkedWithPending(kind);
        var hand = person.Hand();
        var id = (await person.Find(pending))!.Value.Text("id");
        var row = hand.Row(pending);
        var posted = "posted-early-" + pending;
        hand.Put(row with { Id = posted, Pending = false, PendingId = pending });
        await person.Sync();

        var shown = Assert.Single(await person.Transactions(), t => t.Text("description") == "Restaurant");
        Assert.Equal((id, "posted"), (shown.Text("id"), shown.Text("status")));

        hand.Remove(pending);
        await person.Sync();
        Assert.Equal(id, (await person.Find(posted))!.Value.Text("id"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Without_a_link_a_withdrawn_row_is_succeeded_by_the_one_that_fits(StoreKind kind)
    {
        var (person, pending) = await LinkedWithPending(kind);
        var before = (await person.Find(pending))!.Value;
        await Annotate(person, before);

        var posted = person.Hand().Post(pending, 24m, linked: false);
        await person.Sync();

        var after = (await person.Find(posted))!.Value;
        Assert.Equal(before.Text("id"), after.Text("id"));
        Assert.True(after.Has("note"));
        Assert.Equal("-24.00", after.Text("amount"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_link_that_amount_and_merchant_both_refute_is_not_followed(StoreKind kind)
    {
        var (person, pending) = await LinkedWithPending(kind);
        var before = (await person.Find(pending))!.Value;
        await Annotate(person, before);

        var posted = person.Hand().Post(pending, 1.99m, name: "Cloud Storage");
        await person.Sync();

        var after = (await person.Find(posted))!.Value;
        Assert.NotEqual(before.Text("id"), after.Text("id"));
        Assert.False(after.Has("note"));
        var finding = Assert.Single(await person.Findings());
        Assert.Equal(("pending_link_refuted", "warning"), (finding.Text("check"), finding.Text("severity")));
        Assert.Equal(pending, finding.GetProperty("evidence").Text("pendingTransactionId"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_pending_row_that_vanishes_leaves_nothing_to_see(StoreKind kind)
    {
        var (person, pending) = await LinkedWithPending(kind);
        person.Hand().Remove(pending);

        var run = await person.Sync();

        Assert.Equal(1, run.Int("recordsRemoved"));
        Assert.Null(await person.Find(pending));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Pending_and_posted_in_one_update_is_one_posted_transaction(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(2)));
        var posted = person.Hand().Post(person.Hand().Pend("Quick", 9m), 9.50m);

        var run = await person.Sync();

        Assert.Equal(1, run.Int("recordsCreated"));
        Assert.Equal("-9.50", (await person.Find(posted))!.Value.Text("amount"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Two_same_rows_of_one_day_stay_two(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        var day = Documents.Day(-1);
        await person.LinkDocument(Documents.Checking(new("Coffee", 3.50m, day), new("Coffee", 3.50m, day)));
        Assert.Equal(2, (await person.Transactions()).Count);

        await person.Sync("historical");

        Assert.Equal(2, (await person.Transactions()).Count);
        await person.AssertLedgerEqualsBank();
    }

    private async Task<(Person Person, string Pending)> LinkedWithPending(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(2)));
        var pending = person.Hand().Pend("Restaurant", 20m, Stack.Today.AddDays(-14));
        await person.Sync();
        return (person, pending);
    }

    private static async Task Annotate(Person person, JsonElement transaction) =>
        (
            await person.Patch(
                $"/transactions/{transaction.Text("id")}",
                new { note = "with friends", category = "Dinner" }
            )
        ).Expect(200);

    private static (string, string, bool) RecordOf(JsonElement record) =>
        (record.Text("providerTransactionId"), record.Text("status"), record.GetProperty("isPrimary").GetBoolean());
}
