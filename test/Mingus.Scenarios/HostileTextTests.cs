using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Bank text is data everywhere: whatever a bank calls itself, its accounts, its merchants and its records
/// comes out of every exit as it came, and does nothing there.</summary>
[Trait("Category", "Slow")]
public sealed class HostileTextTests
{
    private const int AccountsOfALink = 10;

    // A shorter text may be in any line by chance.
    private const int TellingLength = 8;

    [Fact]
    public void There_are_enough_of_them()
    {
        Assert.True(HostileText.All.Count >= 200);
        Assert.Equal(HostileText.All.Count, HostileText.All.Select(t => t.Wire).Distinct().Count());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task It_comes_out_as_it_came_and_does_nothing(StoreKind kind)
    {
        using var tap = new TelemetryTap();
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(
            kind,
            adjust: builder => CanaryTests.Listen(builder, tap),
            settings: ["--WebhooksOut:AllowPrivateAddresses=true"]
        );
        var person = stack.NewPerson();
        await stack.NewPerson().LinkDocument(Documents.Checking(Documents.Rows(1)));
        (await person.Post("/webhook-endpoints", new { url = receiver.Url })).Expect(201);
        await using var stream = await EventClient.Open(person, after: 0);

        var chunks = HostileText.All.Chunk(AccountsOfALink).ToList();
        foreach (var texts in chunks)
        {
            await Link(person, texts);
        }

        var shown = await Shown(person);
        await Assert.AllAsync(HostileText.All, text => MustBeShown(text, shown));
        await stream.WaitUntil((await person.Get("/connections")).Sequence);
        MustBeWellFormed(stream.Events);
        var received = await receiver.WaitFor(chunks.Count, r => r.Type == "sync.completed");
        Assert.All(received, r => Assert.Equal(JsonValueKind.Object, r.Json.ValueKind));
        using var zip = await UserRightsTests.Export(person);
        MustBeInert(zip);
        MustTellNothing("the log", tap.Text);
        MustTellNothing("webhooks", string.Concat(receiver.Received.Select(r => r.Body)));
    }

    // Each text is the name of an account, official and not, and the name and merchant of a record; the first is the
    // bank's, too.
    private static async Task Link(Person person, HostileText[] texts)
    {
        var mischief = person.Stack.Sandbox.Mischief;
        for (var i = 0; i < texts.Length; i++)
        {
            foreach (var path in (string[])["/transactions/sync", "/accounts/get"])
            {
                mischief.Add(Rewrite(path, $"/accounts/{i}/name", texts[i]));
                mischief.Add(Rewrite(path, $"/accounts/{i}/official_name", texts[i]));
            }

            mischief.Add(Rewrite("/transactions/sync", $"/added/{i}/name", texts[i]));
            mischief.Add(Rewrite("/transactions/sync", $"/added/{i}/merchant_name", texts[i]));
        }

        mischief.Add(Rewrite("/institutions/get_by_id", "/institution/name", texts[0]));
        var accounts = texts.Select((_, i) => new AccountDoc($"Account {i}", new RowDoc($"Row {i}", 1 + i, Day(i))));
        await person.LinkDocument(Documents.Of([.. accounts]));
        mischief.Clear();
        var run = (await person.Get($"/runs/{person.Banks[^1].FirstRunId}")).Expect(200);
        Assert.True(run.Text("status") == "succeeded", $"{run}\n{person.Stack.Log.Newest}");
    }

    private static string Day(int i) => Documents.Day(-1 - i);

    private static Fault Rewrite(string path, string target, HostileText text) =>
        new()
        {
            Kind = FaultKind.Rewrite,
            Path = path,
            Target = target,
            Value = text.Wire,
            Times = 0,
        };

    private static async Task<Dictionary<string, HashSet<string>>> Shown(Person person)
    {
        var transactions = await person.Transactions();
        var accounts = await person.Accounts();
        return new(StringComparer.Ordinal)
        {
            ["description"] = [.. transactions.Select(t => t.Text("description"))],
            ["merchant"] = [.. transactions.Select(t => t.TextOrNull("merchantName") ?? "")],
            ["account"] = [.. accounts.Select(a => a.Text("name"))],
        };
    }

    private static Task MustBeShown(HostileText text, Dictionary<string, HashSet<string>> shown)
    {
        var missing = shown.Where(place => !place.Value.Contains(text.Shown)).Select(place => place.Key).ToList();
        // A name of blanks is no name; the account has its other one, or says what it is.
        missing.RemoveAll(place => place == "account" && string.IsNullOrWhiteSpace(text.Shown));
        Assert.True(missing.Count == 0, $"{text.Wire[..Math.Min(80, text.Wire.Length)]}: {string.Join(", ", missing)}");
        return Task.CompletedTask;
    }

    // A text that ends a line would begin another event.
    private static void MustBeWellFormed(IReadOnlyList<StreamEvent> events)
    {
        var sequences = events.Where(e => e.Id is not null).Select(e => e.Id!.Value).ToList();
        Assert.Equal(sequences.Order(), sequences);
        Assert.DoesNotContain(events, e => e.Type == "stream.reset");
        Assert.All(
            events.Where(e => e.Type is not "beat"),
            e => Assert.True(e.Data.GetProperty("type").GetString() == e.Type, $"{e.Type}: {e.Data}")
        );
    }

    private static void MustBeInert(ZipArchive zip)
    {
        foreach (var name in (string[])["transactions.csv", "accounts.csv"])
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open(), new UTF8Encoding(false, true));
            var rows = CsvText.Rows(reader.ReadToEnd());
            Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
            var amount = rows[0].IndexOf("amount");
            foreach (var cell in rows.SelectMany(row => row.Where((_, at) => at != amount)))
            {
                Assert.False(cell.Length > 0 && "=+-@\t\r".Contains(cell[0]), $"{name} holds a formula: {cell}");
            }
        }

        using var lines = new StreamReader(zip.GetEntry("transactions.jsonl")!.Open(), Encoding.UTF8);
        var told = lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var descriptions = told.Select(line => JsonElement.Parse(line).Text("description")).ToHashSet();
        Assert.Superset(HostileText.All.Select(t => t.Shown).ToHashSet(), descriptions);
    }

    private static void MustTellNothing(string where, string text)
    {
        var told = HostileText.All.Where(t => t.Shown.Length >= TellingLength && !IsOurs(t.Shown));
        Assert.All(told, t => Assert.False(text.Contains(t.Shown, StringComparison.Ordinal), $"{where}: {t.Wire}"));
    }

    // Words of the programs themselves, which their logs use of right.
    private static bool IsOurs(string text) => text is "constructor" or "toString" or "undefined" or "hasOwnProperty";
}
