using System.Globalization;
using System.Text;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>A day on which everything goes wrong that does, and nobody presses Sync: at its end every ledger is the
/// bank's and every event has arrived.</summary>
[Trait("Category", "Slow")]
public sealed class OperatorsDayTests : IAsyncLifetime
{
    private const int People = 10;
    private const int Storm = 400;

    // What the product works on at once.
    private const int Capacity = 256;

    private static bool IsLong => Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") == "1";

    private readonly HeldWebhooks _webhooks = new();
    private readonly List<Person> _people = [];
    private EventReceiver _receiver = null!;
    private Stack _stack = null!;

    public async ValueTask InitializeAsync() => _receiver = await EventReceiver.Start();

    public async ValueTask DisposeAsync()
    {
        _webhooks.Release();
        await _stack.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_bank_is_down_then_slows_us_consents_expire_webhooks_storm_and_nothing_is_lost(StoreKind kind)
    {
        await Begin(kind);
        await TheBankIsDownForTwoHours();
        await TheProviderSlowsUsForADay();
        await AConsentExpires();
        await WebhooksStorm();
        await ABadVersionIsTakenBack();
        foreach (var person in _people)
        {
            Assert.Equal("healthy", (await person.Connection()).Text("status"));
            await person.AssertLedgerEqualsBank();
        }

        await EveryEventArrived();
    }

    private async Task Begin(StoreKind kind)
    {
        // Every seventh is refused the first time.
        _receiver.Answer = e =>
            _receiver.Received.Count % 7 == 0 && _receiver.Received.All(r => r.Id != e.Id) ? 500 : 204;
        _stack = await Stack.StartInOneTime(
            kind,
            LiveStacks.QuickBank(),
            builder => _webhooks.Lay(builder.Services),
            [
                .. LiveStacks.LiveSettings(),
                "--Plaid:Circuit:Failures=6",
                "--Plaid:Circuit:Pause=00:00:01",
                "--WebhooksOut:AllowPrivateAddresses=true",
            ]
        );
        for (var i = 0; i < People; i++)
        {
            var person = _stack.NewPerson();
            _people.Add(person);
            if (i == 0)
            {
                (await person.Post("/webhook-endpoints", new { url = _receiver.Url })).Expect(201);
            }

            await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        }

        await AllShow("Before");
    }

    private async Task TheBankIsDownForTwoHours()
    {
        foreach (var person in _people)
        {
            person.Misbehave(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Code = "INSTITUTION_DOWN",
                    Times = 0,
                }
            );
        }

        var rows = Add("While the bank was down");
        await Until(async person => Code(await person.Connection()) is "institution_down" or "circuit_open");
        for (var quarter = 0; quarter < 8; quarter++)
        {
            await Pass(TimeSpan.FromMinutes(15));
        }

        foreach (var person in _people)
        {
            var connection = await person.Connection();
            Assert.Equal(("healthy", "wait"), (connection.Text("status"), connection.Text("action")));
            Assert.DoesNotContain(await person.All("/notifications"), n => n.Text("topic") == "health");
        }

        _stack.Sandbox.Mischief.Clear();
        await Shown(rows, TimeSpan.FromMinutes(30));
    }

    private async Task TheProviderSlowsUsForADay()
    {
        foreach (var person in _people)
        {
            person.Misbehave(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Code = "TRANSACTIONS_SYNC_LIMIT",
                    RetryAfterSeconds = 86_400,
                }
            );
        }

        var rows = Add("While we were slowed");
        await Until(async person => Code(await person.Connection()) == "transactions_sync_limit");
        var asked = _people.Sum(person => person.PagesAsked());
        await Pass(TimeSpan.FromHours(23));
        await Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(asked, _people.Sum(person => person.PagesAsked()));
        await Shown(rows, TimeSpan.FromMinutes(20));
    }

    private async Task AConsentExpires()
    {
        var (person, bank) = (_people[3], _stack.Sandbox.Bank);
        var itemId = person.Banks[0].ItemId;
        bank.SetError(itemId, "ITEM_LOGIN_REQUIRED");
        bank.FireWebhook(itemId, "ERROR");
        await UntilOne(person, async () => (await person.Connection()).Text("status") == "needs_attention");
        var asked = person.PagesAsked();
        await Pass(TimeSpan.FromHours(7));
        Assert.Equal(asked, person.PagesAsked());
        var health = Assert.Single(await person.All("/notifications"), n => n.Text("topic") == "health");
        Assert.Equal(("actionable", 1), (health.Text("kind"), health.Int("count")));
        foreach (var other in _people.Except([person]))
        {
            Assert.Equal("healthy", (await other.Connection()).Text("status"));
        }

        bank.SetError(itemId, code: null);
        bank.FireWebhook(itemId, "LOGIN_REPAIRED");
        await UntilOne(person, async () => (await person.Connection()).Text("status") == "healthy");
    }

    private async Task WebhooksStorm()
    {
        // One that is genuine now; sent again it is counted and no more.
        var before = _webhooks.Captured.Count;
        var last = _people[^1].Hand().Add("Announced", 4m);
        await UntilOne(_people[^1], async () => await _people[^1].Find(last) is not null);
        var genuine = _webhooks.Captured[before];
        var runs = await Runs();
        _webhooks.Hold();
        var storm = Enumerable.Range(0, Storm).Select(_ => Send(genuine)).ToList();
        await UntilOne(_people[0], () => Task.FromResult(storm.Count(s => s.IsCompleted) >= Storm - Capacity));
        // This one's news is refused until its sender gives up.
        var unheard = _people[0].Hand().Add("Unheard", 5m);
        await Task.Delay(1_000);
        _webhooks.Release();
        var answers = await Task.WhenAll(storm);

        Assert.Equal((Capacity, Storm - Capacity), (answers.Count(a => a == 200), answers.Count(a => a == 503)));
        await TheStormGoesOn(genuine);
        Assert.True(await Runs() - runs <= 6, "a storm of webhooks became a storm of runs");
        await Shown([(_people[0], unheard)], TimeSpan.FromHours(2));
    }

    // By thousands, as fast as they are answered: taken or refused, and never an error.
    private async Task TheStormGoesOn(CapturedWebhook genuine)
    {
        var answers = new int[IsLong ? 50_000 : 1_000];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, answers.Length),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, _) => answers[i] = await Send(genuine)
        );
        Assert.All(answers.Distinct(), answer => Assert.Contains(answer, (int[])[200, 503]));
        Assert.Equal(1, await Count("SELECT COUNT(*) FROM webhooks WHERE times > 500"));
    }

    // A newer version brought the schema one step on and is no good: the older one starts on what it left.
    private async Task ABadVersionIsTakenBack()
    {
        await _stack.StopProduct();
        await _stack.Tamper(
            "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_no_good', CURRENT_TIMESTAMP)"
        );
        await _stack.Query("ALTER TABLE connections ADD COLUMN no_good TEXT");
        var rows = Add("While no good version ran");
        await _stack.Restart(builder => _webhooks.Lay(builder.Services));
        await Shown(rows, TimeSpan.FromHours(1));
    }

    private async Task EveryEventArrived()
    {
        for (var tries = 0; ; tries++)
        {
            var made = await Count("SELECT COUNT(*) FROM events");
            var waiting = await Count("SELECT COUNT(*) FROM webhook_deliveries WHERE state <> 'delivered'");
            var arrived = _receiver.Received.Select(r => r.Id).Distinct().Count();
            if (arrived == made && waiting == 0)
            {
                break;
            }

            Assert.True(tries < 100, $"{arrived} of {made} events arrived, {waiting} wait");
            await Pass(TimeSpan.FromMinutes(1));
        }

        Assert.True(_receiver.Received.Count > _receiver.Received.Select(r => r.Id).Distinct().Count(), "none failed");
    }

    private async Task<int> Count(string sql) =>
        int.Parse((await _stack.Query(sql))[0].Trim('|'), CultureInfo.InvariantCulture);

    private List<(Person Person, string Row)> Add(string name) =>
        [.. _people.Select(person => (person, person.Hand().Add(name, 4m)))];

    private Task AllShow(string name) => Shown(Add(name), TimeSpan.Zero);

    // Time passes until all rows have come by themselves.
    private async Task Shown(IReadOnlyList<(Person Person, string Row)> rows, TimeSpan step)
    {
        var missing = rows.ToList();
        for (var tries = 0; missing.Count > 0; tries++)
        {
            Assert.True(tries < 300, $"{missing.Count} of {rows.Count} rows did not come");
            if (tries % 10 == 0)
            {
                _stack.Advance(step);
            }

            await Task.Delay(100);
            foreach (var one in missing.ToList())
            {
                if (await one.Person.Find(one.Row) is not null)
                {
                    missing.Remove(one);
                }
            }
        }
    }

    private async Task Pass(TimeSpan span)
    {
        _stack.Advance(span);
        // The schedule looks once a second.
        await Task.Delay(1_300);
    }

    private async Task Until(Func<Person, Task<bool>> isSo)
    {
        foreach (var person in _people)
        {
            await UntilOne(person, () => isSo(person));
        }
    }

    private static async Task UntilOne(Person person, Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 400, $"it did not come about: {await person.Connection()}\n{person.Stack.Log.Newest}");
            await Task.Delay(50);
        }
    }

    private static string? Code(JsonElement connection) =>
        connection.Has("error") ? connection.GetProperty("error").Text("code") : null;

    private async Task<int> Runs() => (await Task.WhenAll(_people.Select(person => person.Runs()))).Sum(r => r.Count);

    private async Task<int> Send(CapturedWebhook webhook)
    {
        var address = new Uri(_stack.Address, "/api/data-sync/webhooks/plaid");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("Plaid-Verification", webhook.Signature);
        request.Content = new StringContent(Encoding.UTF8.GetString(webhook.Body), Encoding.UTF8, "application/json");
        using var answer = await _stack.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
