using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Webhooks;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Webhooks in, sent and signed by the bank: S12 to S14 as far as they speak of webhooks. Nobody presses
/// Sync.</summary>
[Trait("Category", "Slow")]
public sealed class WebhookTests(LiveStacks stacks) : IClassFixture<LiveStacks>
{
    private const string Changes = "SYNC_UPDATES_AVAILABLE";

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_change_at_the_bank_shows_by_itself(StoreKind kind)
    {
        var person = await Settled(kind);
        var before = (await person.Runs()).Count;

        var row = person.Hand().Add("Announced", 4m);

        await Until(async () => await person.Find(row) is not null, "the change did not show");
        var run = (await Quiet(person))[0];
        Assert.Equal(("webhook", "succeeded"), (run.Text("trigger"), run.Text("status")));
        Assert.Equal(before + 1, (await person.Runs()).Count);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_item_that_was_linked_elsewhere_is_given_the_address(StoreKind kind)
    {
        // Its public token was made without an address.
        var person = await Settled(kind);

        var item = person.Stack.Sandbox.Bank.Items.Single(i => i.ItemId == person.Banks[0].ItemId);

        var expected = new Uri(person.Stack.Address, "/api/data-sync/webhooks/plaid").AbsoluteUri;
        Assert.Equal(expected, item.Webhook);
        Assert.Contains("webhook_update_acknowledged", await Recorded(person), StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<StoreKind, Forgery> Forgeries => BothStores.With(Enum.GetValues<Forgery>());

    [Theory, MemberData(nameof(Forgeries))]
    public async Task A_forged_one_is_refused_and_moves_nothing(StoreKind kind, Forgery forgery)
    {
        var person = await Settled(kind);
        var stack = person.Stack;
        if (forgery == Forgery.ExpiredKey)
        {
            // A key that was good a moment ago is trusted for as long as it is remembered: the next never was.
            stack.Sandbox.RotateWebhookKey();
        }

        var (runs, rows, due) = ((await person.Runs()).Count, await Recorded(person), await NextDue(person));
        stack.Sandbox.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.WebhookForged,
                ItemId = person.Banks[0].ItemId,
                Forgery = forgery,
                Times = 0,
            }
        );
        var good = Deliveries(person, 200).Count;

        person.Hand().Add("Not announced", 4m);
        await Until(() => Deliveries(person, 401).Count >= 2, "nothing was refused");
        await Task.Delay(300);

        Assert.Equal(good, Deliveries(person, 200).Count);
        Assert.Equal((runs, rows), ((await person.Runs()).Count, await Recorded(person)));
        Assert.Equal(due, await NextDue(person));
        stack.Sandbox.Mischief.Clear();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Doubled_late_and_swapped_ones_do_no_harm(StoreKind kind)
    {
        var person = await Settled(kind);
        FaultKind[] kinds = [FaultKind.WebhookDouble, FaultKind.WebhookLate, FaultKind.WebhookOutOfOrder];
        foreach (var fault in kinds)
        {
            person.Misbehave(
                new Fault
                {
                    Kind = fault,
                    Path = Changes,
                    Milliseconds = 300,
                }
            );
            var row = person.Hand().Add($"By {fault}", 4m);
            await Until(async () => await person.Find(row) is not null, $"the change did not show: {fault}");
        }

        await Quiet(person);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Three_and_a_click_at_once_make_one_run_more_at_most(StoreKind kind)
    {
        var person = await Settled(kind);
        var bank = person.Stack.Sandbox.Bank;
        var (before, asked) = ((await person.Runs()).Count, person.PagesAsked());
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Delay,
                Milliseconds = 700,
                Path = "/transactions/sync",
            }
        );
        for (var i = 0; i < 20; i++)
        {
            person.Hand().Add($"New {i}", 1m + i);
        }

        var click = person.AskSync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(bank.FireWebhook(person.Banks[0].ItemId, Changes));
        }

        Assert.Equal("succeeded", (await click).Expect(200).Text("status"));
        await Quiet(person);
        Assert.InRange((await person.Runs()).Count - before, 1, 2);
        Assert.InRange(person.PagesAsked() - asked, 1, 2);
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_flood_of_them_is_no_flood_of_runs(StoreKind kind)
    {
        var person = await Settled(kind);
        var before = (await person.Runs()).Count;
        var recorded = (await Rows(person)).Count;

        for (var i = 0; i < 200; i++)
        {
            person.Stack.Sandbox.Bank.FireWebhook(person.Banks[0].ItemId, Changes);
        }

        await Until(async () => await Times(person, Changes) >= 200, "not all were recorded");
        Assert.InRange((await person.Runs()).Count - before, 0, 2);
        // The same bytes are one row.
        Assert.InRange((await Rows(person)).Count - recorded, 0, 1);
        Assert.StartsWith("The provider announced changes", await NextDueReason(person), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_sign_in_is_asked_for_and_heals_without_a_click(StoreKind kind)
    {
        var person = await Settled(kind);
        var bank = person.Stack.Sandbox.Bank;
        await using var events = await EventClient.Open(person, (await person.Get("/connections")).Sequence);

        bank.SetError(person.Banks[0].ItemId, "ITEM_LOGIN_REQUIRED");
        await events.WaitFor("connection.attention");
        var connection = await person.Connection();
        Assert.Equal(("needs_attention", "relink"), (connection.Text("status"), connection.Text("action")));
        bank.SetError(person.Banks[0].ItemId, code: null);

        await events.WaitFor("connection.healed");
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
        Assert.Single(events.Events, e => e.Type == "connection.attention");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_error_that_comes_late_changes_nothing(StoreKind kind)
    {
        var person = await Settled(kind);
        var (bank, itemId) = (person.Stack.Sandbox.Bank, person.Banks[0].ItemId);
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.WebhookLate,
                Path = "ERROR",
                Milliseconds = 500,
            }
        );
        bank.SetError(itemId, "ITEM_LOGIN_REQUIRED");
        bank.SetError(itemId, code: null);

        await Until(async () => await Times(person, "ERROR") > 0, "the error did not come");
        await Quiet(person);

        Assert.Equal("healthy", (await person.Connection()).Text("status"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, "PENDING_EXPIRATION", "renew")]
    [InlineData(StoreKind.Postgres, "PENDING_EXPIRATION", "renew")]
    [InlineData(StoreKind.Sqlite, "PENDING_DISCONNECT", "renew")]
    [InlineData(StoreKind.Postgres, "PENDING_DISCONNECT", "renew")]
    [InlineData(StoreKind.Sqlite, "NEW_ACCOUNTS_AVAILABLE", "choose_accounts")]
    [InlineData(StoreKind.Postgres, "NEW_ACCOUNTS_AVAILABLE", "choose_accounts")]
    public async Task What_the_person_should_do_is_said_once_while_syncing_goes_on(
        StoreKind kind,
        string code,
        string action
    )
    {
        var person = await Settled(kind);
        var (bank, itemId) = (person.Stack.Sandbox.Bank, person.Banks[0].ItemId);
        await using var events = await EventClient.Open(person, (await person.Get("/connections")).Sequence);

        bank.FireWebhook(itemId, code);
        bank.FireWebhook(itemId, code);

        var attention = await events.WaitFor("connection.attention");
        Assert.Equal(action, attention.Data.Text("action"));
        await Until(async () => await Times(person, code) == 2, "the second did not come");
        var row = person.Hand().Add("Meanwhile", 4m);
        await Until(async () => await person.Find(row) is not null, "syncing stopped");
        var connection = await person.Connection();
        Assert.Equal(("healthy", action), (connection.Text("status"), connection.Text("action")));
        Assert.Equal(action == "renew", connection.Has("consentExpiresAt"));
        Assert.Single(events.Events, e => e.Type == "connection.attention");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, "SMS_MICRODEPOSITS_VERIFICATION")]
    [InlineData(StoreKind.Postgres, "SMS_MICRODEPOSITS_VERIFICATION")]
    [InlineData(StoreKind.Sqlite, "NOBODY_KNOWS_THIS")]
    [InlineData(StoreKind.Postgres, "NOBODY_KNOWS_THIS")]
    public async Task A_code_that_nobody_knows_is_recorded_and_nothing_else(StoreKind kind, string code)
    {
        var person = await Settled(kind);
        var (runs, due) = ((await person.Runs()).Count, await NextDue(person));

        person.Stack.Sandbox.Bank.FireWebhook(person.Banks[0].ItemId, code);

        await Until(async () => await Times(person, code) == 1, "it was not recorded");
        Assert.Contains("|nothing|", string.Concat(await Rows(person, code)), StringComparison.Ordinal);
        Assert.Equal((runs, due), ((await person.Runs()).Count, await NextDue(person)));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Access_that_was_withdrawn_is_confirmed_and_its_history_stays(StoreKind kind)
    {
        var person = await Settled(kind);
        var before = await person.LedgerText();

        person.Stack.Sandbox.Bank.SetError(person.Banks[0].ItemId, "USER_PERMISSION_REVOKED");

        await Until(
            async () => (await person.Connection()).Text("status") == "needs_attention",
            "nobody asked the provider"
        );
        Assert.Equal("user_permission_revoked", (await person.Connection()).GetProperty("error").Text("code"));
        Assert.Equal(before, await person.LedgerText());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task One_of_an_item_that_nobody_knows_is_recorded_and_answered(StoreKind kind)
    {
        var person = await Settled(kind);
        var bank = person.Stack.Sandbox.Bank;
        var runs = (await person.Runs()).Count;
        // Linked at the bank, and not by this product.
        var token = await person.PublicToken(Person.FirstPlatypus, "user_custom", Documents.Checking());
        var exchanged = await AskBank(person, "/item/public_token/exchange", new { public_token = token });
        var stranger = exchanged.Text("item_id");
        var webhook = new Uri(person.Stack.Address, "/api/data-sync/webhooks/plaid").AbsoluteUri;
        await AskBank(person, "/item/webhook/update", new { access_token = exchanged.Text("access_token"), webhook });

        bank.FireWebhook(stranger, Changes);

        var sent = await Sent(person, stranger);
        Assert.Equal(200, sent.Status);
        var rows = await person.Stack.Query($"SELECT times FROM webhooks WHERE item_id = '{stranger}'");
        Assert.NotEmpty(rows);
        Assert.Equal(runs, (await person.Runs()).Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Where_the_schedule_is_off_it_is_recorded_and_nothing_runs(StoreKind kind)
    {
        var settings = LiveStacks.LiveSettings(isScheduled: false);
        await using var stack = await Stack.Start(kind, LiveStacks.QuickBank(), settings: settings);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var runs = (await Quiet(person)).Count;

        var row = person.Hand().Add("Not asked for", 4m);

        await Until(async () => await Times(person, Changes) > 0, "it was not recorded");
        await Quiet(person);
        Assert.Equal(runs, (await person.Runs()).Count);
        Assert.Null(await person.Find(row));
        Assert.StartsWith("The provider announced changes", await NextDueReason(person), StringComparison.Ordinal);
        Assert.Equal("succeeded", (await person.Sync()).Text("status"));
        await person.AssertLedgerEqualsBank();
    }

    private static async Task<JsonElement> AskBank(Person person, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(person.Stack.Sandbox.BaseUrl, path));
        request.Headers.Add("PLAID-CLIENT-ID", "test");
        request.Headers.Add("PLAID-SECRET", "test");
        request.Content = JsonContent.Create(body);
        using var answer = await person.Stack.Http.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, json.RootElement.ToString());
        return json.RootElement.Clone();
    }

    private static async Task<WebhookDelivery> Sent(Person person, string itemId)
    {
        WebhookDelivery? sent = null;
        await Until(
            () => (sent = person.Stack.Sandbox.Webhooks.FirstOrDefault(d => d.ItemId == itemId)) is not null,
            "it was not sent"
        );
        return sent!;
    }

    private async Task<Person> Settled(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        await Quiet(person);
        return person;
    }

    /// <summary>Waits until nothing has happened for a while, and gives the runs, newest first.</summary>
    private static async Task<List<JsonElement>> Quiet(Person person)
    {
        for (var (still, tries, seen) = (0, 0, ""); ; tries++)
        {
            var runs = await person.Runs();
            var now = string.Concat(runs) + await NextDue(person) + await Recorded(person);
            still =
                now == seen && runs.TrueForAll(r => r.Text("status") is not ("queued" or "running")) ? still + 1 : 0;
            if (still == 20)
            {
                return runs;
            }

            Assert.True(tries < 1000, $"it does not settle: {now}");
            seen = now;
            await Task.Delay(20);
        }
    }

    private static List<WebhookDelivery> Deliveries(Person person, int status) =>
        [.. person.Stack.Sandbox.Webhooks.Where(d => d.ItemId == person.Banks[0].ItemId && d.Status == status)];

    private static Task<List<string>> Rows(Person person, string code = "%") =>
        person.Stack.Query(
            "SELECT webhook_code, '|' || meaning || '|', times FROM webhooks "
                + $"WHERE item_id = '{person.Banks[0].ItemId}' AND webhook_code LIKE '{code}' "
                + "ORDER BY webhook_code, body_hash"
        );

    private static async Task<string> Recorded(Person person) => string.Join('\n', await Rows(person));

    private static async Task<int> Times(Person person, string code) =>
        (await Rows(person, code)).Sum(r =>
            int.Parse(r.Trim('|').Split('|')[^1], System.Globalization.CultureInfo.InvariantCulture)
        );

    private static async Task<string> NextDue(Person person) => (await person.Connection()).Text("nextDueAt");

    private static async Task<string> NextDueReason(Person person)
    {
        var schedule = await person.Get($"/connections/{person.Banks[0].ConnectionId}/schedule");
        return schedule.Expect(200).Text("nextDueReason");
    }

    private static Task Until(Func<bool> isSo, string otherwise) => Until(() => Task.FromResult(isSo()), otherwise);

    private static async Task Until(Func<Task<bool>> isSo, string otherwise)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 750, otherwise);
            await Task.Delay(20);
        }
    }
}
