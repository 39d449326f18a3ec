using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Wire;

/// <summary>The stream of /transactions/sync: any page size, any cursor, any interruption ends at the truth.</summary>
public sealed class SyncStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task Pages_of_any_size_end_at_the_truth(int count)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 60);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows, count: count);
        bed.AssertTruth(connection.ItemId, rows);
        for (var seed = 1; seed <= 5; seed++)
        {
            bed.Server.Bank.Mutate(connection.ItemId, seed, steps: 12);
            (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows, cursor, count);
            bed.AssertTruth(connection.ItemId, rows);
        }
    }

    [Fact]
    public async Task Every_cursor_ever_given_leads_from_its_state_to_the_truth()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 60);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        var states = new List<(string Cursor, Dictionary<string, Known> Rows)> { (cursor, new(rows)) };
        for (var seed = 1; seed <= 20; seed++)
        {
            bed.Server.Bank.Mutate(connection.ItemId, seed, steps: 5);
            (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows, cursor, count: 3);
            states.Add((cursor, new(rows)));
        }
        foreach (var (from, state) in states)
        {
            await bed.DrainAsync(connection.AccessToken, state, from, count: 4);
            bed.AssertTruth(connection.ItemId, state);
        }
    }

    [Fact]
    public async Task The_same_cursor_gives_the_same_page_again_whatever_happens_meanwhile()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var first = await bed.SyncAsync(connection.AccessToken, count: 10);
        var cursor = first["next_cursor"].GetString()!;
        var once = await bed.SyncAsync(connection.AccessToken, cursor, count: 10);
        bed.Server.Bank.Mutate(connection.ItemId, seed: 1, steps: 40);
        var again = await bed.SyncAsync(connection.AccessToken, cursor, count: 10);
        Assert.Equal(once["added"].ToString(), again["added"].ToString());
        Assert.Equal(once["next_cursor"].GetString(), again["next_cursor"].GetString());
    }

    [Fact]
    public async Task A_row_that_came_and_went_between_two_syncs_is_not_told()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 60);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        bed.Server.Bank.Mutate(connection.ItemId, seed: 3, steps: 200);
        var page = await bed.SyncAsync(connection.AccessToken, cursor);
        var told = page["added"].EnumerateArray().Select(r => r.GetProperty("transaction_id").GetString()!).ToList();
        var modified = page["modified"].EnumerateArray().Select(r => r.GetProperty("transaction_id").GetString()!);
        var removed = page["removed"].EnumerateArray().Select(r => r.GetProperty("transaction_id").GetString()!);
        Assert.Empty(told.Intersect(rows.Keys));
        Assert.All(modified.Concat(removed), id => Assert.Contains(id, rows.Keys));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_mutation_before_any_page_is_told_and_the_origin_still_leads_to_the_truth(int page)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 30);
        var fault = new Fault
        {
            Kind = FaultKind.Mutation,
            Path = "/transactions/sync",
            Page = page,
            Seed = page,
        };
        bed.Server.Mischief.Add(fault);
        string? cursor = null;
        for (var number = 1; number < page; number++)
        {
            cursor = (await bed.SyncAsync(connection.AccessToken, cursor, count: 20))["next_cursor"].GetString();
        }
        var before = bed.Server.Bank.Truth(connection.ItemId);
        var reply = await bed.SyncAsync(connection.AccessToken, cursor, count: 20);
        Assert.Equal("TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION", reply.ErrorCode);
        Assert.Equal("TRANSACTIONS_ERROR", reply["error_type"].GetString());
        Assert.NotEqual(before.Records, bed.Server.Bank.Truth(connection.ItemId).Records);
        var rows = new Dictionary<string, Known>();
        await bed.DrainAsync(connection.AccessToken, rows, count: 20);
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Fact]
    public async Task A_strict_sandbox_refuses_the_middle_of_an_update_that_changed_until_it_is_begun_anew()
    {
        await using var bed = await Testbed.StartAsync(o => o.RefuseMutationDuringPagination = true);
        var connection = await bed.LinkAsync();
        var first = await bed.SyncAsync(connection.AccessToken, count: 10);
        bed.Server.Bank.Mutate(connection.ItemId, seed: 1, steps: 1);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var reply = await bed.SyncAsync(connection.AccessToken, first["next_cursor"].GetString(), count: 10);
            Assert.Equal("TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION", reply.ErrorCode);
        }
        var rows = new Dictionary<string, Known>();
        await bed.DrainAsync(connection.AccessToken, rows, count: 100);
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Fact]
    public async Task An_update_that_changes_while_it_is_paged_goes_on_and_then_has_more()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 30);
        var rows = new Dictionary<string, Known>();
        var page = await bed.SyncAsync(connection.AccessToken, count: 40);
        Testbed.Apply(page, rows);
        bed.Server.Bank.Mutate(connection.ItemId, seed: 2, steps: 30);
        await bed.DrainAsync(connection.AccessToken, rows, page["next_cursor"].GetString(), count: 40);
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("AAAA")]
    [InlineData("MHx8MHwxfHwwfDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA==")]
    public async Task A_malformed_cursor_is_refused_in_Plaids_words(string cursor)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var reply = await bed.SyncAsync(connection.AccessToken, cursor);
        Assert.Equal("INVALID_FIELD", reply.ErrorCode);
        Assert.Equal("cursor not associated with access_token", reply.ErrorMessage);
    }

    [Fact]
    public async Task Another_items_cursor_and_another_streams_cursor_are_refused()
    {
        await using var bed = await Testbed.StartAsync();
        var (a, b) = (await bed.LinkAsync(), await bed.LinkAsync());
        var page = await bed.SyncAsync(a.AccessToken, count: 5);
        var cursor = page["next_cursor"].GetString()!;
        Assert.True(cursor.Length <= 256);
        Assert.Equal("INVALID_FIELD", (await bed.SyncAsync(b.AccessToken, cursor)).ErrorCode);
        var account_id = page["accounts"][0].GetProperty("account_id").GetString();
        var body = new
        {
            access_token = a.AccessToken,
            cursor,
            options = new { account_id },
        };
        Assert.Equal("INVALID_FIELD", (await bed.PostAsync("/transactions/sync", body)).ErrorCode);
    }

    [Fact]
    public async Task An_accounts_stream_holds_its_rows_and_no_others()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 60);
        var truth = bed.Server.Bank.Truth(connection.ItemId);
        foreach (var account in truth.Accounts)
        {
            var rows = new Dictionary<string, Known>();
            string? cursor = null;
            for (var more = true; more; )
            {
                var options = new { account_id = account.AccountId };
                var access_token = connection.AccessToken;
                var page = await bed.GoodAsync(
                    "/transactions/sync",
                    new
                    {
                        access_token,
                        cursor,
                        count = 30,
                        options,
                    }
                );
                Testbed.Apply(page, rows);
                (cursor, more) = (page["next_cursor"].GetString(), page["has_more"].GetBoolean());
            }
            truth = bed.Server.Bank.Truth(connection.ItemId);
            var wanted = truth
                .Records.Where(r => r.AccountId == account.AccountId)
                .Select(r => r.TransactionId)
                .Order();
            Assert.Equal(wanted, rows.Keys.Order());
        }
    }

    [Fact]
    public async Task The_cursor_now_skips_what_was_and_tells_what_comes()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        var page = await bed.SyncAsync(connection.AccessToken, "now");
        Assert.Equal((0, false), (page["added"].GetArrayLength(), page["has_more"].GetBoolean()));
        bed.Server.Clock.Advance(TimeSpan.FromDays(5));
        var next = await bed.SyncAsync(connection.AccessToken, page["next_cursor"].GetString());
        Assert.NotEqual(0, next["added"].GetArrayLength());
    }

    [Fact]
    public async Task Count_bounds_the_sum_of_the_arrays()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 30);
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, []);
        bed.Server.Bank.Mutate(connection.ItemId, seed: 9, steps: 80);
        for (var more = true; more; )
        {
            var page = await bed.SyncAsync(connection.AccessToken, cursor, count: 6);
            var sum = new[] { "added", "modified", "removed" }.Sum(name => page[name].GetArrayLength());
            Assert.InRange(sum, 1, 6);
            (cursor, more) = (page["next_cursor"].GetString()!, page["has_more"].GetBoolean());
        }
    }
}
