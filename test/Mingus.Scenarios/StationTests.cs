using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>
/// The journey of a transaction (SyncRun), broken at each of its stations: nothing is half-written, and the next sync
/// goes all the way.
/// </summary>
[Trait("Category", "Slow")]
public sealed class StationTests(SabotagedStacks stacks) : IClassFixture<SabotagedStacks>
{
    private Saboteur Saboteur => stacks.Saboteur;

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_1_trigger_the_request_cannot_be_queued(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakBefore("ILedgerStore.Enqueue", Broken()), answer: 500);

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_1_trigger_the_request_is_queued_and_its_answer_lost(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakAfter("ILedgerStore.Enqueue", Broken()), answer: 500);

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_2_gate_the_lease_is_not_given(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakBefore("ILedgerStore.Begin", Broken()), answer: 202);

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_2_gate_the_lease_is_given_and_nobody_hears_of_it(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakAfter("ILedgerStore.Begin", Broken()), answer: 202);

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_2_gate_the_token_does_not_open(StoreKind kind) =>
        Fails(
            kind,
            _ => Saboteur.BreakBefore("ISecretVault.Open", new SecretException("its key is not here")),
            "token_unreadable"
        );

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_3_fetch_the_provider_fails(StoreKind kind) =>
        Fails(
            kind,
            _ => Saboteur.BreakBefore("IProvider.GetPage", new ProviderException(Fault("unreachable"))),
            "unreachable"
        );

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_3_fetch_something_nobody_expected_is_thrown(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakAfter("IProvider.GetPage", Broken()));

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_3_fetch_the_item_cannot_be_asked(StoreKind kind) =>
        Fails(kind, _ => Saboteur.BreakBefore("IProvider.GetItem", new ProviderException(Fault("timeout"))), "timeout");

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_4_translate_the_frame_cannot_be_read(StoreKind kind) =>
        Fails(kind, person => person.TamperNextPage("/added", "\"nothing\""), "unreadable_answer");

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_5_normalise_a_text_that_is_none(StoreKind kind) =>
        Breaks(kind, () => Twist(content => content with { Description = null! }));

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_6_load_slice_the_store_fails(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakBefore("ILedgerStore.LoadSlice", Broken()));

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_7_match_a_record_of_the_slice_is_broken(StoreKind kind) =>
        Breaks(
            kind,
            () =>
                Saboteur.Twist<LedgerSlice>(
                    "ILedgerStore.LoadSlice",
                    slice => slice with { Records = [.. slice.Records.Select(r => r with { Content = null! })] }
                )
        );

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_8_reconcile_a_check_of_a_balance_overflows(StoreKind kind) =>
        Breaks(kind, () => Saboteur.Twist<ProviderPage>("IProvider.GetPage", WithImpossibleBalance));

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_9_plan_the_slice_is_no_slice(StoreKind kind) =>
        Breaks(
            kind,
            () => Saboteur.Twist<LedgerSlice>("ILedgerStore.LoadSlice", slice => slice with { Records = null! })
        );

    [Theory, ClassData(typeof(BothStores))]
    public Task Station_10_commit_the_store_fails(StoreKind kind) =>
        Breaks(kind, () => Saboteur.BreakBefore("ILedgerStore.Commit", Broken()));

    [Theory, ClassData(typeof(BothStores))]
    public async Task Station_10_commit_the_word_that_it_went_well_is_lost(StoreKind kind)
    {
        var person = await Prepared(kind);
        Saboteur.BreakAfter("ILedgerStore.Commit", Broken());

        await Ask(person);

        // It was committed, whole: the commit is the end of the journey, whoever heard of it.
        await person.AssertLedgerEqualsBank();
        await Converges(person);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Station_10_commit_a_ledger_that_moved_is_planned_again(StoreKind kind)
    {
        var person = await Prepared(kind);
        var id = (await person.Find(person.Hand().IdOf("Shop 0")))!.Value.Text("id");
        Saboteur.Twist<LedgerSlice>(
            "ILedgerStore.LoadSlice",
            slice => slice with { UserVersion = slice.UserVersion - 1 }
        );

        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(id, (await person.Find(person.Hand().IdOf("Shop 0")))!.Value.Text("id"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Station_10_commit_a_ledger_that_always_moves_ends_in_a_clear_problem(StoreKind kind)
    {
        var person = await Prepared(kind);
        var before = await person.LedgerText();
        for (var i = 0; i < 5; i++)
        {
            Saboteur.Twist<LedgerSlice>("ILedgerStore.LoadSlice", slice => slice with { UserVersion = 0 });
        }

        var run = await person.Sync();

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal("ledger_busy", run.GetProperty("error").Text("code"));
        Problems.AssertUseful(run.GetProperty("error"));
        Assert.Equal(before, await person.LedgerText());
        await Converges(person);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Station_11_tell_a_stream_that_breaks_undoes_nothing_and_goes_on_where_it_was(StoreKind kind)
    {
        var person = await Prepared(kind);
        var sequence = (await person.Get("/accounts")).Sequence;
        await using var first = await EventClient.Open(person, sequence);
        Saboteur.BreakBefore("ILedgerQueries.Events", Broken());

        Assert.Equal("succeeded", (await person.Sync()).Text("status"));

        await person.AssertLedgerEqualsBank();
        await using var second = await EventClient.Open(person, sequence);
        await second.WaitFor("sync.completed");
        await second.WaitFor("transactions.changed");
        var ids = second.Events.Where(e => e.Id > sequence).Select(e => e.Id!.Value).ToList();
        Assert.Equal(Enumerable.Range(1, ids.Count).Select(i => sequence + i), ids);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_second_of_two_parts_fails_the_first_stays(StoreKind kind)
    {
        var person = await Prepared(kind);
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = "/accounts/get",
                Code = "ITEM_LOGIN_REQUIRED",
            }
        );

        var run = await person.Sync("full");

        Assert.Equal("partial", run.Text("status"));
        Assert.Equal("item_login_required", run.GetProperty("error").Text("code"));
        await person.AssertLedgerEqualsBank();
        Assert.Equal("needs_attention", (await person.Connection()).Text("status"));
        await Converges(person);
    }

    private async Task<Person> Prepared(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        var card = new AccountDoc("Card")
        {
            Type = "credit",
            Subtype = "credit card",
            Limit = 500m,
        };
        await person.LinkDocument(Documents.Of(new AccountDoc("Checking", Documents.Rows(5)), card));
        var hand = person.Hand();
        var pending = hand.Pend("Tip", 20m);
        await person.Sync();
        hand.Post(pending, 24m);
        hand.Add("New", 5m);
        hand.Remove(hand.IdOf("Shop 4"));
        hand.Put(hand.Row(hand.IdOf("Shop 0")) with { Amount = 99m });
        return person;
    }

    // The product breaks: the caller sees a run that failed on our side, one that does not end, or an error of ours.
    private async Task Breaks(StoreKind kind, Action sabotage, int answer = 200)
    {
        var person = await Prepared(kind);
        var before = await person.LedgerText();
        sabotage();

        var asked = await Ask(person);

        if (asked.Expect(answer) is var run && answer == 200)
        {
            Assert.Equal("failed", run.Text("status"));
            Assert.Equal("internal_error", run.GetProperty("error").Text("code"));
            Problems.AssertUseful(run.GetProperty("error"));
        }
        else if (answer == 500)
        {
            asked.ExpectProblem(500, "internal_error");
        }

        Assert.Equal(before, await person.LedgerText());
        await Converges(person);
    }

    // The world breaks: the run ends with a problem that says what to do.
    private async Task Fails(StoreKind kind, Action<Person> sabotage, string code)
    {
        var person = await Prepared(kind);
        var before = await person.LedgerText();
        sabotage(person);

        var run = (await Ask(person)).Expect(200);

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal(code, run.GetProperty("error").Text("code"));
        Problems.AssertUseful(run.GetProperty("error"));
        Assert.Equal(before, await person.LedgerText());
        await Converges(person);
    }

    private static async Task Converges(Person person)
    {
        Assert.Equal("succeeded", (await person.Sync()).Text("status"));
        await person.AssertLedgerEqualsBank();
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
        await NothingIsLeftOpen(person);
        await person.AssertLedgerEqualsBank();
    }

    // What broke off is taken up or ended by itself, after a pause that is skipped here.
    private static async Task NothingIsLeftOpen(Person person)
    {
        person.Stack.Time.Advance(TimeSpan.FromSeconds(6));
        for (var tries = 0; ; tries++)
        {
            var open = (await person.Runs()).Where(r => r.Text("status") is "queued" or "running").ToList();
            if (open.Count == 0)
            {
                return;
            }

            Assert.True(tries < 200, $"left open: {open[0]}");
            await Task.Delay(25);
        }
    }

    private static Task<Answer> Ask(Person person) => person.AskSync();

    private void Twist(Func<RecordContent, RecordContent> twist) =>
        Saboteur.Twist<ProviderPage>(
            "IProvider.GetPage",
            page =>
                page with
                {
                    Changes =
                    [
                        .. page.Changes.Select(c =>
                            c is ProviderChange.Upsert upsert ? upsert with { Content = twist(upsert.Content) } : c
                        ),
                    ],
                }
        );

    // Nothing that translation lets pass: a debt whose negation has no place in 64 bits, on a card with a limit.
    private static ProviderPage WithImpossibleBalance(ProviderPage page) =>
        page with
        {
            Accounts = [.. page.Accounts.Select(a => a with { Balance = Impossible(a.Balance!) })],
        };

    private static ProviderBalance Impossible(ProviderBalance balance) =>
        balance with
        {
            Current = new Money(long.MinValue, balance.Currency!.Value),
        };

    private static InvalidOperationException Broken() => new("broken by a scenario");

    private static ProviderFault Fault(string code) =>
        new(Recovery.Retry, code, "The scenario says that this failed for a while.", ProblemActions.Wait);
}
