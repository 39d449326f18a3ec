using System.Text.Json;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Wire;

/// <summary>The life of an item: depth, phases, sickness, repair, removal, accounts and streams.</summary>
public sealed class ItemTests
{
    [Fact]
    public async Task Depth_counts_once_and_defaults_to_ninety_days()
    {
        await using var bed = await Testbed.StartAsync();
        var atLink = await bed.LinkAsync(days: 45);
        Assert.Equal("2026-07-08", await OldestAsync(bed, atLink, ask: 700));
        var atFirstCall = await bed.LinkAsync(days: null);
        Assert.Equal("2026-02-03", await OldestAsync(bed, atFirstCall, ask: 200));
        Assert.Equal("2026-02-03", await OldestAsync(bed, atFirstCall, ask: 700));
        Assert.Equal("2026-05-24", await OldestAsync(bed, await bed.LinkAsync(days: null), ask: null));
    }

    [Fact]
    public async Task A_bank_may_hold_less_than_was_asked_for()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync("ins_900005", days: 730);
        var oldest = DateOnly.Parse(await OldestAsync(bed, connection, ask: null));
        Assert.InRange(oldest.DayNumber - new DateOnly(2025, 6, 22).DayNumber, 0, 5);
    }

    [Fact]
    public async Task History_follows_the_initial_part_and_a_window_answers_what_is_there()
    {
        await using var bed = await Testbed.StartAsync(o => o.HistoryDelay = TimeSpan.FromSeconds(10));
        var connection = await bed.LinkAsync();
        var window = new
        {
            access_token = connection.AccessToken,
            start_date = "2024-01-01",
            end_date = "2026-12-31",
        };
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        var partial = rows.Count;
        Assert.Equal(partial, (await bed.GoodAsync("/transactions/get", window))["total_transactions"].GetInt32());
        bed.Time.Advance(TimeSpan.FromSeconds(10));
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        Assert.True(rows.Count > 10 * partial);
        Assert.Equal(rows.Count, (await bed.GoodAsync("/transactions/get", window))["total_transactions"].GetInt32());
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Fact]
    public async Task Before_the_initial_part_a_window_is_not_ready()
    {
        await using var bed = await Testbed.StartAsync(o => o.InitialDelay = TimeSpan.FromSeconds(5));
        var connection = await bed.LinkAsync();
        var window = new
        {
            access_token = connection.AccessToken,
            start_date = "2026-08-01",
            end_date = "2026-08-31",
        };
        Assert.Equal("PRODUCT_NOT_READY", (await bed.PostAsync("/transactions/get", window)).ErrorCode);
        Assert.Equal(
            "PRODUCT_NOT_READY",
            (
                await bed.PostAsync("/transactions/recurring/get", new { access_token = connection.AccessToken })
            ).ErrorCode
        );
    }

    [Fact]
    public async Task A_window_pages_newest_first_and_by_account()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var seen = new List<Known>();
        for (var offset = 0; ; offset += 100)
        {
            var options = new { count = 100, offset };
            var body = new
            {
                access_token = connection.AccessToken,
                start_date = "2026-03-01",
                end_date = "2026-08-22",
                options,
            };
            var page = await bed.GoodAsync("/transactions/get", body);
            seen.AddRange(page["transactions"].EnumerateArray().Select(Known.From));
            if (offset + 100 >= page["total_transactions"].GetInt32())
            {
                break;
            }
        }
        Assert.Equal(seen.Select(r => r.Id).Distinct().Count(), seen.Count);
        Assert.Equal(seen.Select(r => r.Date).OrderDescending(), seen.Select(r => r.Date));
        var truth = bed.Server.Bank.Truth(connection.ItemId);
        var wanted = truth.Records.Where(r => r.Date >= new DateOnly(2026, 3, 1)).Select(r => r.TransactionId).Order();
        Assert.Equal(wanted, seen.Select(r => r.Id).Order());
        var one = new
        {
            access_token = connection.AccessToken,
            start_date = "2026-03-01",
            end_date = "2026-08-22",
            options = new { account_ids = new[] { truth.Accounts[1].AccountId } },
        };
        var savings = await bed.GoodAsync("/transactions/get", one);
        Assert.Single(savings["accounts"].EnumerateArray());
        Assert.All(
            savings["transactions"].EnumerateArray(),
            r => Assert.Equal(truth.Accounts[1].AccountId, Known.From(r).AccountId)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stored_data_may_answer_while_a_login_is_wanted(bool fromCache)
    {
        await using var bed = await Testbed.StartAsync(o => o.AnswerFromCacheWhenLoginRequired = fromCache);
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        await bed.GoodAsync("/sandbox/item/reset_login", new { access_token = connection.AccessToken });
        var wanted = fromCache ? null : "ITEM_LOGIN_REQUIRED";
        Assert.Equal(wanted, (await bed.SyncAsync(connection.AccessToken)).ErrorCode);
        Assert.Equal(
            wanted,
            (await bed.PostAsync("/accounts/get", new { access_token = connection.AccessToken })).ErrorCode
        );
        var live = await bed.PostAsync("/accounts/balance/get", new { access_token = connection.AccessToken });
        Assert.Equal("ITEM_LOGIN_REQUIRED", live.ErrorCode);
        var item = await bed.GoodAsync("/item/get", new { access_token = connection.AccessToken });
        Assert.Equal("ITEM_LOGIN_REQUIRED", item["item"].GetProperty("error").GetProperty("error_code").GetString());
        Assert.Equal(
            JsonValueKind.String,
            item["status"].GetProperty("transactions").GetProperty("last_failed_update").ValueKind
        );
    }

    [Fact]
    public async Task Tokens_are_used_once_and_removed_items_are_gone()
    {
        await using var bed = await Testbed.StartAsync();
        var begin = new { institution_id = Testbed.FirstPlatypus, initial_products = new[] { "transactions" } };
        var token = (await bed.GoodAsync("/sandbox/public_token/create", begin))["public_token"].GetString()!;
        var connection = await bed.ExchangeAsync(token);
        Assert.Equal(
            "INVALID_PUBLIC_TOKEN",
            (await bed.PostAsync("/item/public_token/exchange", new { public_token = token })).ErrorCode
        );
        var late = (await bed.GoodAsync("/sandbox/public_token/create", begin))["public_token"].GetString()!;
        bed.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(
            "INVALID_PUBLIC_TOKEN",
            (await bed.PostAsync("/item/public_token/exchange", new { public_token = late })).ErrorCode
        );
        await bed.GoodAsync("/item/remove", new { access_token = connection.AccessToken });
        Assert.Equal("ITEM_NOT_FOUND", (await bed.SyncAsync(connection.AccessToken)).ErrorCode);
        Assert.True(bed.Server.Bank.Items[0].Removed);
    }

    [Fact]
    public async Task Recurring_streams_find_wages_rent_and_subscriptions()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync("ins_900001");
        var reply = await bed.GoodAsync("/transactions/recurring/get", new { access_token = connection.AccessToken });
        var inflows = reply["inflow_streams"]
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("description").GetString()!);
        var outflows = reply["outflow_streams"]
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("description").GetString()!);
        var wage = inflows["Atelier Corbeau SARL"];
        Assert.Equal(
            ("MONTHLY", "MATURE"),
            (wage.GetProperty("frequency").GetString(), wage.GetProperty("status").GetString())
        );
        Assert.True(wage.GetProperty("average_amount").GetProperty("amount").GetDecimal() < -2000);
        Assert.Equal(24, wage.GetProperty("transaction_ids").GetArrayLength(), (a, b) => Math.Abs(a - b) <= 1);
        Assert.Contains("Agence Tilleul", outflows.Keys);
        Assert.Contains("Streamly", outflows.Keys);
        Assert.All(
            outflows.Values,
            s => Assert.True(s.GetProperty("last_amount").GetProperty("amount").GetDecimal() > 0)
        );
    }

    [Fact]
    public async Task Loans_stand_beside_syncs_and_cards_count_what_is_owed()
    {
        await using var bed = await Testbed.StartAsync();
        var union = await bed.LinkAsync("ins_900004");
        var all = await bed.GoodAsync("/accounts/get", new { access_token = union.AccessToken });
        var synced = await bed.SyncAsync(union.AccessToken);
        Assert.Equal(4, all["accounts"].GetArrayLength());
        Assert.Equal(
            ["checking", "savings", "student"],
            synced["accounts"].EnumerateArray().Select(a => a.GetProperty("subtype").GetString())
        );
        Assert.Equal(64, all["accounts"][0].GetProperty("persistent_account_id").GetString()!.Length);

        var bank = await bed.LinkAsync();
        var accounts = await bed.GoodAsync("/accounts/balance/get", new { access_token = bank.AccessToken });
        var card = accounts["accounts"][2].GetProperty("balances");
        var pending = bed
            .Server.Bank.Truth(bank.ItemId)
            .Records.Where(r =>
                r.Pending && r.AccountId == accounts["accounts"][2].GetProperty("account_id").GetString()
            );
        Assert.Equal(
            card.GetProperty("limit").GetDecimal()
                - card.GetProperty("current").GetDecimal()
                - pending.Sum(r => r.Amount),
            card.GetProperty("available").GetDecimal()
        );
    }

    [Fact]
    public async Task Test_users_fail_and_stay_short_as_documented()
    {
        await using var bed = await Testbed.StartAsync();
        var options = new { override_username = "user_good", override_password = "error_INSTITUTION_NOT_RESPONDING" };
        var body = new
        {
            institution_id = Testbed.FirstPlatypus,
            initial_products = new[] { "transactions" },
            options,
        };
        Assert.Equal(
            "INSTITUTION_NOT_RESPONDING",
            (await bed.PostAsync("/sandbox/public_token/create", body)).ErrorCode
        );
        foreach (var user in new[] { "user_ewa_user", "user_yuppie", "user_small_business" })
        {
            var connection = await bed.LinkAsync(user: user);
            Assert.Equal("2026-05-24", await OldestAsync(bed, connection, ask: null));
        }
    }

    private static async Task<string> OldestAsync(Testbed bed, Connection connection, int? ask)
    {
        var options = ask is { } days ? new Dictionary<string, object> { ["days_requested"] = days } : [];
        var access_token = connection.AccessToken;
        await bed.GoodAsync("/transactions/sync", new { access_token, options });
        var rows = new Dictionary<string, Known>();
        await bed.DrainAsync(access_token, rows);
        return rows.Values.Min(r => r.Date)!;
    }
}
