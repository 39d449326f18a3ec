using Mingus.Sandbox;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>A connection from its first link to its end.</summary>
public sealed class ConnectionLifeTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task Two_years_arrive_in_two_parts_without_a_click(StoreKind kind)
    {
        var bank = new SandboxOptions { TimeFactor = 0, HistoryDelay = TimeSpan.FromSeconds(1.5) };
        await using var stack = await Stack.Start(kind, bank, settings: "--Schedule:Enabled=true");
        var person = stack.NewPerson();
        var linked = await person.Link();
        await using var stream = await EventClient.Open(person, after: 0);
        var account = (await person.Accounts())[0].Text("id");
        var first = await person.Ended(linked.FirstRunId);
        var days = (await person.Transactions()).Select(t => t.Text("date")).ToList();
        if (await Coverage(person, account) == "waiting_for_provider")
        {
            Assert.True(string.CompareOrdinal(days.Min(), Documents.Day(-31)) >= 0, $"{days.Min()} came too early");
        }

        for (var tries = 0; await Coverage(person, account) == "waiting_for_provider"; tries++)
        {
            Assert.True(tries < 600, "the history did not come by itself");
            await Task.Delay(50);
        }

        Assert.Equal("succeeded", first.Text("status"));
        await stream.WaitFor("sync.progress");
        await stream.WaitFor("connection.changed");
        days = [.. (await person.Transactions()).Select(t => t.Text("date"))];
        Assert.True(string.CompareOrdinal(days.Min(), Documents.Day(-700)) < 0, $"nothing before {days.Min()}");
        await person.AssertLedgerEqualsBank();
    }

    // The exchange cannot be repeated: who hangs up after it, or what breaks then, does not lose the access.
    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task A_link_whose_caller_hangs_up_is_finished(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        var token = await person.PublicToken(Person.FirstPlatypus, "user_good", "pass_good");
        var slow = new Fault
        {
            Kind = FaultKind.Delay,
            Path = "/item/get",
            Milliseconds = 500,
        };
        stack.Sandbox.Mischief.Add(slow);

        var linking = person.Post("/connections", new { publicToken = token });
        while (stack.Sandbox.Calls.Count("/item/get") == 0)
        {
            await Task.Delay(10);
        }

        stack.Http.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => linking);

        await LinkedAfterAll(person);
    }

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task A_link_that_breaks_on_our_side_after_the_exchange_is_finished(StoreKind kind)
    {
        var saboteur = new Saboteur();
        await using var stack = await Stack.Start(kind, adjust: b => saboteur.LayAll(b.Services));
        var person = stack.NewPerson();
        var token = await person.PublicToken(Person.FirstPlatypus, "user_good", "pass_good");
        saboteur.BreakAfter("IProvider.GetItem", new InvalidOperationException("broken"));

        (await person.Post("/connections", new { publicToken = token })).Expect(500);

        await LinkedAfterAll(person);
    }

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task A_bank_that_is_not_ready_is_waited_for(StoreKind kind)
    {
        var bank = new SandboxOptions
        {
            TimeFactor = 0,
            InitialDelay = TimeSpan.FromSeconds(1),
            HistoryDelay = TimeSpan.FromSeconds(1),
        };
        await using var stack = await Stack.Start(kind, bank, settings: "--Schedule:Enabled=true");
        var person = stack.NewPerson();
        await person.Link();
        var account = (await person.Accounts())[0].Text("id");

        for (var tries = 0; await Coverage(person, account) == "waiting_for_provider"; tries++)
        {
            Assert.True(tries < 600, "the history did not come by itself");
            await Task.Delay(50);
        }

        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_connection_that_is_ended_keeps_its_history(StoreKind kind)
    {
        var person = await Linked(kind);
        var id = (await person.Find(person.Hand().IdOf("Shop 0")))!.Value.Text("id");
        (await person.Patch($"/transactions/{id}", new { note = "for taxes" })).Expect(200);
        var before = await person.LedgerText();

        (await person.Delete($"/connections/{person.Banks[0].ConnectionId}")).Expect(204);

        Assert.Equal(before, await person.LedgerText());
        Assert.Equal("disconnected", (await person.Connection()).Text("status"));
        Assert.Equal("disconnected", (await person.Accounts())[0].Text("status"));
        Assert.True(person.Stack.Sandbox.Bank.Items.Single(i => i.ItemId == person.Banks[0].ItemId).Removed);
        (await person.AskSync()).ExpectProblem(409, "disconnected");
        (await person.Delete($"/connections/{person.Banks[0].ConnectionId}")).Expect(204);
        Assert.Equal(before, await person.LedgerText());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Erasing_leaves_nothing_of_that_bank_and_all_of_the_others(StoreKind kind)
    {
        var person = await Linked(kind);
        var other = await person.LinkDocument(
            Documents.Of(new AccountDoc("Other", new RowDoc("Kept", 8m, Documents.Day(-1))))
        );
        var account = (await person.AccountsOf(person.Banks[0]))[0].Text("id");
        var transaction = (await person.Transactions(account))[0].Text("id");
        var gone = person.Banks[0].ConnectionId;

        (await person.Delete($"/connections/{gone}?eraseData=true")).Expect(204);

        (await person.Get($"/accounts/{account}")).ExpectProblem(404, "not_found");
        (await person.Get($"/accounts/{account}/transactions")).ExpectProblem(404, "not_found");
        (await person.Get($"/transactions/{transaction}")).ExpectProblem(404, "not_found");
        (await person.Get($"/connections/{gone}")).ExpectProblem(404, "not_found");
        Assert.DoesNotContain(await person.Runs(), r => r.Text("connectionId") == gone);
        Assert.Equal("Kept", Assert.Single(await person.Transactions()).Text("description"));
        Assert.Equal("Other", Assert.Single(await person.AccountsOf(other)).Text("name"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_history_kept_can_be_erased_later(StoreKind kind)
    {
        var person = await Linked(kind);
        var connection = person.Banks[0].ConnectionId;
        (await person.Delete($"/connections/{connection}")).Expect(204);
        Assert.NotEmpty(await person.Transactions());

        (await person.Delete($"/connections/{connection}?eraseData=true")).Expect(204);

        Assert.Empty(await person.Accounts());
        Assert.Empty(await person.All("/connections"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Two_banks_of_one_person_do_not_touch_each_other(StoreKind kind)
    {
        var person = await Linked(kind);
        var first = person.Banks[0];
        var second = await person.LinkDocument(Documents.Checking(new RowDoc("Elsewhere", 8m, Documents.Day(-1))));
        person.Hand(first).Add("At the first", 1m);
        person.Hand(second).Add("At the second", 2m);

        var run = await person.Sync(bank: second);

        Assert.Equal((second.ConnectionId, 1), (run.Text("connectionId"), run.Int("recordsCreated")));
        Assert.NotNull(await person.Find(person.Hand(second).IdOf("At the second")));
        Assert.Null(await person.Find(person.Hand(first).IdOf("At the first")));
        var bulk = await person.Post("/accounts/bulk/sync", new { force = true }, ("Prefer", "wait=30"));
        Assert.Equal(2, bulk.Expect(200).List("runs").Count);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task A_household_that_lives_on_for_weeks_stays_in_step(StoreKind kind)
    {
        var bank = Stack.StillBank();
        await using var stack = await Stack.Start(kind, bank);
        var person = stack.NewPerson();
        await person.Link(days: 60);
        for (var day = 0; day < 12; day++)
        {
            stack.Advance(TimeSpan.FromHours(31));
            stack.Sandbox.Bank.Mutate(person.Banks[0].ItemId, seed: day, steps: 4);
            Assert.Equal("succeeded", (await person.Sync()).Text("status"));
            await person.AssertLedgerEqualsBank();
        }
    }

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        return person;
    }

    private static async Task<string> Coverage(Person person, string account) =>
        (await person.Get($"/accounts/{account}/sync-status")).Expect(200).GetProperty("coverage").Text("state");

    private static async Task LinkedAfterAll(Person person)
    {
        for (var tries = 0; (await person.Runs()).Count == 0; tries++)
        {
            Assert.True(tries < 200, "the access is lost");
            await Task.Delay(50);
        }

        var first = Assert.Single(await person.Runs());
        Assert.Equal("succeeded", (await person.Ended(first.Text("id"))).Text("status"));
        var connection = Assert.Single(await person.All("/connections"));
        Assert.Equal("First Platypus Bank", connection.GetProperty("institution").Text("name"));
        Assert.NotEmpty(await person.Transactions());
        Assert.Single(person.Stack.Sandbox.Bank.Items);
    }
}
