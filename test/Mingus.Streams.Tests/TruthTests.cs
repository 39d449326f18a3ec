using System.Text.Json;
using static Mingus.Streams.Tests.FormatTests;

namespace Mingus.Streams.Tests;

/// <summary>The truth explains every record and every balance.</summary>
public sealed class TruthTests
{
    public static TheoryData<string> AllMixes => [.. Mixes.Names];

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void Every_record_is_in_the_truth_and_nothing_else(string mix)
    {
        using var folder = new Folder(mix, seed: 6, records: 3000);
        var truth = folder.Truth();
        var links = Links(folder);
        var keys = new HashSet<string>();
        foreach (var page in folder.Lines("stream.jsonl"))
        {
            foreach (var record in page.GetProperty("added").EnumerateArray())
            {
                keys.Add(Key(record));
                var (real, role) = truth.Records[Key(record)];
                Assert.Equal(links[Text(record, "account_id")], truth.Reals[real].Account);
                Assert.Equal(record.GetProperty("pending").GetBoolean(), role == "pending");
                Assert.Equal(
                    Text(page, "provider").StartsWith("file", StringComparison.Ordinal),
                    role == Text(page, "provider")
                );
            }
        }
        Assert.Equal(keys.Order(), truth.Records.Keys.Order());
        Assert.Equal(keys.Count, truth.Meta.GetProperty("record_keys").GetInt32());
        Assert.Equal(folder.Records, truth.Meta.GetProperty("added_records").GetInt32());
        Assert.Equal(truth.Reals.Count, truth.Meta.GetProperty("reals").GetInt32());
    }

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void Every_balance_is_the_opening_and_all_that_posted_up_to_its_day(string mix)
    {
        using var folder = new Folder(mix, seed: 7, records: 2000);
        var truth = folder.Truth();
        var links = Links(folder);
        var reals = truth.Reals.Values.Where(real => real.Posted is not null).ToLookup(real => real.Account);
        foreach (var page in folder.Lines("stream.jsonl"))
        {
            var day = Text(page, "delivered_at")[..10];
            foreach (var shown in page.GetProperty("accounts").EnumerateArray())
            {
                var id = links[Text(shown, "account_id")];
                var account = truth.Accounts[id];
                var moved = reals[id]
                    .Where(real => string.CompareOrdinal(real.Posted, day) <= 0)
                    .Sum(real => real.Minor);
                var sign = Text(account, "type") == "credit" ? 1 : -1;
                var current = Minor(shown.GetProperty("balances").GetProperty("current"), account);
                Assert.Equal(account.GetProperty("opening_minor").GetInt64() + (sign * moved), current);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void Every_posted_record_ends_with_the_amount_of_its_transaction(string mix)
    {
        using var folder = new Folder(mix, seed: 8, records: 4000);
        var truth = folder.Truth();
        foreach (var (key, record) in Live(folder).Where(one => truth.Records[one.Key].Role != "pending"))
        {
            var real = truth.Reals[truth.Records[key].Real];
            var minor = Minor(record.GetProperty("amount"), truth.Accounts[real.Account]);
            Assert.True(minor == real.Minor, key);
        }
    }

    [Fact]
    public void Nothing_that_a_feed_once_posted_is_missing_at_its_end()
    {
        using var folder = new Folder("adversarial", seed: 9, records: 12_000);
        var truth = folder.Truth();
        static string Feed(string key) => key[..key.IndexOf('|', StringComparison.Ordinal)];
        var posted = truth
            .Records.Where(one => one.Value.Role != "pending")
            .Select(one => (Feed(one.Key), one.Value.Real));
        var live = Live(folder).Keys.Where(key => truth.Records[key].Role != "pending");
        Assert.Contains(truth.Records.Values, one => one.Role == "readded");
        Assert.Subset(live.Select(key => (Feed(key), truth.Records[key].Real)).ToHashSet(), posted.ToHashSet());
    }

    [Fact]
    public void Twins_are_of_one_class_and_late_second_charges_move_the_balance_before_they_are_delivered()
    {
        using var folder = new Folder("adversarial", seed: 10, records: 12_000);
        var truth = folder.Truth();
        var late = truth.Reals.Where(one => one.Value.Tags.Contains("late_double_charge")).ToDictionary();
        Assert.NotEmpty(late);
        Assert.All(
            late.Values,
            real => Assert.True(truth.Reals.Values.Count(other => other.TwinClass == real.TwinClass) > 1)
        );
        var delivered = new List<int>();
        var started = new HashSet<string>();
        foreach (var page in folder.Lines("stream.jsonl").Where(page => Text(page, "provider") == "plaid"))
        {
            var isFirst = started.Add(Text(page, "item_id"));
            foreach (var record in page.GetProperty("added").EnumerateArray())
            {
                var (real, role) = truth.Records[Key(record)];
                if (!isFirst && role == "posted" && late.TryGetValue(real, out var one))
                    delivered.Add(Day(Text(page, "delivered_at")[..10]) - Day(one.Posted!));
            }
        }
        Assert.All(delivered, days => Assert.True(days >= 2));
    }

    private static int Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd").DayNumber;

    private static long Minor(JsonElement amount, JsonElement account)
    {
        var minor = amount.GetDecimal();
        for (var i = account.GetProperty("exp").GetInt32(); i > 0; i--)
            minor *= 10;
        Assert.Equal(decimal.Truncate(minor), minor);
        return (long)minor;
    }

    private static Dictionary<string, string> Links(Folder folder) =>
        folder
            .Lines("account_links.jsonl")
            .ToDictionary(one => Text(one, "account_id"), one => Text(one, "canonical_account"));

    private static Dictionary<string, JsonElement> Live(Folder folder)
    {
        var live = new Dictionary<string, JsonElement>();
        foreach (var page in folder.Lines("stream.jsonl"))
        {
            foreach (var record in Records(page))
                live[Key(record)] = record;
            foreach (var record in page.GetProperty("removed").EnumerateArray())
                live.Remove(Key(record));
        }
        return live;
    }
}
