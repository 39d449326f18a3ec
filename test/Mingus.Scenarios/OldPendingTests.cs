using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>What is pending for longer than banks take is asked about: kept, or hidden until it posts.</summary>
public sealed class OldPendingTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Hidden_it_leaves_every_list_and_undo_brings_it_back(StoreKind kind)
    {
        var (person, account, found) = await Asked(kind);
        Assert.Equal(
            ("info", true, "none"),
            (found.Text("severity"), found.GetProperty("repairable").GetBoolean(), found.Text("action"))
        );
        var (listed, before) = (await Listed(person), (await person.Get($"/accounts/{account}")).Expect(200));

        var hide = (await person.Post($"/findings/{found.Text("id")}/repair")).Expect(200);

        Assert.Equal(("repair", "person"), (hide.Text("kind"), hide.Text("by")));
        Assert.DoesNotContain("Hotel", await Listed(person));
        foreach (var query in (string[])["status=pending", "text=hotel", "text=hotel&status=pending"])
        {
            var asked = await person.All($"/accounts/{account}/transactions?{query}");
            Assert.DoesNotContain(asked, one => one.Text("description") == "Hotel");
        }

        var own = found.GetProperty("evidence").Text("transactionId");
        var read = (await person.Get($"/transactions/{own}")).Expect(200);
        Assert.Equal(("pending", true), (read.Text("status"), read.GetProperty("hidden").GetBoolean()));
        Assert.Empty(await Validate(person, account));
        await person.Sync("historical");
        Assert.DoesNotContain("Hotel", await Listed(person));
        Assert.Equal(
            before.GetProperty("balance").Text("current"),
            (await person.Get($"/accounts/{account}")).Expect(200).GetProperty("balance").Text("current")
        );

        (await person.Post($"/decisions/{hide.Text("id")}/undo")).Expect(200);
        Assert.Equal(listed, await Listed(person));
        Assert.Equal("open", (await person.Get($"/findings/{found.Text("id")}")).Expect(200).Text("state"));
        (await person.Post($"/decisions/{hide.Text("id")}/redo")).Expect(200);
        Assert.DoesNotContain("Hotel", await Listed(person));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Once_it_posts_it_is_listed_and_cannot_be_hidden(StoreKind kind)
    {
        var (person, account, found) = await Asked(kind);
        (await person.Post($"/findings/{found.Text("id")}/repair")).Expect(200);
        var pending = person.Hand().IdOf("Hotel");

        person.Hand().Post(pending, amount: 231m, days: 20);
        await person.Sync();

        var posted = Assert.Single(
            await person.All($"/accounts/{account}/transactions"),
            one => one.Text("description") == "Hotel"
        );
        Assert.Equal(("posted", "-231.00"), (posted.Text("status"), posted.Text("amount")));
        Assert.Equal(found.GetProperty("evidence").Text("transactionId"), posted.Text("id"));
        Assert.False(posted.TryGetProperty("hidden", out _));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_posted_before_the_answer_is_not_hidden(StoreKind kind)
    {
        var (person, account, found) = await Asked(kind);
        person.Hand().Post(person.Hand().IdOf("Hotel"));
        await person.Sync();

        (await person.Post($"/findings/{found.Text("id")}/repair")).ExpectProblem(409, "no_longer_applies");

        Assert.Contains("Hotel", await Listed(person));
        Assert.Empty(await Validate(person, account));
        Assert.Equal("resolved", (await person.Get($"/findings/{found.Text("id")}")).Expect(200).Text("state"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Kept_it_is_not_asked_about_again(StoreKind kind)
    {
        var (person, account, found) = await Asked(kind);

        (await person.Post($"/findings/{found.Text("id")}/dismiss")).Expect(200);

        Assert.Empty(await Validate(person, account));
        Assert.Contains("Hotel", await Listed(person));
    }

    private async Task<(Person Person, string Account, JsonElement Finding)> Asked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(6)));
        person.Hand().Pend("Hotel", 230m, Stack.Today.AddDays(-20));
        person.Hand().Pend("Corner Cafe", 4m, Stack.Today.AddDays(-2));
        await person.Sync();
        var account = Assert.Single(await person.Accounts()).Text("id");
        var found = Assert.Single(await Validate(person, account));
        Assert.Equal("pending_old", found.Text("check"));
        return (person, account, (await person.Get($"/findings/{found.Text("id")}")).Expect(200));
    }

    private static async Task<List<JsonElement>> Validate(Person person, string account)
    {
        var run = await person.Post($"/accounts/{account}/validate", new { level = "normal" }, ("Prefer", "wait=30"));
        return [.. run.Expect(200).GetProperty("result").List("findings")];
    }

    private static async Task<List<string>> Listed(Person person) =>
        [.. (await person.Transactions()).Select(one => one.Text("description"))];
}
