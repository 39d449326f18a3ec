using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S12: a sync that went well with old data is told as old; a failure moves no success.</summary>
[Trait("Category", "Slow")]
public sealed class StaleDataTests
{
    [Theory, ClassData(typeof(AllStores))]
    public async Task A_sync_without_news_of_old_data_says_checked_now_and_data_as_of_then(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = await Linked(stack);
        Assert.Equal("active", (await Account(person)).Text("status"));
        var dataAsOf = (await Account(person)).GetProperty("freshness").Moment("dataAsOf");
        stack.Sandbox.Bank.Freeze(person.Banks[0].ItemId, frozen: true);
        stack.Advance(TimeSpan.FromDays(4));
        var now = stack.Time.GetUtcNow();

        var run = await person.Sync();

        Assert.Equal(("succeeded", 0), (run.Text("status"), run.Int("recordsProcessed")));
        var account = await Account(person);
        Assert.Equal("stale", account.Text("status"));
        var told = $"Checked just now, bank data as of {dataAsOf:yyyy-MM-dd HH:mm}";
        Assert.StartsWith(told, account.Text("statusReason"), StringComparison.Ordinal);
        var freshness = account.GetProperty("freshness");
        Assert.Equal(dataAsOf, freshness.Moment("dataAsOf"));
        Assert.True(freshness.Moment("checkedAt") >= now);
        Assert.Equal(0, account.Int("openFindings"));
        // The balance keeps the time it was true, however often it is asked for again.
        var asOf = account.GetProperty("balance").Moment("asOf");
        Assert.True(asOf <= dataAsOf.AddMinutes(1), $"a balance of {dataAsOf} is shown as of {asOf}");
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_failure_is_an_attempt_and_moves_no_success(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = await Linked(stack);
        var success = (await person.Connection()).Moment("lastSuccessAt");
        stack.Advance(TimeSpan.FromHours(3));
        // In the middle of the run: the second call is refused.
        person.Hand().Add("While broken", 5m);
        person.Misbehave(new Fault { Kind = FaultKind.Error, Code = "ITEM_LOGIN_REQUIRED" });

        var run = await person.Sync();

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal(success, (await person.Connection()).Moment("lastSuccessAt"));
        var account = await Account(person);
        Assert.Equal("needs_attention", account.Text("status"));
        Assert.True(account.GetProperty("freshness").Moment("checkedAt") <= success);
        var status = (await person.Get($"/accounts/{account.Text("id")}/sync-status")).Expect(200);
        var transactions = status.GetProperty("types").GetProperty("transactions");
        Assert.Equal("failed", transactions.Text("lastOutcome"));
        Assert.True(transactions.Moment("lastAttemptAt") > transactions.Moment("lastSuccessAt"));
    }

    private static async Task<Person> Linked(Stack stack)
    {
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        return person;
    }

    private static async Task<System.Text.Json.JsonElement> Account(Person person) =>
        Assert.Single(await person.Accounts());
}
