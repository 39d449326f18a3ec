using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Answers of the provider that are none: each ends in a clear problem, and the next good sync
/// heals.</summary>
[Trait("Category", "Slow")]
public sealed class MalformedTests(MalformedTests.ImpatientStacks stacks)
    : IClassFixture<MalformedTests.ImpatientStacks>
{
    private static readonly Dictionary<string, (Fault Fault, string Code)> s_bad = new(StringComparer.Ordinal)
    {
        ["no JSON"] = (new() { Kind = FaultKind.Garbage }, "unreadable_answer"),
        ["a proxy's page"] = (new() { Kind = FaultKind.Garbage, Status = 502 }, "unreadable_answer"),
        ["a proxy's refusal"] = (new() { Kind = FaultKind.Garbage, Status = 403 }, "unreadable_answer"),
        ["cut off"] = (new() { Kind = FaultKind.Truncate }, "unreadable_answer"),
        ["broken off"] = (new() { Kind = FaultKind.Drop, When = DropWhen.During }, "unreachable"),
        ["no answer"] = (new() { Kind = FaultKind.Drop, When = DropWhen.Before }, "unreachable"),
        ["an answer lost"] = (new() { Kind = FaultKind.Drop, When = DropWhen.After }, "unreachable"),
        ["too large"] = (new() { Kind = FaultKind.Oversize, Mebibytes = 21 }, "answer_too_large"),
        ["late"] = (new() { Kind = FaultKind.Delay, Milliseconds = 30_000 }, "timeout"),
        ["in drips"] = (new() { Kind = FaultKind.SlowBody, Milliseconds = 30_000 }, "timeout"),
        ["a cursor that stays"] = (new() { Kind = FaultKind.StuckCursor }, "cursor_stuck"),
        ["added no list"] = (At("/added", "{}"), "unreadable_answer"),
        ["removed no list"] = (At("/removed", "\"x\""), "unreadable_answer"),
        ["accounts no list"] = (At("/accounts", "7"), "unreadable_answer"),
        ["a cursor that is a number"] = (At("/next_cursor", "7"), "unreadable_answer"),
        ["more neither true nor false"] = (At("/has_more", "\"maybe\""), "unreadable_answer"),
        ["more without a cursor"] = (At("/has_more", "true"), "cursor_stuck"),
        ["an error without a code"] = (new() { Kind = FaultKind.Garbage, Status = 500 }, "unreadable_answer"),
        ["the bank is down"] = (Error("INSTITUTION_DOWN"), "institution_down"),
        ["maintenance"] = (Error("PLANNED_MAINTENANCE"), "planned_maintenance"),
        ["a failure of Plaid's"] = (Error("INTERNAL_SERVER_ERROR"), "internal_server_error"),
    };

    private static readonly string[] s_late = ["late", "in drips"];

    public static TheoryData<StoreKind, string> Bad => BothStores.With(s_bad.Keys.Except(s_late));

    public static TheoryData<StoreKind, string> Late => BothStores.With(s_late);

    [Theory, MemberData(nameof(Bad))]
    public Task A_bad_answer_is_a_clear_problem_and_passes(StoreKind kind, string what) => Passes(kind, what);

    [Theory, MemberData(nameof(Late))]
    public Task A_late_answer_is_a_clear_problem_and_passes(StoreKind kind, string what) => Passes(kind, what);

    private async Task Passes(StoreKind kind, string what)
    {
        var (fault, code) = s_bad[what];
        var person = await Prepared(kind);
        var before = await person.LedgerText();
        if (what == "more without a cursor")
        {
            person.TamperNextPage("/next_cursor", "\"\"");
        }

        person.Misbehave(fault with { Times = 0 });
        var run = await person.Sync();
        person.Stack.Sandbox.Mischief.Clear();

        Assert.Equal("failed", run.Text("status"));
        var error = run.GetProperty("error");
        Assert.Equal(code, error.Text("code"));
        Problems.AssertUseful(error);
        Assert.Contains(error.Text("action"), (string[])["retry", "wait"]);
        Assert.Equal(before, await person.LedgerText());
        var connection = await person.Connection();
        Assert.Equal(("healthy", code), (connection.Text("status"), connection.GetProperty("error").Text("code")));
        Assert.True(connection.Has("nextDueAt"), "nobody would try again");

        Assert.Equal("succeeded", (await person.Sync()).Text("status"));
        Assert.False((await person.Connection()).Has("error"));
        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, string> Once =>
        BothStores.With("a proxy's page", "no answer", "broken off", "an answer lost");

    [Theory, MemberData(nameof(Once))]
    public async Task What_fails_once_is_repeated_and_nobody_notices(StoreKind kind, string what)
    {
        var person = await Prepared(kind);
        person.Misbehave(s_bad[what].Fault with { Times = 1 });

        Assert.Equal("succeeded", (await person.Sync()).Text("status"));

        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, (string Code, string Status, string Action)> Told =>
        BothStores.With(
            ("ITEM_LOGIN_REQUIRED", "needs_attention", "relink"),
            ("ITEM_LOCKED", "needs_attention", "relink"),
            ("ACCESS_NOT_GRANTED", "needs_attention", "relink"),
            ("NO_ACCOUNTS", "needs_attention", "choose_accounts"),
            ("USER_PERMISSION_REVOKED", "needs_attention", "relink"),
            ("INVALID_API_KEYS", "needs_attention", "contact_operator"),
            ("INVALID_ACCOUNT_ID", "healthy", "wait"),
            ("PRODUCT_NOT_READY", "healthy", "wait")
        );

    [Theory, MemberData(nameof(Told))]
    public async Task An_error_of_plaids_says_who_must_act_and_heals_by_itself(
        StoreKind kind,
        (string Code, string Status, string Action) told
    )
    {
        var person = await Prepared(kind);
        var success = (await person.Connection()).Moment("lastSuccessAt");
        person.Misbehave(Error(told.Code));

        var run = await person.Sync();

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal(told.Code.ToLowerInvariant(), run.GetProperty("error").Text("code"));
        Problems.AssertUseful(run.GetProperty("error"));
        var connection = await person.Connection();
        Assert.Equal((told.Status, told.Action), (connection.Text("status"), connection.Text("action")));
        Assert.Equal(success, connection.Moment("lastSuccessAt"));
        if (told.Code != "PRODUCT_NOT_READY")
        {
            Assert.Equal("succeeded", (await person.Sync()).Text("status"));
            connection = await person.Connection();
            Assert.Equal(("healthy", false), (connection.Text("status"), connection.Has("error")));
            await person.AssertLedgerEqualsBank();
        }
    }

    public static TheoryData<StoreKind, FaultKind> Harmless =>
        BothStores.With(FaultKind.UnknownFields, FaultKind.UnknownEnums, FaultKind.PagesOutOfOrder);

    [Theory, MemberData(nameof(Harmless))]
    public async Task What_nobody_knows_does_no_harm(StoreKind kind, FaultKind fault)
    {
        var person = await Prepared(kind);
        person.Misbehave(new Fault { Kind = fault });

        Assert.Equal("succeeded", (await person.Sync()).Text("status"));

        await person.AssertLedgerEqualsBank();
        await person.Sync("historical");
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_live_balance_that_is_not_to_be_had_is_taken_from_memory_and_told(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(2)));
        stack.Advance(TimeSpan.FromMinutes(6));
        person.Hand().Add("New", 10m);
        person.Misbehave(Error("INSTITUTION_DOWN") with { Path = "/accounts/balance/get", Times = 0 });

        var run = await person.Sync("balance");

        Assert.Equal(("succeeded", "cached_balance"), (run.Text("status"), run.TextOrNull("reason")));
        var balance = (await person.Accounts())[0].GetProperty("balance");
        Assert.Equal(("990.00", "cached"), (balance.Text("current"), balance.Text("source")));

        stack.Sandbox.Mischief.Clear();
        await person.Sync("balance");
        balance = (await person.Accounts())[0].GetProperty("balance");
        Assert.Equal(("990.00", "live"), (balance.Text("current"), balance.Text("source")));
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Linking_a_bank_whose_accounts_cannot_be_read_yet_keeps_the_access(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        person.Stack.Sandbox.Mischief.Add(Error("INSTITUTION_DOWN") with { Path = "/accounts/get" });

        var bank = await person.LinkDocument(Documents.Checking(Documents.Rows(4)));

        Assert.Empty(bank.Body.List("accounts"));
        await person.AssertLedgerEqualsBank();
    }

    private async Task<Person> Prepared(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        var hand = person.Hand();
        hand.Add("New", 5m);
        hand.Put(hand.Row(hand.IdOf("Shop 0")) with { Name = "Shop zero" });
        hand.Remove(hand.IdOf("Shop 3"));
        return person;
    }

    private static Fault At(string pointer, string json) =>
        new()
        {
            Kind = FaultKind.Rewrite,
            Target = pointer,
            Value = json,
        };

    private static Fault Error(string code) => new() { Kind = FaultKind.Error, Code = code };

    /// <summary>The product waits a second or so for an answer, and never suspends a bank.</summary>
    public sealed class ImpatientStacks : SharedStacks
    {
        protected override string[] Settings =>
            [
                .. base.Settings,
                "--Plaid:Timeouts:Slow=00:00:01.500",
                "--Plaid:Timeouts:Normal=00:00:02",
                "--Plaid:Timeouts:Attempt=00:00:01",
            ];

        protected override Task Ended() => Task.CompletedTask;
    }
}
