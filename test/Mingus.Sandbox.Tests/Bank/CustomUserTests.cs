using System.Globalization;
using System.Text.Json;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Bank;

/// <summary>Plaid's own custom users, linked unchanged on the day their newest rows are dated.</summary>
public sealed class CustomUserTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "custom-users");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Documented_rows_are_all_there_at_the_first_sync(string file)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
        await using var bed = await Testbed.StartAsync(o => o.HistoryDelay = TimeSpan.FromHours(1));
        // The depth is less than the documents span: their rows are given all the same.
        var connection = await bed.LinkAsync(user: "user_custom", password: document, days: 7);
        var page = await bed.GoodAsync(
            "/transactions/sync",
            new { access_token = connection.AccessToken, count = 500 }
        );

        Assert.Equal("HISTORICAL_UPDATE_COMPLETE", page["transactions_update_status"].GetString());
        Assert.False(page["has_more"].GetBoolean());
        var accounts = await bed.GoodAsync("/accounts/get", new { access_token = connection.AccessToken });
        using var json = JsonDocument.Parse(document);
        var documented = json.RootElement.GetProperty("override_accounts").EnumerateArray().ToList();
        Assert.Equal(documented.Count, accounts["accounts"].GetArrayLength());
        for (var i = 0; i < documented.Count; i++)
        {
            var account = accounts["accounts"][i];
            AssertAccount(documented[i], account);
            AssertRows(documented[i], account.GetProperty("account_id").GetString()!, page);
        }
    }

    [Fact]
    public async Task A_row_is_pending_until_its_posting_day()
    {
        const string document = """
            {"override_accounts":[{"type":"depository","subtype":"checking","starting_balance":100,"transactions":[
            {"date_transacted":"2026-08-22","date_posted":"2026-08-24","amount":12.5,"description":"Later"}]}]}
            """;
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(user: "user_custom", password: document);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        var pending = Assert.Single(rows.Values);
        Assert.True(pending.Pending);
        Assert.Equal("2026-08-22", pending.Date);
        var before = bed.Server.Bank.Truth(connection.ItemId).Accounts[0];
        Assert.Equal((100m, 87.5m), (before.Current, before.Available));

        bed.Server.Clock.Advance(TimeSpan.FromDays(2));
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        var posted = Assert.Single(rows.Values);
        Assert.Equal((false, "2026-08-24", pending.Id), (posted.Pending, posted.Date, posted.PendingId));
        Assert.NotEqual(pending.Id, posted.Id);
        var after = bed.Server.Bank.Truth(connection.ItemId).Accounts[0];
        Assert.Equal((87.5m, 87.5m), (after.Current, after.Available));
    }

    [Fact]
    public async Task Currencies_default_by_row_and_unknown_ones_are_unofficial()
    {
        const string document = """
            {"override_accounts":[{"type":"depository","subtype":"checking","currency":"EUR","starting_balance":50,
            "transactions":[
            {"date_transacted":"2026-08-01","date_posted":"2026-08-02","amount":1,"description":"a"},
            {"date_transacted":"2026-08-01","date_posted":"2026-08-02","amount":2,"description":"b","currency":"EUR"},
            {"date_transacted":"2026-08-01","date_posted":"2026-08-02","amount":1.2e-7,"description":"c","currency":"BTC"}
            ]}]}
            """;
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(user: "user_custom", password: document);
        var page = await bed.SyncAsync(connection.AccessToken);
        var byName = page["added"].EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!);
        Assert.Equal("USD", byName["a"].GetProperty("iso_currency_code").GetString());
        Assert.Equal("EUR", byName["b"].GetProperty("iso_currency_code").GetString());
        Assert.Equal(JsonValueKind.Null, byName["c"].GetProperty("iso_currency_code").ValueKind);
        Assert.Equal("BTC", byName["c"].GetProperty("unofficial_currency_code").GetString());
        Assert.Equal(0.00000012m, byName["c"].GetProperty("amount").GetDecimal());
        // Only rows in the account's own currency move its balance.
        var account = bed.Server.Bank.Truth(connection.ItemId).Accounts[0];
        Assert.Equal((52m, 50m), (account.Opening, account.Current));
    }

    [Fact]
    public async Task Inflow_models_pay_every_month_and_go_on()
    {
        var file = Path.Combine(Folder, "transactions+inflow_custom_user.json");
        var document = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(user: "user_custom", password: document, days: 90);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        var inflows = rows.Values.Where(r => r.Name == "DIRECT DEPOSIT PLAID INC").ToList();
        Assert.Equal(["2026-06-01", "2026-07-01", "2026-08-01"], inflows.Select(r => r.Date).Order());
        Assert.All(inflows, r => Assert.Equal(-5125.25m, r.Amount));

        bed.Server.Clock.Advance(TimeSpan.FromDays(15));
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        Assert.Contains(rows.Values, r => r is { Name: "DIRECT DEPOSIT PLAID INC", Date: "2026-09-01" });
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Theory]
    [InlineData("""{"force_error":"ITEM_LOCKED"}""", "ITEM_LOCKED")]
    [InlineData("""{"force_error":"NO_ACCOUNTS"}""", "NO_ACCOUNTS")]
    [InlineData("""{"override_accounts":[]}""", "NO_ACCOUNTS")]
    [InlineData("not json", "INVALID_FIELD")]
    [InlineData("[]", "INVALID_FIELD")]
    [InlineData("""{"override_accounts":[{"transactions":[{"amount":1}]}]}""", "INVALID_FIELD")]
    public async Task Refusals_come_when_the_token_is_made(string document, string code)
    {
        await using var bed = await Testbed.StartAsync();
        var reply = await bed.PostAsync(
            "/sandbox/public_token/create",
            new
            {
                institution_id = Testbed.FirstPlatypus,
                initial_products = new[] { "transactions" },
                options = new { override_username = "user_custom", override_password = document },
            }
        );
        Assert.Equal(code, reply.ErrorCode);
    }

    [Fact]
    public async Task Plaids_limits_hold_where_they_are_wanted()
    {
        var file = Path.Combine(Folder, "assets_credit_categories.json");
        var document = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await using var bed = await Testbed.StartAsync(o => o.EnforceCustomUserLimits = true);
        var reply = await bed.PostAsync(
            "/sandbox/public_token/create",
            new
            {
                institution_id = Testbed.FirstPlatypus,
                initial_products = new[] { "transactions" },
                options = new { override_username = "user_custom", override_password = document },
            }
        );
        Assert.Equal("INVALID_FIELD", reply.ErrorCode);
    }

    [Fact]
    public async Task An_empty_document_gives_a_generated_household_and_a_forced_login_a_sick_item()
    {
        await using var bed = await Testbed.StartAsync();
        var random = await bed.LinkAsync(user: "user_custom", password: "{}");
        var rows = new Dictionary<string, Known>();
        await bed.DrainAsync(random.AccessToken, rows);
        Assert.True(rows.Count > 500);
        var sick = await bed.LinkAsync(user: "user_custom", password: """{"force_error":"ITEM_LOGIN_REQUIRED"}""");
        Assert.Equal("ITEM_LOGIN_REQUIRED", (await bed.SyncAsync(sick.AccessToken)).ErrorCode);
    }

    private static void AssertAccount(JsonElement documented, JsonElement account)
    {
        var balances = account.GetProperty("balances");
        Assert.Equal(documented.GetProperty("type").GetString(), account.GetProperty("type").GetString());
        Assert.Equal(documented.GetProperty("subtype").GetString(), account.GetProperty("subtype").GetString());
        if (documented.TryGetProperty("starting_balance", out var start))
        {
            Assert.Equal(start.GetDecimal(), balances.GetProperty("current").GetDecimal());
        }
        if (documented.TryGetProperty("force_available_balance", out var forced))
        {
            Assert.Equal(forced.GetDecimal(), balances.GetProperty("available").GetDecimal());
        }
        if (documented.TryGetProperty("meta", out var meta) && meta.TryGetProperty("name", out var name))
        {
            Assert.Equal(name.GetString(), account.GetProperty("name").GetString());
        }
    }

    private static void AssertRows(JsonElement documented, string accountId, Reply page)
    {
        var wanted = documented.TryGetProperty("transactions", out var list)
            ? list.EnumerateArray().Select(Expected)
            : [];
        var given = page["added"]
            .EnumerateArray()
            .Where(r => r.GetProperty("account_id").GetString() == accountId)
            .Select(Given)
            .ToList();
        if (documented.TryGetProperty("inflow_model", out var inflow))
        {
            var extra = inflow.GetProperty("transaction_name").GetString();
            given.RemoveAll(g =>
                g.Contains($"|{extra}|", StringComparison.Ordinal)
                || g.Contains("|Interest charge|", StringComparison.Ordinal)
            );
        }
        Assert.Equal(wanted.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    private static string Expected(JsonElement row)
    {
        var posted = row.GetProperty("date_posted").GetString()!;
        var transacted = row.GetProperty("date_transacted").GetString()!;
        var pending = string.CompareOrdinal(posted, "2026-08-22") > 0;
        var amount = Text(row.GetProperty("amount").GetDecimal());
        var name = row.GetProperty("description").GetString();
        var currency = row.GetProperty("currency").GetString();
        return $"{(pending ? transacted : posted)}|{transacted}|{amount}|{name}|{currency}|{pending}";
    }

    private static string Given(JsonElement row)
    {
        var amount = Text(row.GetProperty("amount").GetDecimal());
        var days = $"{row.GetProperty("date").GetString()}|{row.GetProperty("authorized_date").GetString()}";
        var currency = row.GetProperty("iso_currency_code").GetString();
        var (name, pending) = (row.GetProperty("name").GetString(), row.GetProperty("pending").GetBoolean());
        return $"{days}|{amount}|{name}|{currency}|{pending}";
    }

    private static string Text(decimal amount) => amount.ToString("0.############", CultureInfo.InvariantCulture);
}
