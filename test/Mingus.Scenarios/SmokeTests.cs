using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

public sealed class SmokeTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Linking_a_household_leaves_exactly_what_its_bank_holds(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.Link();
        await person.AssertLedgerEqualsBank();
    }
}
