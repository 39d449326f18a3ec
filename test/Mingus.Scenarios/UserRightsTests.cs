using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>What a person may ask for: everything that is stored of them, and that nothing is any more.</summary>
public sealed class UserRightsTests(SharedStacks stacks)
{
    private const string Canary = "Zanzibar Lantern Repairs";
    private const string Formula = "=HYPERLINK(\"http://evil\",\"pay\")";

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_export_holds_everything_and_nobody_elses(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(
            Documents.Of(
                new AccountDoc(
                    "=cmd|' /C calc'!A0",
                    [new RowDoc(Canary, 12.34m, Documents.Day(-3)), new(Formula, 5m, Documents.Day(-2))]
                )
            )
        );
        var other = await stacks.Person(kind);
        await other.LinkDocument(Documents.Checking(new RowDoc("Nobody Elses Row", 1m, Documents.Day(-1))));
        var transaction = (await person.Transactions())[0].Text("id");
        (await person.Patch($"/transactions/{transaction}", new { note = "@my note" })).Expect(200);

        using var zip = await Export(person);

        var texts = zip.Entries.ToDictionary(e => e.FullName, Text);
        Assert.Contains(Canary, texts["transactions.jsonl"], StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody Elses Row", string.Concat(texts.Values), StringComparison.Ordinal);
        Assert.DoesNotContain("access-sandbox", string.Concat(texts.Values), StringComparison.Ordinal);
        // In a spreadsheet text stays text.
        Assert.Contains(
            "\"'=HYPERLINK(\"\"http://evil\"\",\"\"pay\"\")\"",
            texts["transactions.csv"],
            StringComparison.Ordinal
        );
        Assert.Contains("\"'@my note\"", texts["transactions.csv"], StringComparison.Ordinal);
        Assert.Contains("\"-12.34\"", texts["transactions.csv"], StringComparison.Ordinal);
        Assert.Contains("\"'=cmd", texts["accounts.csv"], StringComparison.Ordinal);
        // The manifest counts the lines of each file, and JSON lines and rows tell of the same transactions.
        using var manifest = JsonDocument.Parse(texts["manifest.jsonl"]);
        foreach (var file in manifest.RootElement.GetProperty("lines").EnumerateObject())
        {
            var lines = texts[file.Name].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.Equal(file.Value.GetInt32(), lines - (file.Name.EndsWith(".csv", StringComparison.Ordinal) ? 1 : 0));
        }

        Assert.Equal(
            (await person.Transactions()).Count,
            manifest.RootElement.GetProperty("lines").GetProperty("transactions.jsonl").GetInt32()
        );
        Assert.Equal(
            (await person.Runs()).Count,
            manifest.RootElement.GetProperty("lines").GetProperty("runs.jsonl").GetInt32()
        );
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Who_is_erased_is_gone_from_every_byte_and_the_neighbour_stays(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson("erased-person-name");
        var bank = await person.LinkDocument(Documents.Checking(new RowDoc(Canary, 12.34m, Documents.Day(-3))));
        var neighbour = stack.NewPerson();
        await neighbour.LinkDocument(Documents.Checking(new RowDoc("Neighbour", 1m, Documents.Day(-1))));
        var before = await neighbour.LedgerText();
        Assert.Contains(Canary, await stack.DatabaseText(), StringComparison.Ordinal);

        (await person.Delete("/users/me")).Expect(204);

        var left = await stack.DatabaseText() + await stack.DatabaseBytes();
        // Ids of ours stay in the audit trail, which says who did what and when.
        string[] gone = [Canary, "erased-person-name", bank.ItemId];
        Assert.All(gone, text => Assert.DoesNotContain(text, left, StringComparison.Ordinal));
        Assert.Equal(1, stack.Sandbox.Calls.Count("/item/remove"));
        Assert.Equal(before, await neighbour.LedgerText());
        Assert.Empty(await person.Accounts());
        // Asked again there is nothing to erase; and the name may come back, as somebody of whom nothing is known.
        (await person.Delete("/users/me")).Expect(204);
        await person.LinkDocument(Documents.Checking(new RowDoc("A new life", 2m, Documents.Day(-1))));
        Assert.Single(await person.Transactions());
        var trail = await neighbour.All("/audit");
        Assert.Contains(trail, entry => entry.Text("action") == "user.erased");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task While_the_provider_is_away_no_access_is_forgotten(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(new RowDoc(Canary, 12.34m, Documents.Day(-3))));
        stack.Sandbox.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "INTERNAL_SERVER_ERROR",
                Path = "/item/remove",
                Times = 20,
            }
        );

        var answer = await person.Delete("/users/me");

        Assert.True(answer.Code >= 400, $"{answer.Code}");
        Assert.Single(await person.Transactions());
        stack.Sandbox.Mischief.Clear();
        (await person.Delete("/users/me")).Expect(204);
        Assert.Empty(await person.Accounts());
    }

    internal static async Task<ZipArchive> Export(Person person)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(person.Stack.Address, "/api/data-sync/users/me/export")
        );
        request.Headers.Add("Mingus-User", person.Name);
        using var response = await person.Stack.Http.SendAsync(request);
        Assert.Equal("application/zip", response.Content.Headers.ContentType?.MediaType);
        return new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync()), ZipArchiveMode.Read);
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
