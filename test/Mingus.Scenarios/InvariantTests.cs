using System.Globalization;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Scenarios.Support;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>The invariants of ARCHITECTURE.md through the whole product, by number; what lies under them is tested by
/// properties of the ledger, the stores' conformance suite and the kill test.</summary>
[Trait("Category", "Slow")]
public sealed class InvariantTests(SabotagedStacks stacks) : IClassFixture<SabotagedStacks>
{
    private const string Commit = "ILedgerStore.Commit";
    private const string Page = "IProvider.GetPage";

    public static TheoryData<StoreKind, string> Breaks =>
        BothStores.With("nothing", "the page", "the slice", "before the commit", "after the commit");

    [Theory, MemberData(nameof(Breaks))]
    public async Task Invariant_1_the_cursor_never_moves_without_its_changes_nor_they_without_it(
        StoreKind kind,
        string what
    )
    {
        var person = await Linked(kind);
        var row = person.Hand().Add("New", 5m);
        var cursor = await Cursor(person);
        Break(what);

        await person.Sync();

        var moved = await Cursor(person) != cursor;
        Assert.Equal(moved, await person.Find(row) is not null);
        Assert.Equal(what is "nothing" or "after the commit", moved);
        await person.Sync();
        Assert.NotEqual(cursor, await Cursor(person));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_2_one_record_a_feed_and_id_and_one_primary_a_live_transaction(StoreKind kind)
    {
        var person = await Linked(kind);
        await Live(person);
        await person.LinkDocument(Documents.Checking(Documents.Rows(60)));

        var twice = await person.Stack.Query(
            "SELECT provider_transaction_id FROM records "
                + "GROUP BY user_id, feed_id, provider_transaction_id HAVING COUNT(*) > 1"
        );
        var badly = await person.Stack.Query(
            "SELECT transaction_id FROM records GROUP BY user_id, transaction_id "
                + "HAVING SUM(CASE WHEN is_primary THEN 1 ELSE 0 END) "
                + "<> MAX(CASE WHEN status <> 3 THEN 1 ELSE 0 END) "
                + "OR SUM(CASE WHEN is_primary AND status = 3 THEN 1 ELSE 0 END) > 0"
        );
        var shared = await person.Stack.Query(
            "SELECT transaction_id FROM records GROUP BY user_id, transaction_id HAVING COUNT(*) > 1"
        );

        Assert.Empty(twice);
        Assert.Empty(badly);
        Assert.True(shared.Count > 1, "nothing was joined: there was nothing to see");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_3_applying_an_update_again_changes_nothing(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var pending = hand.Pend("Taxi", 12m);
        await person.Sync();
        hand.Post(pending, 14m);
        hand.Add("New", 5m);
        hand.Remove(hand.IdOf("Shop 1"));
        ProviderPage? told = null;
        stacks.Saboteur.Twist<ProviderPage>(Page, page => told = page);
        Assert.Equal("succeeded", (await person.Sync()).Text("status"));
        var before = await person.LedgerText();

        stacks.Saboteur.Twist<ProviderPage>(Page, page => told! with { NextCursor = page.NextCursor });
        var run = await person.Sync();

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal((0, 0, 0), (run.Int("recordsCreated"), run.Int("recordsUpdated"), run.Int("recordsRemoved")));
        Assert.NotEmpty(told!.Changes);
        Assert.Equal(before, await person.LedgerText());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_4_two_posted_records_of_one_feed_are_one_only_if_a_person_or_the_balance_says_so(
        StoreKind kind
    )
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        // Real twins: the balance has both.
        var (one, other) = (hand.Add("Coffee", 3.50m), hand.Add("Coffee", 3.50m));
        await person.Sync();
        Assert.NotEqual((await person.Find(one))!.Value.Text("id"), (await person.Find(other))!.Value.Text("id"));
        Assert.Empty(await PostedTwiceInOneFeed(person));

        // The bank tells one row under a second id, and its balance has it once.
        var row = hand.Add("Book Shop", 12.40m);
        await person.Sync();
        hand.Add("Bakery", 4.80m);
        stacks.Saboteur.Twist<ProviderPage>(Page, page => page with { Changes = [.. page.Changes, Again(page, row)] });
        await person.Sync();
        hand.Add("Kiosk", 1.20m);
        await person.Sync();

        var joined = Assert.Single(await PostedTwiceInOneFeed(person));
        var decisions = await person.All("/decisions");
        Assert.Contains(
            decisions,
            d => d.Text("kind") == "match" && (d.Text("by") == "person" || d.Text("rule") == "balance_witness")
        );
        Assert.Equal((await person.Find(row))!.Value.Text("id"), joined);

        static ProviderChange Again(ProviderPage page, string id) =>
            new ProviderChange.Upsert(
                page.Accounts[0].ProviderAccountId,
                $"again-{id}",
                new RecordContent
                {
                    Amount = new Money(-1240, Currency.Official("USD")),
                    Date = Stack.Today,
                    AuthorizedDate = Stack.Today,
                    IsPending = false,
                    Description = "Book Shop",
                    MerchantName = "Book Shop",
                }
            );
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_5_posted_transactions_explain_the_balance_or_a_finding_says_what_is_off(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var before = await Unexplained(person);
        for (var day = 0; day < 3; day++)
        {
            hand.Post(hand.Pend("Taxi", 9m + day), 11m + day);
            hand.Add($"Shop of day {day}", 20m + day);
            await person.Sync();
            Assert.Equal(before, await Unexplained(person));
            Assert.Equal("agrees", (await Reconciliation(person)).Text("state"));
        }

        // A row that the balance has and the stream does not tell.
        hand.Add("Never told", 17.77m);
        stacks.Saboteur.Twist<ProviderPage>(Page, page => page with { Changes = [] });
        await person.Sync();
        hand.Add("Told", 1m);
        await person.Sync();

        Assert.Equal(before - 17.77m, await Unexplained(person));
        var off = await Reconciliation(person);
        Assert.Equal(("off", "-17.77"), (off.Text("state"), off.Text("difference")));
        Assert.Contains(await person.Findings(), finding => finding.GetRawText().Contains("17.77"));

        await person.Sync("historical");
        Assert.Equal(before, await Unexplained(person));
        Assert.Equal("agrees", (await Reconciliation(person)).Text("state"));
        Assert.Empty(await person.Findings());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_6_covered_days_are_disjoint_in_order_and_were_asked_for(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:DaysRequested=90");
        var person = stack.NewPerson();
        await person.Link(days: 90);
        stack.Advance(TimeSpan.FromDays(3));
        await person.Sync();
        stack.Advance(TimeSpan.FromDays(9));
        await person.Backfill();

        var claims = 0;
        foreach (var account in await person.Accounts())
        {
            var coverage = (await person.Get($"/accounts/{account.Text("id")}/coverage")).Expect(200);
            foreach (var feed in coverage.List("feeds").Append(coverage))
            {
                var last = Documents.Day(-91);
                foreach (var (from, to) in feed.Days("intervals"))
                {
                    claims++;
                    Assert.True(string.CompareOrdinal(last, from) < 0, $"{from} comes after {last}");
                    Assert.True(string.CompareOrdinal(from, to) <= 0, $"{from} to {to} is no interval");
                    last = to;
                }

                Assert.True(string.CompareOrdinal(last, Documents.Day(12)) <= 0, $"{last} is not over yet");
            }
        }

        Assert.True(claims > 0, "nothing is covered: there was nothing to see");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_7_an_id_once_shown_keeps_its_meaning_and_no_sync_undoes_a_person(StoreKind kind)
    {
        var person = await Linked(kind);
        var noted = (await person.Transactions())[3].Text("id");
        var category = new { category = "Mine", note = "by hand" };
        (await person.Patch($"/transactions/{noted}", category)).Expect(200);
        var shown = new HashSet<string>(StringComparer.Ordinal);
        await Look();
        await Live(person);
        await Look();
        await person.LinkDocument(Documents.Checking(Documents.Rows(60)));
        await Look();
        var group = (await person.All("/duplicates?state=linked"))[0].Text("id");
        (await person.Post($"/duplicates/{group}/split")).Expect(200);
        var split = (await person.Transactions()).Count;
        await person.Sync("historical", bank: person.Banks[0]);
        await person.Sync("historical", bank: person.Banks[1]);

        Assert.Equal(split, (await person.Transactions()).Count);
        foreach (var path in shown)
        {
            (await person.Get(path)).Expect(200);
        }

        var now = (await person.Get($"/transactions/{noted}")).Expect(200);
        Assert.Equal(("Mine", "by hand"), (now.Text("category"), now.Text("note")));

        async Task Look()
        {
            shown.UnionWith((await person.Accounts()).Select(a => $"/accounts/{a.Text("id")}"));
            shown.UnionWith((await person.Transactions()).Select(t => $"/transactions/{t.Text("id")}"));
        }
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_8_a_commit_by_a_writer_who_is_out_of_date_fails_as_a_whole(StoreKind kind)
    {
        const int Attempts = 5;
        var person = await Linked(kind);
        var row = person.Hand().Add("New", 5m);
        var (before, cursor) = (await person.LedgerText(), await Cursor(person));
        var events = await Changes(person);
        for (var i = 0; i < Attempts; i++)
        {
            stacks.Saboteur.Twist<LedgerSlice>(
                "ILedgerStore.LoadSlice",
                slice => slice with { UserVersion = slice.UserVersion - 1 }
            );
        }

        var run = await person.Sync();

        Assert.Equal(("failed", "ledger_busy"), (run.Text("status"), run.GetProperty("error").Text("code")));
        Assert.Equal((before, cursor), (await person.LedgerText(), await Cursor(person)));
        Assert.Equal(events, await Changes(person));
        await person.Sync();
        Assert.NotNull(await person.Find(row));
    }

    [Theory, MemberData(nameof(Breaks))]
    public async Task Invariant_9_events_are_written_in_the_commit_that_made_them_true(StoreKind kind, string what)
    {
        var person = await Linked(kind);
        var row = person.Hand().Add("New", 5m);
        var events = await Changes(person);
        Break(what);

        await person.Sync();

        var isTrue = await person.Find(row) is not null;
        Assert.Equal(what is "nothing" or "after the commit", isTrue);
        Assert.Equal(events + (isTrue ? 1 : 0), await Changes(person));
        await person.Sync();
        Assert.Equal(events + 1, await Changes(person));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Invariant_10_nobody_reads_or_changes_a_row_of_another_user(StoreKind kind)
    {
        var owner = await Linked(kind);
        await Live(owner);
        await owner.LinkDocument(Documents.Checking(Documents.Rows(60)));
        var stranger = owner.Stack.NewPerson();
        await stranger.LinkDocument(Documents.Checking(Documents.Rows(3)));
        string[] lists =
        [
            "/connections",
            "/accounts",
            "/runs",
            "/decisions",
            "/duplicates",
            "/account-links",
            "/findings",
            "/quarantine",
        ];
        var ids = (await Task.WhenAll(lists.Select(owner.All))).SelectMany(list => list.Select(i => i.Text("id")));
        var transactions = (await owner.Transactions()).Take(3).Select(t => t.Text("id"));
        string[] all = [.. ids.GroupBy(id => id[..4]).SelectMany(kind => kind.Take(3)), .. transactions];
        var (before, theirs) = (await owner.LedgerText(), await stranger.LedgerText());

        var asked = 0;
        foreach (var (method, path) in await RoutesWithAnId(owner))
        {
            foreach (var id in all)
            {
                var body = method is "GET" or "DELETE" ? null : new StringContent("{}", null, "application/json");
                var answer = await stranger.Send(new HttpMethod(method), path.Replace("{id}", id), body);
                Assert.True(answer.Code is 400 or 404 or 405, $"{method} {path} of another's {id}: {answer.Code}");
                Assert.True(method != "GET" || answer.Code == 404, $"{method} {path} of another's {id}: {answer.Code}");
                asked++;
            }
        }

        Assert.True(asked > 200, $"only {asked} questions were asked");
        Assert.Equal((before, theirs), (await owner.LedgerText(), await stranger.LedgerText()));
        Assert.All(await owner.All("/connections"), c => Assert.Equal("healthy", c.Text("status")));
        Assert.Empty((await stranger.Transactions()).Select(t => t.Text("id")).Intersect(transactions));
    }

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(60)));
        return person;
    }

    /// <summary>Twins, a pending row that posts otherwise, one that goes, one withdrawn that comes back.</summary>
    private static async Task Live(Person person)
    {
        var hand = person.Hand();
        hand.Add("Coffee", 3.50m);
        hand.Add("Coffee", 3.50m);
        var (taxi, tram, bus) = (hand.Pend("Taxi", 12m), hand.Pend("Tram", 2m), hand.Pend("Bus", 3m));
        await person.Sync();
        hand.Post(taxi, 14m);
        hand.Post(tram, linked: false);
        hand.Remove(bus);
        var row = hand.Remove(hand.IdOf("Shop 2"));
        await person.Sync();
        hand.Put(row);
        await person.Sync();
    }

    private void Break(string what)
    {
        var broken = new InvalidOperationException("broken");
        switch (what)
        {
            case "the page":
                stacks.Saboteur.BreakAfter(Page, broken);
                break;
            case "the slice":
                stacks.Saboteur.BreakAfter("ILedgerStore.LoadSlice", broken);
                break;
            case "before the commit":
                stacks.Saboteur.BreakBefore(Commit, broken);
                break;
            case "after the commit":
                stacks.Saboteur.BreakAfter(Commit, broken);
                break;
        }
    }

    private static async Task<string> Cursor(Person person) =>
        Assert.Single(
            await person.Stack.Query($"SELECT cursor FROM connections WHERE item_id = '{person.Banks[^1].ItemId}'")
        );

    private static async Task<int> Changes(Person person) =>
        (await EventsOf(person)).Count(type => type == "transactions.changed");

    private static async Task<List<string>> EventsOf(Person person) =>
        await person.Stack.Query(
            "SELECT e.type FROM events e JOIN users u ON u.user_id = e.user_id "
                + $"WHERE u.external_id = '{person.Name}'"
        );

    /// <summary>Transactions that show two live posted records of one feed as one.</summary>
    private static async Task<List<string>> PostedTwiceInOneFeed(Person person) =>
        [
            .. (await person.Transactions())
                .Where(t =>
                    t.List("records")
                        .Where(r => r.Text("status") == "posted")
                        .GroupBy(r => r.Text("feedId"))
                        .Any(feed => feed.Count() > 1)
                )
                .Select(t => t.Text("id")),
        ];

    /// <summary>What the balance holds beyond the posted transactions: what was there before the first.</summary>
    private static async Task<decimal> Unexplained(Person person)
    {
        var account = Assert.Single(await person.Accounts());
        var current = decimal.Parse(account.GetProperty("balance").Text("current"), CultureInfo.InvariantCulture);
        return current - await person.PostedSum(account.Text("id"));
    }

    private static async Task<JsonElement> Reconciliation(Person person)
    {
        var status = await person.Get($"/accounts/{await person.AccountId()}/sync-status");
        return status.Expect(200).GetProperty("reconciliation");
    }

    /// <summary>Every route that names one thing, from the document that the product publishes: new ones come by
    /// themselves.</summary>
    private static async Task<List<(string Method, string Path)>> RoutesWithAnId(Person person)
    {
        const string Base = "/api/data-sync";
        var address = new Uri(person.Stack.Address, "/openapi/v1.json");
        using var document = JsonDocument.Parse(await person.Stack.Http.GetStringAsync(address));
        return
        [
            .. document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .Where(path => path.Name.Contains("{id}", StringComparison.Ordinal))
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(m => (m.Name.ToUpperInvariant(), path.Name[Base.Length..]))
                ),
        ];
    }
}
