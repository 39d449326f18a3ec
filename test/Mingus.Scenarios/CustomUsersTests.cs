using System.Globalization;
using System.Text.Json;
using Mingus.Sandbox;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Plaid's own custom users, linked through the product, leave exactly their documented rows.</summary>
[Trait("Category", "Slow")]
public sealed class CustomUsersTests(CustomUsersTests.DatedStacks stacks) : IClassFixture<CustomUsersTests.DatedStacks>
{
    // The source shifts all dates daily; these were read on that day.
    private static readonly DateOnly s_today = new(2026, 8, 22);

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "custom-users");

    public static TheoryData<StoreKind, string> Documents =>
        BothStores.With(Directory.GetFiles(s_folder, "*.json").Select(f => Path.GetFileName(f)!).Order());

    [Fact]
    public void All_fifteen_are_here() => Assert.Equal(15, Directory.GetFiles(s_folder, "*.json").Length);

    [Theory, MemberData(nameof(Documents))]
    public async Task A_custom_user_leaves_exactly_its_rows(StoreKind kind, string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(s_folder, file));
        var person = await stacks.Person(kind);
        var bank = await person.LinkDocument(text);

        var shown = await person.AccountsOf(bank);

        using var document = JsonDocument.Parse(text);
        var documented = document.RootElement.List("override_accounts");
        Assert.Equal(documented.Count, shown.Count);
        for (var i = 0; i < documented.Count; i++)
        {
            var transactions = await person.Transactions(shown[i].Text("id"));
            AssertRows(documented[i], [.. transactions.Select(TextOf)]);
            AssertAccount(documented[i], shown[i]);
        }

        Assert.Empty(await person.Quarantine());
        await person.AssertLedgerEqualsBank();
    }

    private static void AssertRows(JsonElement account, List<string> shown)
    {
        var rows = account.Has("transactions") ? account.List("transactions") : [];
        var expected = rows.Select(Documented).ToList();
        var hasMore = account.Has("inflow_model") && account.GetProperty("inflow_model").TextOrNull("type") != "none";
        foreach (var row in expected)
        {
            Assert.True(shown.Remove(row), $"{row} is not among\n{string.Join('\n', shown)}");
        }

        Assert.True(hasMore || shown.Count == 0, $"nobody documented\n{string.Join('\n', shown)}");
    }

    private static void AssertAccount(JsonElement documented, JsonElement shown)
    {
        if (documented.TryGetProperty("starting_balance", out var start))
        {
            var owed = shown.Text("kind") is "credit" or "loan";
            var expected = decimal.Parse(start.ToString(), CultureInfo.InvariantCulture) * (owed ? -1 : 1);
            var current = shown.GetProperty("balance").Text("current");
            Assert.Equal(expected, decimal.Parse(current, CultureInfo.InvariantCulture));
        }
    }

    // A row posted after today is still pending, on the day it was made.
    private static string Documented(JsonElement row)
    {
        var posted = DateOnly.ParseExact(row.Text("date_posted"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var isPending = posted > s_today;
        var amount = -row.GetProperty("amount").GetDecimal();
        return string.Join(
            '|',
            row.Text("description"),
            (amount == 0 ? 0 : amount).ToString("F2", CultureInfo.InvariantCulture),
            row.Text(isPending ? "date_transacted" : "date_posted"),
            isPending ? "pending" : "posted"
        );
    }

    private static string TextOf(JsonElement transaction) =>
        string.Join(
            '|',
            transaction.Text("description"),
            transaction.Text("amount"),
            transaction.Text("date"),
            transaction.Text("status")
        );

    /// <summary>A bank whose clock stands on the day the documents were read.</summary>
    public sealed class DatedStacks : SharedStacks
    {
        protected override SandboxOptions Bank => new() { Today = s_today, TimeFactor = 0 };

        protected override Task Ended() => Task.CompletedTask;
    }
}
