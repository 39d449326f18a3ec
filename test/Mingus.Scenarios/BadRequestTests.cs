using System.Net.Http.Headers;
using System.Text;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Requests that cannot be met end in a problem that names what is wrong, and change nothing.</summary>
[Trait("Category", "Slow")]
public sealed class BadRequestTests(SharedStacks stacks)
{
    public static TheoryData<StoreKind, (string Body, string Field)> Bodies =>
        BothStores.With(
            ("""{"syncType":"everything"}""", "syncType"),
            ("""{"syncType":7}""", "syncType"),
            ("""{"force":"yes"}""", "force"),
            ("""{"force":true,"hurry":1}""", "hurry"),
            ("""{"force":true,"force":false}""", "force")
        );

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_wrong_member_is_refused_by_name(StoreKind kind, (string Body, string Field) wrong)
    {
        var (person, account) = await Linked(kind);
        var runs = (await person.Runs()).Count;

        var answer = await Send(person, $"/accounts/{account}/sync", wrong.Body);

        var problem = answer.ExpectProblem(400, "invalid_request");
        Assert.True(problem.GetProperty("errors").Has(wrong.Field), problem.ToString());
        Assert.Equal("fix_request", problem.Text("action"));
        Assert.Equal(runs, (await person.Runs()).Count);
    }

    public static TheoryData<StoreKind, (string Body, string Type, int Status, string Code)> Unreadable =>
        BothStores.With(
            ("""{"force":tr""", "application/json", 400, "malformed_json"),
            ("[]", "application/json", 400, "malformed_json"),
            ("force=true", "application/x-www-form-urlencoded", 415, "not_json")
        );

    [Theory, MemberData(nameof(Unreadable))]
    public async Task What_is_no_json_object_is_refused(
        StoreKind kind,
        (string Body, string Type, int Status, string Code) bad
    )
    {
        var (person, account) = await Linked(kind);
        var answer = await Send(person, $"/accounts/{account}/sync", bad.Body, bad.Type);
        answer.ExpectProblem(bad.Status, bad.Code);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_body_too_large_is_refused(StoreKind kind)
    {
        var (person, account) = await Linked(kind);
        var large = $$"""{"syncType":"{{new string('x', 2 * 1024 * 1024)}}"}""";
        // Asked first, as a client does that has much to say; else the answer may be lost in the breaking connection.
        using var content = new StringContent(large, Encoding.UTF8, "application/json");
        (string, string)[] headers = [("Expect", "100-continue")];
        var answer = await person.Send(HttpMethod.Post, $"/accounts/{account}/sync", content, headers);
        answer.ExpectProblem(413, "body_too_large");
    }

    public static TheoryData<StoreKind, (string Path, string Field)> Queries =>
        BothStores.With(
            ("/transactions?limit=0", "limit"),
            ("/transactions?limit=501", "limit"),
            ("/transactions?limit=ten", "limit"),
            ("/transactions?after=nowhere", "after"),
            ("/transactions?from=22.08.2026", "from"),
            ("/transactions?from=2026-02-01&to=2026-01-01", "from"),
            ("/transactions?status=lost", "status"),
            ("/transactions?include=everything", "include"),
            ("/balances?every=hour", "every")
        );

    [Theory, MemberData(nameof(Queries))]
    public async Task A_wrong_filter_is_refused_by_name(StoreKind kind, (string Path, string Field) wrong)
    {
        var (person, account) = await Linked(kind);
        var problem = (await person.Get($"/accounts/{account}{wrong.Path}")).ExpectProblem(400, "invalid_request");
        var named = problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ToList();
        Assert.True(named.Contains(wrong.Field) || (wrong.Field == "from" && named.Contains("to")), problem.ToString());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Anothers_things_look_like_things_that_never_were(StoreKind kind)
    {
        var (owner, account) = await Linked(kind);
        await owner.Sync();
        var transaction = (await owner.Transactions())[0].Text("id");
        var stranger = owner.Stack.NewPerson();
        string[] paths =
        [
            $"/accounts/{account}",
            $"/accounts/{account}/transactions",
            $"/accounts/{account}/sync-status",
            $"/connections/{owner.Banks[0].ConnectionId}",
            $"/runs/{owner.Banks[0].FirstRunId}",
            $"/transactions/{transaction}",
        ];
        foreach (var path in paths)
        {
            (await stranger.Get(path)).ExpectProblem(404, "not_found");
        }

        var sync = await stranger.Post($"/accounts/{account}/sync", new { syncType = "transactions" });
        sync.ExpectProblem(404, "not_found");
        (await stranger.Patch($"/transactions/{transaction}", new { note = "mine" })).ExpectProblem(404, "not_found");
        (await stranger.Delete($"/connections/{owner.Banks[0].ConnectionId}")).ExpectProblem(404, "not_found");
        (await stranger.Post($"/runs/{owner.Banks[0].FirstRunId}/cancel")).ExpectProblem(404, "not_found");
        Assert.False((await owner.Find(owner.Hand().IdOf("Shop 0")))!.Value.Has("note"));
        await owner.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, string> Tokens => BothStores.With("", "public-sandbox-never-given", "used");

    [Theory, MemberData(nameof(Tokens))]
    public async Task A_public_token_that_is_none_links_nothing(StoreKind kind, string token)
    {
        var (person, _) = await Linked(kind);
        if (token == "used")
        {
            token = await person.PublicToken(Person.FirstPlatypus, "user_custom", Documents.Checking());
            await person.Stack.LinkTurn.WaitAsync();
            var linked = (await person.Post("/connections", new { publicToken = token })).Expect(201);
            person.Stack.LinkTurn.Release();
            await person.Ended(linked.Text("firstRunId"));
        }

        var banks = (await person.All("/connections")).Count;
        var answer = await person.Post("/connections", new { publicToken = token });

        Assert.InRange(answer.Code, 400, 409);
        Problems.AssertUseful(answer.Json);
        Assert.Equal(banks, (await person.All("/connections")).Count);
    }

    private async Task<(Person Person, string Account)> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        return (person, (await person.Accounts())[0].Text("id"));
    }

    private static async Task<Answer> Send(Person person, string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        return await person.Send(HttpMethod.Post, path, content);
    }
}
