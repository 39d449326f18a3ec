using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Two years of generated households: linked once, the ledger is the bank's, to the record.</summary>
public sealed class HouseholdTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public Task Linking_a_bank_leaves_exactly_what_it_holds(StoreKind kind) => Links(kind, Person.FirstPlatypus);

    public static TheoryData<StoreKind, string> OtherBanks =>
        BothStores.With("ins_900001", "ins_900002", "ins_900003", "ins_900004", "ins_900005");

    [Theory, MemberData(nameof(OtherBanks)), Trait("Category", "Slow")]
    public Task Linking_any_bank_leaves_exactly_what_it_holds(StoreKind kind, string institution) =>
        Links(kind, institution);

    private async Task Links(StoreKind kind, string institution)
    {
        var person = await stacks.Person(kind);
        var bank = await person.Link(institution);

        var run = await person.Ended(bank.FirstRunId);
        Assert.Equal(("succeeded", "link"), (run.Text("status"), run.Text("trigger")));
        await person.AssertLedgerEqualsBank();

        var before = await person.LedgerText();
        await person.Sync("full");
        await person.Sync("historical");
        Assert.Equal(before, await person.LedgerText());
        await person.AssertValid();
        Assert.Empty(await person.All("/findings?state=open"));
    }
}
