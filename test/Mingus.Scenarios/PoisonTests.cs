using System.Text.Json;
using Mingus.Ledger;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>S9: a row, a balance or an account that cannot be read costs only itself.</summary>
[Trait("Category", "Slow")]
public sealed class PoisonTests(SabotagedStacks stacks) : IClassFixture<SabotagedStacks>
{
    public static TheoryData<StoreKind, (string Pointer, string Json, string Field)> Poisons =>
        BothStores.With(
            ("/added/2/name", "null", "name"),
            ("/added/2/name", "17", "name"),
            ("/added/2/iso_currency_code", "null", "iso_currency_code"),
            ("/added/2/iso_currency_code", "\"us\"", "iso_currency_code"),
            ("/added/2/amount", "\"12.00\"", "amount"),
            ("/added/2/amount", "null", "amount"),
            ("/added/2/amount", "0.0000001", "amount"),
            ("/added/2/amount", "1e30", "amount"),
            ("/added/2/date", "\"22.08.2026\"", "date"),
            ("/added/2/date", "\"2026-02-30\"", "date"),
            ("/added/2/date", "null", "date"),
            ("/added/2/pending", "\"no\"", "pending"),
            ("/added/2/transaction_id", "null", "transaction_id"),
            ("/added/2/transaction_id", "\" \"", "transaction_id"),
            ("/added/2/account_id", "7", "account_id"),
            ("/added/2", "\"gone\"", "transaction"),
            ("/added/2", "null", "transaction")
        );

    [Theory, MemberData(nameof(Poisons))]
    public async Task A_poisonous_row_is_put_aside_and_the_rest_is_committed(
        StoreKind kind,
        (string Pointer, string Json, string Field) poison
    )
    {
        var person = await Linked(kind);
        var ids = Enumerable.Range(0, 5).Select(i => person.Hand().Add($"New {i}", 10m + i)).ToList();
        person.TamperNextPage(poison.Pointer, poison.Json);

        var run = await person.Sync();

        Assert.Equal("partial", run.Text("status"));
        Assert.Equal(4, run.Int("recordsCreated"));
        Assert.Null(await person.Find(ids[2]));
        var item = Assert.Single(await person.Quarantine());
        Assert.Equal((poison.Field, "record"), (item.Text("field"), item.Text("kind")));
        Assert.True(item.Text("reason").Length > 10, item.Text("reason"));
        using var payload = JsonDocument.Parse(item.Text("payload"));
        var finding = Assert.Single(await person.Findings());
        Assert.Equal(("unreadable_record", "error"), (finding.Text("check"), finding.Text("severity")));
        Assert.Equal(item.Text("id"), finding.GetProperty("evidence").Text("quarantineId"));
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Only_the_account_of_the_poisonous_row_is_partial(StoreKind kind)
    {
        var person = await LinkedToThree(kind);
        var accounts = await person.AccountsOf(person.Banks[0]);
        for (var i = 0; i < 3; i++)
        {
            person.Hand().Add($"New {i}", 10m, account: i);
        }

        person.TamperNextPage("/added/1/name", "null");
        var run = await person.Sync();

        Assert.Equal(["succeeded", "partial", "succeeded"], Outcomes(run, accounts));
        Assert.Equal([1, 0, 1], Created(run, accounts));
        var problem = Outcome(run, accounts[1]).GetProperty("problem");
        Assert.Equal("unreadable_record", problem.Text("code"));
        Problems.AssertUseful(problem);
        var after = await person.AccountsOf(person.Banks[0]);
        Assert.Equal([0, 1, 0], after.Select(a => a.Int("openFindings")));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Once_the_bank_mends_a_row_it_leaves_quarantine_by_itself(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var id = hand.Add("Broken", 10m);
        person.TamperNextPage("/added/0/amount", "\"ten\"");
        await person.Sync();
        var run = await person.Sync();
        Assert.Equal("succeeded", run.Text("status"));
        Assert.Single(await person.Quarantine());

        hand.Put(hand.Row(id) with { Name = "Mended" });
        run = await person.Sync();

        Assert.Equal(1, run.Int("recordsCreated"));
        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        Assert.Single(await person.Findings("resolved"));
        Assert.Equal(0, (await person.Accounts())[0].Int("openFindings"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_change_of_a_known_row_that_cannot_be_read_leaves_it_as_it_was(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var id = hand.IdOf("Shop 1");
        hand.Put(hand.Row(id) with { Amount = 5m });
        person.TamperNextPage("/modified/0/date", "\"soon\"");

        Assert.Equal("partial", (await person.Sync()).Text("status"));
        Assert.Equal("-2.01", (await person.Find(id))!.Value.Text("amount"));

        hand.Put(hand.Row(id) with { Amount = 6m });
        await person.Sync();
        Assert.Empty(await person.Quarantine());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_that_is_removed_after_all_leaves_quarantine(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var id = hand.Add("Broken", 10m);
        person.TamperNextPage("/added/0/name", "null");
        await person.Sync();
        Assert.Single(await person.Quarantine());

        hand.Remove(id);
        await person.Sync();

        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Retry_of_what_is_still_unreadable_says_so_and_touches_nothing(StoreKind kind)
    {
        var person = await Linked(kind);
        person.Hand().Add("Broken", 10m);
        person.Hand().Add("Good", 11m);
        person.TamperNextPage("/added/0/date", "null");
        await person.Sync();
        var before = await person.LedgerText();
        var calls = Calls(person);
        person.Hand().Add("Not yet", 12m);
        var item = Assert.Single(await person.Quarantine()).Text("id");

        var run = (await person.Post($"/quarantine/{item}/retry", null, ("Prefer", "wait=30"))).Expect(200);

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal("still_unreadable", run.GetProperty("error").Text("code"));
        Problems.AssertUseful(run.GetProperty("error"));
        Assert.Equal(before, await person.LedgerText());
        Assert.Equal(calls, Calls(person));
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Retry_reads_the_payload_again_and_touches_only_it(StoreKind kind)
    {
        var person = await Linked(kind);
        var id = person.Hand().Add("Unknown to an older version", 10.25m);
        stacks.Saboteur.Twist<ProviderPage>("IProvider.GetPage", page => AsOlderVersion(page, id));
        Assert.Equal("partial", (await person.Sync()).Text("status"));
        person.Hand().Add("Not yet", 12m);
        var calls = Calls(person);
        var item = Assert.Single(await person.Quarantine()).Text("id");

        var run = (await person.Post($"/quarantine/{item}/retry", null, ("Prefer", "wait=30"))).Expect(200);

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(1, run.Int("recordsCreated"));
        Assert.Equal(calls, Calls(person));
        Assert.Equal("-10.25", (await person.Find(id))!.Value.Text("amount"));
        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        (await person.Post($"/quarantine/{item}/retry")).ExpectProblem(404, "not_found");
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_is_discarded_is_gone_until_the_bank_sends_it_again(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var id = hand.Add("Broken", 10m);
        person.TamperNextPage("/added/0/name", "null");
        await person.Sync();
        var item = Assert.Single(await person.Quarantine()).Text("id");

        (await person.Post($"/quarantine/{item}/discard")).Expect(204);

        Assert.Empty(await person.Quarantine());
        Assert.Empty(await person.Findings());
        await person.Sync();
        Assert.Empty(await person.Quarantine());
        (await person.Post($"/quarantine/{item}/discard")).ExpectProblem(404, "not_found");

        hand.Put(hand.Row(id) with { Name = "Sent again" });
        person.TamperNextPage("/modified/0/name", "null");
        await person.Sync();
        Assert.Single(await person.Quarantine());
        Assert.Single(await person.Findings());

        hand.Put(hand.Row(id) with { Name = "Readable" });
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    public static TheoryData<StoreKind, (string Member, string Json)> BadBalances =>
        BothStores.With(
            ("balances", "\"lost\""),
            ("balances/current", "\"much\""),
            ("balances/current", "null"),
            ("balances/iso_currency_code", "null"),
            ("balances/iso_currency_code", "\"EUR\""),
            ("balances/limit", "-5")
        );

    [Theory, MemberData(nameof(BadBalances))]
    public async Task A_balance_of_account_two_of_three_that_cannot_be_believed_stays_the_last_good_one(
        StoreKind kind,
        (string Member, string Json) bad
    )
    {
        var person = await LinkedToThree(kind);
        var accounts = await person.AccountsOf(person.Banks[0]);
        var good = accounts[1].GetProperty("balance").Text("current");
        for (var i = 0; i < 3; i++)
        {
            person.Hand().Add($"New {i}", 10m, account: i);
        }

        Tamper(person, "/accounts/get", $"/accounts/1/{bad.Member}", bad.Json);
        var run = await person.Sync("balance");

        Assert.Equal("partial", run.Text("status"));
        Assert.Equal(["succeeded", "partial", "succeeded"], Outcomes(run, accounts));
        var after = await person.AccountsOf(person.Banks[0]);
        Assert.Equal(["990.00", good, "990.00"], after.Select(a => a.GetProperty("balance").Text("current")));
        Assert.Equal("balance", Assert.Single(await person.Quarantine()).Text("kind"));
        var finding = Assert.Single(await person.Findings());
        Assert.Equal(accounts[1].Text("id"), finding.Text("accountId"));
        Problems.AssertUseful(Outcome(run, accounts[1]).GetProperty("problem"));

        await person.Sync("balance");
        Assert.Empty(await person.Findings());
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_bank_may_say_that_it_does_not_know_a_balance(StoreKind kind)
    {
        var person = await LinkedToThree(kind);
        var before = (await person.AccountsOf(person.Banks[0]))[1].GetProperty("balance").ToString();
        const string Unknown = """
            {"current": null, "available": null, "limit": null, "iso_currency_code": "USD", "unofficial_currency_code": null}
            """;
        Tamper(person, "/accounts/get", "/accounts/1/balances", Unknown);

        var run = await person.Sync("balance");

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(before, (await person.AccountsOf(person.Banks[0]))[1].GetProperty("balance").ToString());
        Assert.Empty(await person.Findings());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_account_that_cannot_be_read_costs_only_itself(StoreKind kind)
    {
        var person = await LinkedToThree(kind);
        person.Hand().Add("New", 10m, account: 2);
        Tamper(person, "/accounts/get", "/accounts/1/account_id", "null");

        var run = await person.Sync("balance");

        Assert.Equal("partial", run.Text("status"));
        var after = await person.AccountsOf(person.Banks[0]);
        Assert.Equal("990.00", after[2].GetProperty("balance").Text("current"));
        Assert.Equal("active", after[1].Text("status"));
        await person.Sync();
        await person.AssertLedgerEqualsBank();
    }

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        return person;
    }

    private async Task<Person> LinkedToThree(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Of(new AccountDoc("One"), new AccountDoc("Two"), new AccountDoc("Three")));
        return person;
    }

    // A record that could be read, put aside with its payload as an older version would have done.
    private static ProviderPage AsOlderVersion(ProviderPage page, string id)
    {
        var change = page.Changes.OfType<ProviderChange.Upsert>().Single(c => c.ProviderTransactionId == id);
        var payload = JsonSerializer.Serialize(
            new
            {
                transaction_id = id,
                account_id = change.ProviderAccountId,
                amount = -change.Content.Amount.Amount,
                iso_currency_code = change.Content.Amount.Currency.Code,
                date = change.Content.Date,
                name = change.Content.Description,
                pending = false,
            }
        );
        var unreadable = new UnreadableRecord(change.ProviderAccountId, id, "name", "not understood", payload);
        return page with { Changes = [.. page.Changes.Where(c => c != change)], Unreadable = [unreadable] };
    }

    private static void Tamper(Person person, string path, string pointer, string json) =>
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Rewrite,
                Path = path,
                Target = pointer,
                Value = json,
            }
        );

    private static int Calls(Person person) =>
        person.Stack.Sandbox.Calls.Counts.Where(c => c.ItemId == person.Banks[^1].ItemId).Sum(c => c.Count);

    private static JsonElement Outcome(JsonElement run, JsonElement account) =>
        run.List("accounts").Single(o => o.Text("accountId") == account.Text("id"));

    private static IEnumerable<string> Outcomes(JsonElement run, List<JsonElement> accounts) =>
        accounts.Select(a => Outcome(run, a).Text("outcome"));

    private static IEnumerable<int> Created(JsonElement run, List<JsonElement> accounts) =>
        accounts.Select(a => Outcome(run, a).Int("recordsCreated"));
}
