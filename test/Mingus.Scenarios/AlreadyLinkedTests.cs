using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S1: a login that is linked already is noticed before the token is exchanged, where bank and person say
/// so.</summary>
[Trait("Category", "Slow")]
public sealed class AlreadyLinkedTests(AlreadyLinkedTests.OwnStacks stacks)
    : IClassFixture<AlreadyLinkedTests.OwnStacks>
{
    /// <summary>Nobody else links here: the items of the bank can be counted.</summary>
    public sealed class OwnStacks : SabotagedStacks;

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_same_login_is_refused_before_the_exchange_with_the_way_out(StoreKind kind)
    {
        var (person, known) = await Linked(kind);
        var body = new
        {
            publicToken = await Token(person),
            institutionId = Person.FirstPlatypus,
            accounts = await Announced(person),
        };
        var items = person.Stack.Sandbox.Bank.Items.Count;
        var calls = person.Stack.Sandbox.Calls.Count("/item/public_token/exchange");

        var problem = (await person.Post("/connections", body)).ExpectProblem(409, "already_linked");

        Assert.Equal((known, "relink"), (problem.Text("connectionId"), problem.Text("action")));
        Assert.Contains("/link-tokens", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(calls, person.Stack.Sandbox.Calls.Count("/item/public_token/exchange"));
        Assert.Equal(items, person.Stack.Sandbox.Bank.Items.Count);
        Assert.Single(await person.All("/connections"));
        (await person.Post("/link-tokens", new { connectionId = known })).Expect(200, 201);

        // The token was not used up: the person says that it is another login.
        var linked = (
            await person.Post(
                "/connections",
                new
                {
                    body.publicToken,
                    body.institutionId,
                    body.accounts,
                    allowDuplicate = true,
                }
            )
        ).Expect(201);
        await person.Ended(linked.Text("firstRunId"));
        Assert.Equal(2, (await person.All("/connections")).Count);
        Assert.Equal(items + 1, person.Stack.Sandbox.Bank.Items.Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Another_bank_other_accounts_an_ended_connection_and_no_word_at_all_are_linked(StoreKind kind)
    {
        var (person, known) = await Linked(kind);
        var accounts = await Announced(person);
        object[] others =
        [
            new
            {
                name = "Checking",
                mask = "9876",
                type = "depository",
                subtype = "checking",
            },
        ];
        await Links(
            new
            {
                publicToken = await Token(person),
                institutionId = Person.FirstPlatypus,
                accounts = others,
            }
        );
        await Links(
            new
            {
                publicToken = await Token(person),
                institutionId = "ins_109511",
                accounts,
            }
        );
        await Links(new { publicToken = await Token(person), institutionId = Person.FirstPlatypus });
        var stranger = (await stacks.Of(kind)).NewPerson();
        var theirs = new
        {
            publicToken = await Token(person),
            institutionId = Person.FirstPlatypus,
            accounts,
        };
        await Ended(stranger, (await stranger.Post("/connections", theirs)).Expect(201));
        foreach (var connection in await person.All("/connections"))
        {
            (await person.Delete($"/connections/{connection.Text("id")}")).Expect(204);
        }

        await Links(
            new
            {
                publicToken = await Token(person),
                institutionId = Person.FirstPlatypus,
                accounts,
            }
        );
        Assert.Equal("disconnected", (await person.Get($"/connections/{known}")).Expect(200).Text("status"));

        async Task Links(object body) => await Ended(person, (await person.Post("/connections", body)).Expect(201));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Fields_that_are_not_known_are_refused_by_name(StoreKind kind)
    {
        var (person, _) = await Linked(kind);
        var calls = person.Stack.Sandbox.Calls.Count("/item/public_token/exchange");

        var wrong = new { publicToken = "public-x", accounts = new[] { new { name = "A", number = "12" } } };
        var problem = (await person.Post("/connections", wrong)).ExpectProblem(400, "invalid_request");

        Assert.Contains("number", problem.GetProperty("errors").ToString(), StringComparison.Ordinal);
        var tooLong = new { publicToken = "public-x", accounts = new[] { new { name = new string('a', 501) } } };
        (await person.Post("/connections", tooLong)).ExpectProblem(400, "invalid_request");
        Assert.Equal(calls, person.Stack.Sandbox.Calls.Count("/item/public_token/exchange"));
    }

    private async Task<(Person Person, string Connection)> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        return (person, (await person.Link()).ConnectionId);
    }

    private static Task<string> Token(Person person) =>
        person.PublicToken(Person.FirstPlatypus, "user_good", "pass_good");

    private static Task Ended(Person person, JsonElement linked) => person.Ended(linked.Text("firstRunId"));

    /// <summary>The accounts as Link's metadata has them: those the bank listed for the first link.</summary>
    private static async Task<List<object>> Announced(Person person) =>
        [
            .. (await person.Accounts()).Select(account => new
            {
                id = "not-of-this-item",
                name = account.List("feeds")[0].Text("name"),
                mask = account.List("feeds")[0].TextOrNull("mask"),
                type = account.Text("kind"),
                subtype = account.TextOrNull("subtype"),
            }),
        ];
}
