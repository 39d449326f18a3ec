using System.Text;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Bank;

/// <summary>Generated households while the clock runs: the same for the same seed, and always in balance.</summary>
public sealed class LedgerOverTimeTests
{
    [Fact]
    public async Task The_same_seed_and_calls_give_the_same_bytes()
    {
        var first = await RecordAsync(seed: 7);
        var second = await RecordAsync(seed: 7);
        var other = await RecordAsync(seed: 8);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task One_login_linked_twice_shows_the_same_transactions_under_other_ids()
    {
        await using var bed = await Testbed.StartAsync();
        var a = await bed.LinkAsync();
        bed.Server.Clock.Advance(TimeSpan.FromDays(40));
        var b = await bed.LinkAsync(days: 90);
        await bed.SyncAsync(a.AccessToken);
        await bed.SyncAsync(b.AccessToken);
        var (one, two) = (bed.Server.Bank.Truth(a.ItemId), bed.Server.Bank.Truth(b.ItemId));

        Assert.Equal(
            one.Accounts.Select(x => (x.Mask, x.Current, x.Available)),
            two.Accounts.Select(x => (x.Mask, x.Current, x.Available))
        );
        Assert.Empty(one.Accounts.Select(x => x.AccountId).Intersect(two.Accounts.Select(x => x.AccountId)));
        Assert.Empty(one.Records.Select(x => x.TransactionId).Intersect(two.Records.Select(x => x.TransactionId)));
        var since = two.Records.Min(r => r.Date);
        Assert.Equal(
            one.Records.Where(r => r.Date >= since || r.Pending)
                .Select(r => (r.Real, r.Amount, r.Date, r.Pending, r.Name))
                .Order(),
            two.Records.Select(r => (r.Real, r.Amount, r.Date, r.Pending, r.Name)).Order()
        );
    }

    [Theory]
    [InlineData("ins_109508")]
    [InlineData("ins_900001")]
    [InlineData("ins_900002")]
    [InlineData("ins_900003")]
    [InlineData("ins_900004")]
    public async Task Balances_are_explained_by_posted_rows_on_each_of_sixty_days(string institution)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(institution);
        await bed.SyncAsync(connection.AccessToken);
        var openings = bed.Server.Bank.Truth(connection.ItemId).Accounts.Select(a => a.Opening).ToList();
        var digits = institution switch
        {
            "ins_900002" => 0,
            "ins_900003" => 3,
            _ => 2,
        };
        for (var day = 0; day < 60; day++)
        {
            bed.Server.Clock.Advance(TimeSpan.FromHours(24));
            var truth = bed.Server.Bank.Truth(connection.ItemId);
            Assert.Equal(openings, truth.Accounts.Select(a => a.Opening));
            Assert.All(truth.Records, r => Assert.Equal(r.Amount, Math.Round(r.Amount, digits)));
            foreach (var account in truth.Accounts)
            {
                var rows = truth.Records.Where(r => r.AccountId == account.AccountId).ToList();
                var posted = rows.Where(r => !r.Pending).Sum(r => r.Amount);
                var pending = rows.Where(r => r.Pending).Sum(r => r.Amount);
                var owed = account.Type is "credit" or "loan";
                Assert.Equal(owed ? account.Opening + posted : account.Opening - posted, account.Current);
                if (account.Type == "depository")
                {
                    Assert.Equal(account.Current - pending, account.Available);
                }
            }
        }
    }

    [Fact]
    public async Task A_client_that_follows_the_clock_knows_the_truth_every_day()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pendingIds = new HashSet<string>(StringComparer.Ordinal);
        var (posted, linked, changed, modified, returned, vanished) = (0, 0, 0, 0, 0, 0);
        for (var day = 0; day < 240; day++)
        {
            bed.Server.Clock.Advance(TimeSpan.FromDays(1));
            var page = await bed.SyncAsync(connection.AccessToken, cursor);
            Assert.False(page["has_more"].GetBoolean());
            var added = page["added"].EnumerateArray().Select(Known.From).ToList();
            linked += added.Count(r => r.PendingId is not null);
            changed += added.Count(r =>
                r.PendingId is { } p && rows.TryGetValue(p, out var old) && old.Amount != r.Amount
            );
            posted += added.Count(r => !r.Pending);
            returned += added.Count(r => !rows.ContainsKey(r.Id) && !seen.Add(r.Id));
            modified += page["modified"].GetArrayLength();
            var successors = added.Select(r => r.PendingId).ToHashSet();
            vanished += page["removed"]
                .EnumerateArray()
                .Count(r => !successors.Contains(r.GetProperty("transaction_id").GetString()));
            Testbed.Apply(page, rows);
            cursor = page["next_cursor"].GetString()!;
        }
        bed.AssertTruth(connection.ItemId, rows);
        // All kinds of life have been seen.
        Assert.True(posted > linked && linked > 400, $"{posted} posted, {linked} linked");
        Assert.True(changed > 10, $"{changed} changed amount on posting");
        Assert.True(modified > 3, $"{modified} modified");
        Assert.True(returned > 0, $"{returned} came back under their id");
        Assert.True(vanished > 10, $"{vanished} left without a successor");
    }

    [Fact]
    public async Task It_makes_no_difference_in_how_many_steps_time_passes()
    {
        await using var slow = await Testbed.StartAsync();
        await using var fast = await Testbed.StartAsync();
        var (a, b) = (await slow.LinkAsync(), await fast.LinkAsync());
        await slow.SyncAsync(a.AccessToken);
        await fast.SyncAsync(b.AccessToken);
        for (var hour = 0; hour < 24 * 12; hour++)
        {
            slow.Server.Clock.Advance(TimeSpan.FromHours(1));
        }
        fast.Server.Clock.Advance(TimeSpan.FromDays(12));
        Assert.Equal(slow.Server.Bank.Truth(a.ItemId).Records, fast.Server.Bank.Truth(b.ItemId).Records);
        Assert.Equal(slow.Server.Bank.Items[0].Position, fast.Server.Bank.Items[0].Position);
    }

    [Fact]
    public async Task A_restarted_sandbox_knows_its_generated_items_and_their_cursors()
    {
        var rows = new Dictionary<string, Known>();
        Connection connection;
        string cursor;
        await using (var first = await Testbed.StartAsync())
        {
            connection = await first.LinkAsync();
            (cursor, _) = await first.DrainAsync(connection.AccessToken, rows);
            first.Server.Clock.Advance(TimeSpan.FromDays(3));
            (cursor, _) = await first.DrainAsync(connection.AccessToken, rows, cursor);
        }
        await using var second = await Testbed.StartAsync(o => o.Today = new DateOnly(2026, 9, 1));
        var page = await second.SyncAsync(connection.AccessToken, cursor);
        Assert.InRange(page["added"].GetArrayLength(), 10, 60);
        Testbed.Apply(page, rows);
        second.AssertTruth(connection.ItemId, rows);
        await using var stranger = await Testbed.StartAsync(o => o.Seed = 43);
        Assert.Equal("INVALID_ACCESS_TOKEN", (await stranger.SyncAsync(connection.AccessToken)).ErrorCode);
    }

    [Fact]
    public async Task A_faster_clock_makes_rows_by_itself()
    {
        await using var bed = await Testbed.StartAsync(o => o.TimeFactor = 86400);
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        var before = bed.Server.Bank.Items[0].Position;
        bed.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(new DateOnly(2026, 8, 27), bed.Server.Clock.Today);
        Assert.True(bed.Server.Bank.Truth(connection.ItemId).Records.Max(r => r.Date) > new DateOnly(2026, 8, 24));
        Assert.True(bed.Server.Bank.Items[0].Position > before);
    }

    [Fact]
    public async Task Two_years_hold_twins_refunds_wages_and_transfers_that_cancel_out()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        var truth = bed.Server.Bank.Truth(connection.ItemId);
        var checking = truth.Records.Where(r => r.AccountId == truth.Accounts[0].AccountId).ToList();
        var card = truth.Records.Where(r => r.AccountId == truth.Accounts[2].AccountId).ToList();

        Assert.Equal(new DateOnly(2024, 8, 22), truth.Records.Min(r => r.Date), new DaysApart(2));
        Assert.InRange(checking.Count / 24, 55, 95);
        Assert.InRange(card.Count / 24, 30, 60);
        var twins = truth.Records.GroupBy(r => (r.AccountId, r.Date, r.Name, r.Amount)).Count(g => g.Count() == 2);
        Assert.True(twins > 20, $"{twins} twins");
        Assert.True(card.Count(r => r is { Amount: < 0, Name: not "Card payment" }) > 5);
        Assert.Equal(48, checking.Count(r => r.Name == "Fernhill Logistics"), new Within(1));
        foreach (var paid in checking.Where(r => r.Name == "Card payment"))
        {
            Assert.Contains(card, r => r.Date == paid.Date && r.Amount == -paid.Amount);
        }
        Assert.All(truth.Accounts.Where(a => a.Type == "credit"), a => Assert.InRange(a.Current, 0, 6500));
    }

    private static async Task<string> RecordAsync(long seed)
    {
        await using var bed = await Testbed.StartAsync(o => o.Seed = seed);
        var text = new StringBuilder();
        var connection = await bed.LinkAsync("ins_900001");
        foreach (var (path, body) in Tour.Of(connection, "ins_900001", bed.Server.RotateWebhookKey()))
        {
            if (path is not "/webhook_verification_key/get")
            {
                var reply = await bed.PostAsync(path, body);
                text.AppendLine(path).AppendLine(Encoding.UTF8.GetString(reply.Bytes));
                bed.Server.Clock.Advance(TimeSpan.FromHours(5));
            }
        }
        return text.ToString();
    }

    private sealed class DaysApart(int days) : IEqualityComparer<DateOnly>
    {
        public bool Equals(DateOnly x, DateOnly y) => Math.Abs(x.DayNumber - y.DayNumber) <= days;

        public int GetHashCode(DateOnly obj) => 0;
    }

    private sealed class Within(int distance) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Math.Abs(x - y) <= distance;

        public int GetHashCode(int obj) => 0;
    }
}
