using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>A sealed token that somebody moved to another row opens nothing there.</summary>
public sealed class MovedTokenTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task In_another_persons_row_a_token_opens_nothing_and_the_others_go_on(StoreKind kind)
    {
        var (thief, victim) = (await stacks.Person(kind), await stacks.Person(kind));
        await thief.LinkDocument(Documents.Checking(new RowDoc("Of the thief", 1m, Documents.Day(-3))));
        await victim.LinkDocument(Documents.Checking(new RowDoc("Of the victim", 2m, Documents.Day(-3))));
        var (own, other) = (thief.Banks[0].ItemId, victim.Banks[0].ItemId);
        var asked = victim.PagesAsked();

        await thief.Stack.Tamper(
            $"UPDATE connections SET sealed_token = (SELECT sealed_token FROM connections WHERE item_id = '{other}') "
                + $"WHERE item_id = '{own}'"
        );
        var run = await thief.Sync();

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal("token_unreadable", run.GetProperty("error").Text("code"));
        var connection = await thief.Connection();
        Assert.Equal("needs_attention", connection.Text("status"));
        Assert.Equal(asked, victim.PagesAsked());
        Assert.DoesNotContain("Of the victim", await thief.LedgerText(), StringComparison.Ordinal);
        Assert.Equal("succeeded", (await victim.Sync()).Text("status"));
        Assert.Equal("healthy", (await victim.Connection()).Text("status"));
    }
}
