using System.Globalization;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Invariant 9: who starts from a snapshot and looks again at what events name ends with the current
/// ledger.</summary>
public sealed class EventStreamTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_9_a_client_that_follows_events_from_a_snapshot_ends_with_the_ledger(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(
            Documents.Of(new AccountDoc("One", Documents.Rows(5)), new AccountDoc("Two") { Currency = "EUR" })
        );
        var (copy, sequence) = await Snapshot(person);
        await using var stream = await EventClient.Open(person, sequence);

        await Live(person);

        var last = (await person.Get("/accounts")).Sequence;
        await stream.WaitUntil(last);
        await Follow(person, copy, [.. stream.Events.Where(e => e.Id > sequence && e.Id <= last)]);
        Assert.Equal((await Snapshot(person)).Copy, copy);
        var ids = stream.Events.Where(e => e.Id > sequence).Select(e => e.Id!.Value).ToList();
        Assert.Equal(Enumerable.Range(1, ids.Count).Select(i => sequence + i), ids);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_client_that_was_away_gets_what_it_missed_in_order(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var sequence = (await person.Get("/accounts")).Sequence;
        await using var live = await EventClient.Open(person, sequence);
        await Live(person);
        var last = (await person.Get("/accounts")).Sequence;
        await live.WaitUntil(last);

        await using var late = await EventClient.Open(person, sequence);
        await late.WaitUntil(last);

        static IEnumerable<string> Stored(EventClient client, long after) =>
            client.Events.Where(e => e.Id > after).Select(e => $"{e.Id} {e.Type} {e.Data}");
        Assert.Equal(Stored(live, sequence), Stored(late, sequence));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_sync_with_nothing_new_tells_of_no_change_of_the_ledger(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        await person.Sync();
        var sequence = (await person.Get("/accounts")).Sequence;
        await using var stream = await EventClient.Open(person, sequence);

        await person.Sync();

        await stream.WaitFor("sync.completed");
        Assert.Equal(
            ["sync.completed", "sync.queued", "sync.started"],
            stream.Events.Where(e => e.Id > sequence).Select(e => e.Type).Order(StringComparer.Ordinal)
        );
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_bank_that_wants_a_sign_in_is_told_once_and_healed_once(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var sequence = (await person.Get("/accounts")).Sequence;
        await using var stream = await EventClient.Open(person, sequence);
        var bank = person.Stack.Sandbox.Bank;

        bank.SetError(person.Banks[0].ItemId, "ITEM_LOGIN_REQUIRED");
        await person.Sync();
        await person.Sync();
        bank.SetError(person.Banks[0].ItemId, code: null);
        await person.Sync();

        await stream.WaitUntil((await person.Get("/accounts")).Sequence);
        Assert.Single(stream.Events, e => e.Type == "connection.attention");
        Assert.Single(stream.Events, e => e.Type == "connection.healed");
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
    }

    private static async Task Live(Person person)
    {
        var hand = person.Hand();
        var pending = hand.Pend("Taxi", 12m);
        hand.Add("New", 3m);
        await person.Sync();
        var posted = hand.Post(pending, 14m);
        await person.Sync();
        var id = (await person.Find(posted))!.Value.Text("id");
        (await person.Patch($"/transactions/{id}", new { note = "home" })).Expect(200);
        var account = (await person.Accounts())[0].Text("id");
        (await person.Patch($"/accounts/{account}", new { name = "Household" })).Expect(200);
        hand.Add("Broken", 4m);
        person.TamperNextPage("/added/0/name", "null");
        await person.Sync();
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "INTERNAL_SERVER_ERROR",
                Times = 3,
            }
        );
        await person.Sync();
        hand.Remove(hand.IdOf("Shop 1"));
        await person.Sync("historical");
        await person.Sync("balance");
    }

    // What a client keeps: by account, all that the API says of its ledger.
    private static async Task<(SortedDictionary<string, string> Copy, long Sequence)> Snapshot(Person person)
    {
        var list = await person.Get("/accounts");
        var copy = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var account in list.Expect(200).List("items"))
        {
            copy[account.Text("id")] = await Read(person, account.Text("id"));
        }

        return (copy, list.Sequence);
    }

    private static async Task Follow(
        Person person,
        SortedDictionary<string, string> copy,
        IReadOnlyList<StreamEvent> events
    )
    {
        string[] ofTheLedger = ["transactions.changed", "balance.changed", "account.changed", "finding.opened"];
        foreach (var account in events.Where(e => ofTheLedger.Contains(e.Type)).Select(e => e.Data).Where(HasAccount))
        {
            copy[account.Text("accountId")] = await Read(person, account.Text("accountId"));
        }

        // A finding that is resolved names itself, not its account.
        if (events.Any(e => e.Type == "finding.resolved"))
        {
            foreach (var account in copy.Keys.ToList())
            {
                copy[account] = await Read(person, account);
            }
        }
    }

    private static bool HasAccount(JsonElement data) => data.Has("accountId");

    private static async Task<string> Read(Person person, string accountId)
    {
        var account = (await person.Get($"/accounts/{accountId}")).Expect(200);
        var transactions = await person.Transactions(accountId);
        string[] members =
        [
            account.Text("name"),
            account.Text("kind"),
            account.Int("openFindings").ToString(CultureInfo.InvariantCulture),
        ];
        var balance = account.Has("balance") ? account.GetProperty("balance").Text("current") : "";
        return string.Join('\n', [.. members, balance, .. transactions.Select(t => t.ToString())]);
    }
}
