using System.IO.Compression;
using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Matching;

/// <summary>A record as a page brings it, in our words and signs.</summary>
internal sealed record DeliveredRecord(string AccountId, string Id, RecordContent Content)
{
    public string Key => $"{AccountId}|{Id}";
}

/// <summary>One page of the stream.</summary>
internal sealed record DeliveredPage(
    string Tenant,
    string Item,
    string Provider,
    string User,
    DateTimeOffset DeliveredAt,
    IReadOnlyList<(string AccountId, Money Balance, Money? Held)> Balances,
    IReadOnlyList<DeliveredRecord> Upserts,
    IReadOnlyList<(string AccountId, string Id)> Removals
);

/// <summary>A real transaction of the truth.</summary>
internal sealed record RealTransaction(
    string Account,
    long Minor,
    string Status,
    string TwinClass,
    IReadOnlyList<string> Tags
);

/// <summary>A labelled set in memory: the stream, which accounts are one, and the truth.</summary>
internal sealed class LabelledSet
{
    private LabelledSet(
        List<DeliveredPage> pages,
        Dictionary<string, string> links,
        Dictionary<string, RealTransaction> reals,
        Dictionary<string, (string Real, string Role)> records
    )
    {
        Pages = pages;
        Links = links;
        Reals = reals;
        Records = records;
    }

    public IReadOnlyList<DeliveredPage> Pages { get; }

    /// <summary>Provider account id to real account.</summary>
    public IReadOnlyDictionary<string, string> Links { get; }

    public IReadOnlyDictionary<string, RealTransaction> Reals { get; }

    /// <summary>"account|transaction" to its real transaction and role.</summary>
    public IReadOnlyDictionary<string, (string Real, string Role)> Records { get; }

    public static LabelledSet Read(string folder)
    {
        var pages = Lines(folder, "stream.jsonl").Select(ReadPage).ToList();
        var links = new Dictionary<string, string>();
        foreach (var line in Lines(folder, "account_links.jsonl"))
        {
            using var json = JsonDocument.Parse(line);
            links[Text(json.RootElement, "account_id")!] = Text(json.RootElement, "canonical_account")!;
        }

        using var stream = Open(folder, "truth.json");
        using var truth = JsonDocument.Parse(stream);
        var reals = truth
            .RootElement.GetProperty("reals")
            .EnumerateObject()
            .ToDictionary(real => real.Name, real => ReadReal(real.Value));
        var records = truth
            .RootElement.GetProperty("records")
            .EnumerateObject()
            .ToDictionary(
                record => record.Name,
                record => (record.Value[0].GetString()!, record.Value[1].GetString()!)
            );
        return new LabelledSet(pages, links, reals, records);
    }

    private static RealTransaction ReadReal(JsonElement real) =>
        new(
            real[0].GetString()!,
            real[1].GetInt64(),
            real[4].GetString()!,
            real[5].GetString()!,
            [.. real[7].EnumerateArray().Select(tag => tag.GetString()!)]
        );

    private static DeliveredPage ReadPage(string line)
    {
        using var json = JsonDocument.Parse(line);
        var page = json.RootElement;
        return new DeliveredPage(
            Text(page, "tenant_id")!,
            Text(page, "item_id")!,
            Text(page, "provider")!,
            Text(page, "user")!,
            page.GetProperty("delivered_at").GetDateTimeOffset(),
            [.. page.GetProperty("accounts").EnumerateArray().Select(ReadBalance)],
            [
                .. page.GetProperty("added").EnumerateArray().Select(ReadRecord),
                .. page.GetProperty("modified").EnumerateArray().Select(ReadRecord),
            ],
            [
                .. page.GetProperty("removed")
                    .EnumerateArray()
                    .Select(removed => (Text(removed, "account_id")!, Text(removed, "transaction_id")!)),
            ]
        );
    }

    private static (string, Money, Money?) ReadBalance(JsonElement account)
    {
        var balances = account.GetProperty("balances");
        var isOwed = Text(account, "type") is "credit" or "loan";
        var current = balances.GetProperty("current").GetDecimal();
        var currency = Text(balances, "iso_currency_code")!;
        var balance = isOwed ? -current : current;
        var limit = isOwed ? Decimal(balances, "limit") : 0;
        var held = Decimal(balances, "available") - limit - balance;
        return (
            Text(account, "account_id")!,
            Amount(balance, currency),
            held is { } amount ? Amount(amount, currency) : null
        );
    }

    private static DeliveredRecord ReadRecord(JsonElement record)
    {
        var location = record.TryGetProperty("location", out var place) ? place : default;
        var (city, store) =
            location.ValueKind == JsonValueKind.Object
                ? (Text(location, "city"), Text(location, "store_number"))
                : default;
        var content = new RecordContent
        {
            Amount = Amount(-record.GetProperty("amount").GetDecimal(), Text(record, "iso_currency_code")!),
            Date = DateOnly.Parse(Text(record, "date")!),
            AuthorizedDate = Text(record, "authorized_date") is { } authorized ? DateOnly.Parse(authorized) : null,
            IsPending = record.GetProperty("pending").GetBoolean(),
            PendingTransactionId = Text(record, "pending_transaction_id"),
            Description = Text(record, "name")!,
            OriginalDescription = Text(record, "original_description"),
            MerchantName = Text(record, "merchant_name"),
            Details = RecordDetails.None with
            {
                MerchantEntityId = Text(record, "merchant_entity_id"),
                Channel = Text(record, "payment_channel"),
                Location = (city ?? store) is null ? null : new Place(null, city, null, null, null, null, null, store),
            },
        };
        return new DeliveredRecord(Text(record, "account_id")!, Text(record, "transaction_id")!, content);
    }

    private static Money Amount(decimal amount, string currency) =>
        Money.Fit(amount, Currency.Official(currency), out var money) is MoneyFit.Exact or MoneyFit.Rounded
            ? money
            : throw new InvalidDataException("An amount of the stream does not fit its currency.");

    private static decimal? Decimal(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDecimal()
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<string> Lines(string folder, string name)
    {
        using var reader = new StreamReader(Open(folder, name));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static Stream Open(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? File.OpenRead(path)
            : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
    }
}
