using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>A bank that is down is left alone by all its connections, tried now and then, and healthy again by
/// itself.</summary>
[Trait("Category", "Slow")]
public sealed class InstitutionDownTests
{
    private static readonly string[] Settings =
    [
        "--Plaid:Circuit:Failures=3",
        "--Plaid:Circuit:Within=00:01:00",
        "--Plaid:Circuit:Pause=00:00:01",
    ];

    [Theory, ClassData(typeof(BothStores))]
    public async Task Its_connections_share_one_circuit_that_probes_and_closes(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: Settings);
        var (one, other) = (await Linked(stack), await Linked(stack));
        var elsewhere = stack.NewPerson();
        await elsewhere.Link("ins_900001");
        one.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "INSTITUTION_DOWN",
                Times = 200,
            }
        );
        await UntilCode(one, "circuit_open");

        var asked = other.PagesAsked();
        var refused = (await other.AskSync()).Json;

        Assert.Equal(("failed", "circuit_open"), (refused.Text("status"), refused.GetProperty("error").Text("code")));
        Assert.Equal(asked, other.PagesAsked());
        foreach (var person in (Person[])[one, other])
        {
            var connection = await person.Connection();
            Assert.Equal(("healthy", "wait"), (connection.Text("status"), connection.Text("action")));
            Assert.True(connection.Has("nextDueAt"), "nobody would try again");
        }

        Assert.Equal("succeeded", (await elsewhere.Sync()).Text("status"));
        stack.Sandbox.Mischief.Clear();
        await UntilCode(other, code: null);
        await UntilCode(one, code: null);
        Assert.False((await one.Connection()).Has("error"));
        Assert.DoesNotContain(await one.All("/notifications"), n => n.Text("topic") is "health" or "failing");
        await one.AssertLedgerEqualsBank();
    }

    private static async Task UntilCode(Person person, string? code)
    {
        for (var tries = 0; ; tries++)
        {
            var run = (await person.AskSync()).Json;
            var seen = run.Has("error") ? run.GetProperty("error").Text("code") : null;
            if (seen == code)
            {
                return;
            }

            Assert.True(tries < 50, $"{seen} and not {code}");
            await Task.Delay(100);
        }
    }

    private static async Task<Person> Linked(Stack stack)
    {
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        return person;
    }
}
