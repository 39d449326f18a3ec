using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>How a user's runs went over time, in one line or told apart.</summary>
[Trait("Category", "Slow")]
public sealed class MetricsSeriesTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task A_series_counts_the_runs_of_each_day(StoreKind kind)
    {
        var person = await Linked(kind);
        person.Stack.Sandbox.Bank.SetError(person.Banks[0].ItemId, "ITEM_LOGIN_REQUIRED");
        await person.Sync();

        var all = await Series(person, "");
        Assert.Equal(("runs", "day"), (all.Text("measure"), all.Text("bucket")));
        Assert.True(all.GetProperty("complete").GetBoolean());
        var points = Assert.Single(all.List("series")).List("points");
        Assert.Equal(3, points.Sum(point => point.Int("runs")));

        var created = await Series(person, "?measure=records_created&by=sync_type&bucket=hour");
        var line = Assert.Single(created.List("series"));
        Assert.Equal("transactions", line.Text("key"));
        Assert.Equal(4, line.List("points").Sum(point => point.GetProperty("value").GetDouble()));

        var errors = Assert.Single((await Series(person, "?measure=errors&by=error")).List("series"));
        Assert.Equal("item_login_required", errors.Text("key"));
        var rates = (await Series(person, "?measure=success_rate&by=status")).List("series");
        Assert.Equal(["failed", "succeeded"], rates.Select(rate => rate.Text("key")));

        Assert.Empty((await Series(person, "?from=2020-01-01&to=2020-02-01")).List("series"));
        Assert.Empty((await Series(person.Stack.NewPerson(), "")).List("series"));
    }

    [Theory]
    [InlineData("?measure=money", "measure")]
    [InlineData("?by=name", "by")]
    [InlineData("?bucket=week", "bucket")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2026-02-01&to=2026-01-01", "to")]
    [InlineData("?from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("?bucket=hour&from=2026-01-01&to=2026-03-01", "from")]
    public async Task A_wrong_question_is_answered_by_name(string query, string field)
    {
        var person = (await stacks.Of(StoreKind.Sqlite)).NewPerson();

        var problem = (await person.Get($"/metrics/series{query}")).ExpectProblem(400, "invalid_request");

        Assert.True(problem.GetProperty("errors").Has(field), problem.ToString());
    }

    private static async Task<System.Text.Json.JsonElement> Series(Person person, string query) =>
        (await person.Get($"/metrics/series{query}")).Expect(200);

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = (await stacks.Of(kind)).NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        await person.Sync();
        return person;
    }
}
