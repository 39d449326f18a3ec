using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S14: many ask at once, one run works; a request repeated is a request once.</summary>
public sealed class CoalescingTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Requests_during_a_run_share_one_follow_up(StoreKind kind)
    {
        var person = await Linked(kind);
        var account = (await person.Accounts())[0].Text("id");
        Enumerable.Range(0, 20).ToList().ForEach(i => person.Hand().Add($"New {i}", 1m + i));
        var asked = person.PagesAsked();
        person.Misbehave(new Fault { Kind = FaultKind.Delay, Milliseconds = 700 });
        var first = (await Ask(person, account)).Expect(202);
        await Until(() => person.PagesAsked() == asked + 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Ask(person, account, "wait=30")));
        var bulk = await Bulk(person);

        var followers = answers.Select(a => a.Expect(200).Text("id")).ToList();
        var follower = Assert.Single(followers.Distinct());
        Assert.False(first.GetProperty("joined").GetBoolean());
        Assert.Equal(4, answers.Count(a => a.Json.GetProperty("joined").GetBoolean()));
        Assert.False((await person.Get($"/runs/{follower}")).Expect(200).Has("joined"));
        Assert.NotEqual(first.Text("id"), follower);
        Assert.All(answers, a => Assert.Equal("succeeded", a.Json.Text("status")));
        Assert.Single(bulk.List("runs"));
        Assert.Equal(20, (await person.Ended(first.Text("id"))).Int("recordsCreated"));
        Assert.Equal(0, (await person.Ended(follower)).Int("recordsCreated"));
        Assert.InRange(person.PagesAsked() - asked, 2, 3);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Five_requests_and_a_bulk_at_once_make_one_run_and_at_most_one_more(StoreKind kind)
    {
        var person = await Linked(kind);
        var account = (await person.Accounts())[0].Text("id");
        Enumerable.Range(0, 20).ToList().ForEach(i => person.Hand().Add($"New {i}", 1m + i));
        var asked = person.PagesAsked();
        var before = (await person.Runs()).Count;
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Delay,
                Milliseconds = 400,
                Times = 2,
            }
        );

        var asking = Enumerable.Range(0, 5).Select(_ => Ask(person, account, "wait=30")).ToList();
        var bulk = Bulk(person);
        var runs = (await Task.WhenAll(asking)).Select(a => a.Expect(200)).Concat((await bulk).List("runs")).ToList();

        Assert.InRange(runs.Select(r => r.Text("id")).Distinct().Count(), 1, 2);
        Assert.All(runs, r => Assert.Equal("succeeded", r.Text("status")));
        Assert.InRange((await person.Runs()).Count - before, 1, 2);
        Assert.InRange(person.PagesAsked() - asked, 1, 2);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_follow_up_does_all_that_was_asked_of_it(StoreKind kind)
    {
        var person = await Linked(kind);
        var account = (await person.Accounts())[0].Text("id");
        var asked = person.PagesAsked();
        person.Misbehave(new Fault { Kind = FaultKind.Delay, Milliseconds = 500 });
        var first = (await Ask(person, account)).Expect(202);
        await Until(() => person.PagesAsked() == asked + 1);

        var balance = await person.Post($"/accounts/{account}/balance", new { force = false });
        var historical = await person.Post($"/accounts/{account}/historical", new { force = true });

        Assert.Equal(balance.Expect(202).Text("id"), historical.Expect(202).Text("id"));
        Assert.Equal("succeeded", (await person.Ended(first.Text("id"))).Text("status"));
        var run = await person.Ended(historical.Json.Text("id"));
        Assert.Equal("succeeded", run.Text("status"));
        var types = (await person.Get($"/accounts/{account}/sync-status")).Expect(200).GetProperty("types");
        foreach (var type in (string[])["balance", "historical", "transactions"])
        {
            Assert.Equal("succeeded", types.GetProperty(type).Text("lastOutcome"));
        }
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_unforced_request_of_fresh_data_is_skipped_and_says_so(StoreKind kind)
    {
        var person = await Linked(kind);
        await person.Sync();
        var asked = person.PagesAsked();

        var run = await person.Sync(force: false);

        Assert.Equal(("skipped", "fresh"), (run.Text("status"), run.Text("reason")));
        Assert.Equal(asked, person.PagesAsked());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_idempotency_key_gives_the_first_answer_again(StoreKind kind)
    {
        var person = await Linked(kind);
        var account = (await person.Accounts())[0].Text("id");
        var (asked, runs) = (person.PagesAsked(), (await person.Runs()).Count);
        var body = new { syncType = "transactions", force = true };
        var path = $"/accounts/{account}/sync";
        (string, string)[] headers = [("Idempotency-Key", "one"), ("Prefer", "wait=30")];

        var first = await person.Post(path, body, headers);
        var second = await person.Post(path, body, headers);

        Assert.Equal(first.Expect(200).ToString(), second.Expect(200).ToString());
        Assert.Equal((asked + 1, runs + 1), (person.PagesAsked(), (await person.Runs()).Count));
        var other = await person.Post(path, new { syncType = "balance", force = true }, headers);
        other.ExpectProblem(409, "idempotency_conflict");
        var third = await person.Post(path, body, ("Idempotency-Key", "two"), ("Prefer", "wait=30"));
        Assert.NotEqual(first.Json.Text("id"), third.Expect(200).Text("id"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Linking_under_one_idempotency_key_links_once(StoreKind kind)
    {
        var person = await Linked(kind);
        var token = await person.PublicToken(Person.FirstPlatypus, "user_custom", Documents.Checking());
        await person.Stack.LinkTurn.WaitAsync();
        try
        {
            var first = await person.Post("/connections", new { publicToken = token }, ("Idempotency-Key", "link"));
            var second = await person.Post("/connections", new { publicToken = token }, ("Idempotency-Key", "link"));
            Assert.Equal(first.Expect(201).ToString(), second.Expect(201).ToString());
            Assert.Equal(2, (await person.All("/connections")).Count);
            await person.Ended(first.Json.Text("firstRunId"));
        }
        finally
        {
            person.Stack.LinkTurn.Release();
        }
    }

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        return person;
    }

    private static Task<Answer> Ask(Person person, string account, string prefer = "respond-async") =>
        person.Post($"/accounts/{account}/transactions", new { force = true }, ("Prefer", prefer));

    private static async Task<JsonElement> Bulk(Person person)
    {
        var body = new { syncType = "transactions", force = true };
        return (await person.Post("/accounts/bulk/sync", body, ("Prefer", "wait=30"))).Expect(200);
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 1000, "it did not come to that");
            await Task.Delay(10);
        }
    }
}
