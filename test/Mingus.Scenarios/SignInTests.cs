using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S13: what passes heals by itself; what a person must mend stops the asking and heals once it is
/// mended.</summary>
[Trait("Category", "Slow")]
public sealed class SignInTests
{
    [Theory, ClassData(typeof(AllStores))]
    public async Task Two_runs_that_fail_for_a_while_block_nothing_and_the_third_heals(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = await Linked(stack);
        person.Hand().Add("After all", 3m);
        for (var failure = 0; failure < 2; failure++)
        {
            // As often as the client tries within one run.
            var fault = new Fault { Kind = FaultKind.Error, Code = "INTERNAL_SERVER_ERROR" };
            person.Misbehave(fault with { Times = 50 });
            Assert.Equal("failed", (await person.Sync()).Text("status"));
            stack.Sandbox.Mischief.Clear();
            var connection = await person.Connection();
            Assert.Equal("healthy", connection.Text("status"));
            Assert.Equal("internal_server_error", connection.GetProperty("error").Text("code"));
            Assert.True(connection.Has("nextDueAt"), "nobody would try again");
        }

        Assert.Equal("succeeded", (await person.Sync()).Text("status"));

        Assert.False((await person.Connection()).Has("error"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_sign_in_stops_the_asking_is_mended_in_update_mode_and_heals_without_an_exchange(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Schedule:Enabled=true");
        var person = await Linked(stack);
        var bank = stack.Sandbox.Bank;
        var itemId = person.Banks[0].ItemId;
        bank.SetError(itemId, "ITEM_LOGIN_REQUIRED");
        await person.Sync();
        var connection = await person.Connection();
        Assert.Equal(("needs_attention", "relink"), (connection.Text("status"), connection.Text("action")));
        var asked = person.PagesAsked();
        stack.Advance(TimeSpan.FromHours(8));
        await Task.Delay(1_000);
        Assert.Equal(asked, person.PagesAsked());

        var token = await person.Post("/link-tokens", new { connectionId = connection.Text("id") });
        Assert.True(token.Expect(200, 201).Has("linkToken"));
        person.Hand().Add("Meanwhile", 6m);
        bank.SetError(itemId, code: null);
        Assert.Equal("succeeded", (await person.Sync()).Text("status"));

        connection = await person.Connection();
        Assert.Equal("healthy", connection.Text("status"));
        Assert.False(connection.Has("error"));
        Assert.Equal(1, stack.Sandbox.Calls.Count("/item/public_token/exchange"));
        Assert.Single(await person.All("/connections"));
        await person.AssertLedgerEqualsBank();
    }

    private static async Task<Person> Linked(Stack stack)
    {
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        return person;
    }
}
