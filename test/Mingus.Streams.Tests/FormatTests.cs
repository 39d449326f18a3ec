using System.Text.Json;

namespace Mingus.Streams.Tests;

/// <summary>What is written has the form that the tools and a product rely on.</summary>
public sealed class FormatTests
{
    private const int PageMax = 500;

    public static TheoryData<string> AllMixes => [.. Mixes.Names];

    private const string PageFields =
        "seq delivered_at tenant_id connection_id item_id user institution_id provider link_generation cursor "
        + "next_cursor has_more accounts added modified removed";

    private const string RecordFields =
        "transaction_id account_id amount iso_currency_code unofficial_currency_code date authorized_date name "
        + "merchant_name merchant_entity_id original_description pending pending_transaction_id payment_channel "
        + "personal_finance_category location counterparties check_number transaction_code";

    private const string AccountFields =
        "account_id mask name official_name type subtype persistent_account_id balances";

    [Fact]
    public void Fields_are_those_of_the_labelled_sets_in_their_order()
    {
        using var folder = new Folder("like-train", seed: 1, records: 1500);
        var pages = folder.Lines("stream.jsonl").ToList();
        Assert.Equal(PageFields, Names(pages[0]));
        Assert.Equal(AccountFields, Names(pages[0].GetProperty("accounts")[0]));
        Assert.All(pages.SelectMany(Records), record => Assert.Equal(RecordFields, Names(record)));
        Assert.Equal(
            AccountFields + " item_id tenant_id provider institution_id",
            Names(folder.Lines("accounts.jsonl").First())
        );
        Assert.Equal("tenant_id account_id canonical_account", Names(folder.Lines("account_links.jsonl").First()));
    }

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void Pages_follow_each_other_by_day_and_cursor(string mix)
    {
        using var folder = new Folder(mix, seed: 2, records: 2000);
        var cursors = new Dictionary<string, string>();
        var (number, day) = (0, "");
        foreach (var page in folder.Lines("stream.jsonl"))
        {
            var item = Text(page, "item_id");
            Assert.Equal(number++, page.GetProperty("seq").GetInt32());
            Assert.Equal(cursors.GetValueOrDefault(item, ""), Text(page, "cursor"));
            Assert.True(cursors.Values.All(cursor => cursor != Text(page, "next_cursor")));
            cursors[item] = Text(page, "next_cursor");
            Assert.True(string.CompareOrdinal(day, day = Text(page, "delivered_at")) <= 0);
            Assert.InRange(page.GetProperty("added").GetArrayLength(), 0, PageMax);
            Assert.True(Records(page).Any() || page.GetProperty("removed").GetArrayLength() > 0);
        }
        Assert.Equal(folder.Pages, number);
    }

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void Every_page_shows_all_accounts_of_its_item(string mix)
    {
        using var folder = new Folder(mix, seed: 3, records: 2000);
        var accounts = folder
            .Lines("accounts.jsonl")
            .ToLookup(one => Text(one, "item_id"), one => Text(one, "account_id"));
        var last = new Dictionary<string, string>();
        foreach (var page in folder.Lines("stream.jsonl"))
        {
            var shown = page.GetProperty("accounts").EnumerateArray().ToList();
            Assert.Equal(accounts[Text(page, "item_id")], shown.Select(one => Text(one, "account_id")));
            foreach (var account in shown)
                last[Text(account, "account_id")] = account.GetProperty("balances").GetRawText();
            Assert.All(
                Records(page),
                record => Assert.Contains(Text(record, "account_id"), accounts[Text(page, "item_id")])
            );
        }
        Assert.All(
            folder.Lines("accounts.jsonl"),
            one => Assert.Equal(last[Text(one, "account_id")], one.GetProperty("balances").GetRawText())
        );
        Assert.Equal(
            folder.Lines("accounts.jsonl").Select(one => Text(one, "account_id")),
            folder.Lines("account_links.jsonl").Select(one => Text(one, "account_id"))
        );
    }

    [Theory]
    [MemberData(nameof(AllMixes))]
    public void Records_change_and_go_only_while_they_live(string mix)
    {
        using var folder = new Folder(mix, seed: 4, records: 4000);
        var live = new HashSet<string>();
        var gone = new HashSet<string>();
        var announced = new HashSet<string>();
        foreach (var page in folder.Lines("stream.jsonl"))
        {
            var added = new HashSet<string>();
            foreach (var record in page.GetProperty("added").EnumerateArray())
            {
                var key = Key(record);
                added.Add(key);
                Assert.True(live.Add(key) || Text(page, "provider") == "file_ofx", $"{key} is added twice");
                if (record.GetProperty("pending").GetBoolean())
                    announced.Add(key);
                if (record.GetProperty("pending_transaction_id").GetString() is { } named)
                    Assert.Contains($"{Text(record, "account_id")}|{named}", announced);
            }
            Assert.All(page.GetProperty("modified").EnumerateArray(), record => Assert.Contains(Key(record), live));
            foreach (var record in page.GetProperty("removed").EnumerateArray())
            {
                Assert.DoesNotContain(Key(record), added);
                Assert.True(live.Remove(Key(record)));
                gone.Add(Key(record));
            }
        }
        Assert.NotEmpty(gone);
    }

    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    public void Amounts_have_the_decimal_places_of_their_currency(string currency, int places)
    {
        var rates = new Rates { HomeCurrency = Odds.Of((currency, 1.0)), ForeignAccountRate = 0 };
        using var folder = new Folder(new StreamOrder(rates, Seed: 1, Records: 1500));
        var amounts = folder
            .Lines("stream.jsonl")
            .SelectMany(Records)
            .Select(record => record.GetProperty("amount").GetDecimal())
            .ToList();
        Assert.All(amounts, amount => Assert.Equal(amount, Math.Round(amount, places)));
        if (places > 0)
            Assert.Contains(amounts, amount => amount != Math.Round(amount, places - 1));
    }

    [Fact]
    public void Compressed_files_hold_the_same()
    {
        using var plain = new Folder("like-train", seed: 5, records: 1000);
        using var packed = new Folder("like-train", seed: 5, records: 1000, compressed: true);
        Assert.Equal(["account_links.jsonl", "accounts.jsonl", "stream.jsonl", "truth.json"], plain.Files);
        Assert.Equal(plain.Files.Select(name => name + ".gz"), packed.Files);
        Assert.Equal(
            plain.Lines("stream.jsonl").Select(page => page.GetRawText()),
            packed.Lines("stream.jsonl").Select(page => page.GetRawText())
        );
    }

    internal static IEnumerable<JsonElement> Records(JsonElement page) =>
        page.GetProperty("added").EnumerateArray().Concat(page.GetProperty("modified").EnumerateArray());

    internal static string Key(JsonElement record) => $"{Text(record, "account_id")}|{Text(record, "transaction_id")}";

    internal static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string Names(JsonElement of) => string.Join(' ', of.EnumerateObject().Select(field => field.Name));
}
