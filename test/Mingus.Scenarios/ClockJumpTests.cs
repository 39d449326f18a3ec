using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>The machine's clock jumps, an hour or a month, forward or back: no ages below nothing, no storm of runs,
/// credentials that end when they should, and nothing lost of what was under way.</summary>
[Trait("Category", "Slow")]
public sealed class ClockJumpTests
{
    public static TheoryData<StoreKind, int> Jumps()
    {
        var jumps = new TheoryData<StoreKind, int>();
        foreach (var kind in (StoreKind[])[StoreKind.Sqlite, StoreKind.Postgres])
        {
            foreach (var hours in (int[])[1, -1, 30 * 24, -30 * 24])
            {
                jumps.Add(kind, hours);
            }
        }

        return jumps;
    }

    [Theory, MemberData(nameof(Jumps))]
    public async Task A_jump_under_a_sync_loses_nothing_and_storms_nobody(StoreKind kind, int hours)
    {
        await using var stack = await Stack.Start(kind, settings: "--Schedule:Enabled=true");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(20)));
        await person.Sync("full");
        var rowId = person.Hand().Add("Under way", 12.5m);
        stack.Sandbox.Mischief.Add(new Fault { Kind = FaultKind.Delay, Path = "/transactions/sync" });
        var account = (await person.Accounts())[0].Text("id");
        var calls = stack.Sandbox.Calls.Count("/transactions/sync");
        var run = (await person.Post($"/accounts/{account}/sync", new { syncType = "transactions", force = true }))
            .Expect(202)
            .Text("id");
        while (stack.Sandbox.Calls.Count("/transactions/sync") == calls)
        {
            await Task.Delay(10);
        }

        stack.Time.Advance(TimeSpan.FromHours(hours));
        var ended = await person.Ended(run);
        Assert.Contains(ended.Text("status"), (string[])["succeeded", "abandoned"]);
        await Task.Delay(TimeSpan.FromSeconds(4));
        var runs = (await person.Runs()).Count;
        // The link, two that were asked for, and for the jump what was due after it, once.
        Assert.InRange(runs, 3, 6);
        await person.Sync("full");
        Assert.NotNull(await person.Find(rowId));
        await person.AssertLedgerEqualsBank();
        await MustBeSane(person, account);
    }

    [Fact]
    public async Task A_user_token_ends_when_the_clock_says_so()
    {
        await using var stack = await Stack.Start(StoreKind.Sqlite);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var minted = (await person.Post("/user-tokens", new { userId = person.Name, minutes = 15 })).Expect(200, 201);
        var bearer = ("Authorization", $"Bearer {minted.Text("token")}");
        (await person.Send(HttpMethod.Get, "/accounts", body: null, bearer)).Expect(200);

        stack.Time.Advance(TimeSpan.FromHours(-1));
        (await person.Send(HttpMethod.Get, "/accounts", body: null, bearer)).Expect(200);
        stack.Time.Advance(TimeSpan.FromHours(2));
        (await person.Send(HttpMethod.Get, "/accounts", body: null, bearer)).Expect(401);
    }

    private static async Task MustBeSane(Person person, string account)
    {
        foreach (
            var path in (string[])
                [
                    "/accounts",
                    $"/accounts/{account}",
                    $"/accounts/{account}/sync-status",
                    $"/accounts/{account}/coverage",
                    "/connections",
                    "/runs",
                    "/metrics/summary",
                    "/metrics/series?measure=runs",
                ]
        )
        {
            var answer = await person.Get(path);
            MustNotBeNegative(path, answer.Expect(200));
        }
    }

    // Money may be below nothing, and is text; times and counts are numbers.
    private static void MustNotBeNegative(string where, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Number:
                Assert.True(json.GetDouble() >= 0, $"{where} is {json}");
                break;
            case JsonValueKind.Array:
                foreach (var one in json.EnumerateArray())
                {
                    MustNotBeNegative(where, one);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    MustNotBeNegative($"{where} {member.Name}", member.Value);
                }

                break;
            case JsonValueKind.String:
                Assert.DoesNotMatch(@"-\d+ (second|minute|hour|day|month)", json.GetString()!);
                break;
        }
    }
}
