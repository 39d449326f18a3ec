using Mingus.Sandbox.Bank;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S3: a transaction told again in other words is the same one; its fingerprint holds to what is
/// stable.</summary>
public sealed class RetoldTests(SharedStacks stacks)
{
    private static readonly Dictionary<string, (Func<Row, Row> Change, bool SameFingerprint)> s_changes = new(
        StringComparer.Ordinal
    )
    {
        ["case"] = (row => row with { Name = "bOoK sHoP" }, true),
        ["spaces"] = (row => row with { Name = "  Book   Shop " }, true),
        ["tag"] = (row => row with { Payee = row.Payee with { Detailed = "GENERAL_MERCHANDISE_BOOKSTORES" } }, true),
        ["time of day"] = (row => row with { AuthorizedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }, true),
        ["authorised day"] = (row => row with { AuthorizedDate = row.Date.AddDays(-1) }, true),
        ["other words"] = (row => row with { Name = "BOOKS & MORE 0042" }, false),
    };

    public static TheoryData<StoreKind, string> Changes => BothStores.With<string>(s_changes.Keys);

    [Theory, MemberData(nameof(Changes))]
    public async Task Told_again_it_is_no_new_row_and_keeps_its_id_and_note(StoreKind kind, string what)
    {
        var (change, sameFingerprint) = s_changes[what];
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var hand = person.Hand();
        var row = hand.Add("Book Shop", 12.40m);
        await person.Sync();
        var before = (await person.Find(row))!.Value;
        (await person.Patch($"/transactions/{before.Text("id")}", new { note = "a present" })).Expect(200);

        hand.Put(change(hand.Row(row)));
        var run = await person.Sync();
        await person.Sync("historical");

        Assert.Equal(0, run.Int("recordsCreated"));
        Assert.Equal(4, (await person.Transactions()).Count);
        var after = (await person.Find(row))!.Value;
        Assert.Equal((before.Text("id"), "a present"), (after.Text("id"), after.Text("note")));
        Assert.StartsWith("1:", after.Text("fingerprint"), StringComparison.Ordinal);
        Assert.Equal(sameFingerprint, before.Text("fingerprint") == after.Text("fingerprint"));
        await person.AssertLedgerEqualsBank();
    }

    // What an upgrade may do: the whole stream again, over rows made by the version before.
    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task After_a_restart_and_the_whole_stream_again_every_fingerprint_is_as_it_was(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(40)));
        var before = await person.LedgerText();

        await stack.Restart();
        await person.Sync("historical");
        await person.Sync("historical");

        Assert.Equal(before, await person.LedgerText());
    }
}
