using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>What a person chose to be told of an account: told once when it comes about, never by a replay.</summary>
[Trait("Category", "Slow")]
public sealed class AccountNoticeTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(AllStores))]
    public async Task A_balance_that_falls_below_is_told_once_and_over_when_it_is_back(StoreKind kind)
    {
        var (person, account) = await Linked(kind);
        var line = await Balance(person) - 100;
        await Choose(person, $"/accounts/{account}/settings", new { balanceBelow = Text(line) });
        await person.Sync("full");
        Assert.DoesNotContain(await person.All("/notifications"), n => n.Text("topic") == "balance_below");

        person.Hand().Add("Laptop", 200m);
        await person.Sync();
        var told = await Find(person, "balance_below");
        await person.Sync("historical");
        await person.Sync("full");

        Assert.Equal((account, 1), (told.Text("accountId"), told.Int("count")));
        Assert.Contains("Checking is below the amount you chose", told.Text("text"), StringComparison.Ordinal);
        var again = await Find(person, "balance_below");
        Assert.Equal((told.Text("at"), 1), (again.Text("at"), again.Int("count")));

        person.Hand().Add("Refund", -200m);
        await person.Sync();
        Assert.True((await Find(person, "balance_below")).Has("resolvedAt"));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_large_transaction_is_told_when_it_begins_and_not_when_it_posts_or_is_replayed(StoreKind kind)
    {
        var (person, _) = await Linked(kind);
        await Choose(person, "/settings", new { largeTransaction = "150.00" });

        var pending = person.Hand().Pend("Laptop", 200m);
        person.Hand().Add("Coffee", 3m);
        await person.Sync();
        var told = await Find(person, "large_transaction");
        person.Hand().Post(pending);
        await person.Sync();
        await person.Sync("historical");

        var again = await Find(person, "large_transaction");
        Assert.Equal((told.Text("at"), 1), (again.Text("at"), again.Int("count")));
        person.Hand().Add("Old", 500m, Stack.Today.AddDays(-30));
        await person.Sync();
        Assert.Equal(1, (await Find(person, "large_transaction")).Int("count"));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_transaction_far_larger_than_usual_is_told_to_whoever_wants_it(StoreKind kind)
    {
        var (person, _) = await Linked(kind);
        await Choose(person, "/settings", new { unusualTransaction = true });

        person.Hand().Add("Coffee", 30m);
        await person.Sync();
        Assert.DoesNotContain(await person.All("/notifications"), n => n.Text("topic") == "unusual_transaction");

        person.Hand().Add("Car", 40_000m);
        await person.Sync();
        Assert.Equal(1, (await Find(person, "unusual_transaction")).Int("count"));
    }

    private async Task<(Person Person, string Account)> Linked(StoreKind kind)
    {
        var person = (await stacks.Of(kind)).NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(40)));
        await person.Sync();
        return (person, Assert.Single(await person.Accounts()).Text("id"));
    }

    private static async Task<decimal> Balance(Person person)
    {
        var balance = Assert.Single(await person.Accounts()).GetProperty("balance");
        return decimal.Parse(balance.Text("current"), CultureInfo.InvariantCulture);
    }

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static async Task Choose(Person person, string path, object notices) =>
        (await person.Send(HttpMethod.Put, path, JsonContent.Create(new { notices }))).Expect(200);

    private static async Task<JsonElement> Find(Person person, string topic) =>
        Assert.Single(await person.All("/notifications"), n => n.Text("topic") == topic);
}
