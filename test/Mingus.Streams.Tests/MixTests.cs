using Mingus.Streams.Feeds;
using Mingus.Streams.Output;

namespace Mingus.Streams.Tests;

/// <summary>A stream is what its order says: repeatable, as large, and with the phenomena of its mix.</summary>
public sealed class MixTests
{
    public static TheoryData<string> AllMixes => [.. Mixes.Names];

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void The_same_order_gives_the_same_bytes(string mix)
    {
        using var one = new Folder(mix, seed: 11, records: 1500);
        using var same = new Folder(mix, seed: 11, records: 1500);
        using var other = new Folder(mix, seed: 12, records: 1500);
        Assert.Equal(one.Hash(), same.Hash());
        Assert.NotEqual(one.Hash(), other.Hash());
    }

    [Fact]
    public void Dice_throw_the_same_on_every_machine()
    {
        var dice = new Dice(42).For("a name");
        Assert.Equal("17 0 67 68 99", string.Join(' ', Enumerable.Range(0, 5).Select(_ => dice.Between(0, 99))));
    }

    [Fact]
    public void What_is_thrown_for_one_name_does_not_depend_on_another()
    {
        var (one, other) = (new Dice(1), new Dice(1));
        other.Between(0, 9);
        Assert.Equal(one.For("x").Word(20), other.For("x").Word(20));
        Assert.NotEqual(one.For("x").Word(20), one.For("y").Word(20));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(8_000)]
    [InlineData(30_000)]
    public void There_are_about_as_many_records_as_ordered(int records)
    {
        var count = new LabelledStream(new StreamOrder(new Rates(), 13, records)).Pages().Sum(page => page.Added.Count);
        Assert.InRange(count, records * 0.6, records * 1.6);
    }

    [Fact]
    public void The_clean_mix_shows_each_transaction_once()
    {
        var posted = Labels("clean").Where(label => label.Role != "pending").ToList();
        Assert.Equal(posted.Count, posted.DistinctBy(label => label.Transaction).Count());
        Assert.All(posted, label => Assert.Equal("posted", label.Role));
    }

    [Fact]
    public void The_relink_mix_links_every_bank_again()
    {
        var stream = new LabelledStream(new StreamOrder(Mixes.Of("relink"), 15, 25_000));
        var items = stream
            .Pages()
            .Where(page => page.Provider == "plaid")
            .GroupBy(page => (page.User, string.Join(' ', page.Accounts.Select(account => account.Canonical))))
            .ToDictionary(login => login.Key, login => login.Select(page => page.ItemId).Distinct().Count());
        Assert.All(items, login => Assert.Equal(2, login.Value));
    }

    [Fact]
    public void The_shifted_mix_has_currencies_of_no_and_three_decimals()
    {
        var stream = new LabelledStream(new StreamOrder(Mixes.Of("shifted"), 16, 40_000));
        var currencies = stream.Pages().SelectMany(page => page.Added).Select(record => record.Currency).ToHashSet();
        Assert.Superset(new HashSet<string> { "JPY", "KWD" }, currencies);
        Assert.DoesNotContain("USD", currencies);
    }

    [Fact]
    public void The_adversarial_mix_has_every_trap()
    {
        using var folder = new Folder("adversarial", seed: 17, records: 36_000);
        var truth = folder.Truth();
        var tags = truth.Reals.Values.SelectMany(real => real.Tags).ToHashSet();
        string[] traps =
        [
            "daily_habit",
            "same_day_repeat",
            "tip",
            "fuel_preauth",
            "double_charge",
            "late_double_charge",
            "expired_auth",
            "amount_drift",
            "look_alike",
            "own_transfer",
            "refund",
            "reversal",
        ];
        Assert.Superset(traps.ToHashSet(), tags);
        string[] roles = ["pending", "posted", "readded", "reemit", "file_csv", "file_ofx"];
        Assert.Equal(roles.ToHashSet(), truth.Records.Values.Select(record => record.Role).ToHashSet());
        var masks = folder
            .Lines("stream.jsonl")
            .SelectMany(page => page.GetProperty("accounts").EnumerateArray())
            .Where(account => FormatTests.Text(account, "type") == "credit")
            .GroupBy(account => FormatTests.Text(account, "account_id"))
            .Select(feed => FormatTests.Text(feed.First(), "mask"));
        var cards = truth.Accounts.Values.Count(account => FormatTests.Text(account, "type") == "credit");
        Assert.True(masks.Distinct().Count() > cards, "no card was replaced");
        Assert.True(LyingLinks(folder, truth) > 0, "no link lies");
    }

    [Fact]
    public void An_unknown_mix_names_those_there_are() =>
        Assert.Contains(
            "like-train",
            Assert.Throws<ArgumentException>(() => Mixes.Of("nonsense")).Message,
            StringComparison.Ordinal
        );

    private static int LyingLinks(Folder folder, Truth truth) =>
        folder
            .Lines("stream.jsonl")
            .SelectMany(page => page.GetProperty("added").EnumerateArray())
            .Where(record => record.GetProperty("pending_transaction_id").GetString() is not null)
            .Count(record =>
            {
                var named =
                    $"{FormatTests.Text(record, "account_id")}|{FormatTests.Text(record, "pending_transaction_id")}";
                return truth.Records[named].Real != truth.Records[FormatTests.Key(record)].Real;
            });

    private static List<Label> Labels(string mix) =>
        [.. new LabelledStream(new StreamOrder(Mixes.Of(mix), 18, 8000)).Pages().SelectMany(page => page.Labels)];
}
