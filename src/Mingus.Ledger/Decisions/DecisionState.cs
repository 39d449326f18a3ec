using System.Globalization;
using System.Text;
using System.Text.Json;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Decisions;

/// <summary>A transaction and its records as a decision found or left it.</summary>
/// <param name="Id">Its id; null where only the records are known.</param>
/// <param name="Records">The records.</param>
public sealed record DecidedTransaction(TransactionId? Id, IReadOnlyList<RecordKey> Records);

/// <summary>What a decision found or left. Rests as small JSON with the decision.</summary>
public sealed record DecisionState
{
    /// <summary>The transactions; a rule names only the one it is about.</summary>
    public IReadOnlyList<DecidedTransaction> Transactions { get; init; } = [];

    /// <summary>Whether a rule wrote it: the one transaction it is about.</summary>
    public bool IsByRule { get; init; }

    /// <summary>What a person had said of records of different transactions; null when nothing, or not one
    /// thing.</summary>
    public PairWord? Said { get; init; }

    /// <summary>The question that was answered; null when none was asked.</summary>
    public DuplicateId? DuplicateId { get; init; }

    /// <summary>How the question stood; null when none was asked.</summary>
    public LinkState? State { get; init; }

    /// <summary>The feed, of a decision which account it shows.</summary>
    public FeedId? FeedId { get; init; }

    /// <summary>The account, likewise.</summary>
    public AccountId? AccountId { get; init; }

    /// <summary>The finding that it has repaired; null when none.</summary>
    public FindingId? Repaired { get; init; }

    /// <summary>Since which day the account was off; null where it was not.</summary>
    public DateOnly? OffSince { get; init; }

    /// <summary>Whether the transaction was left out of lists while pending; null where it was not about
    /// that.</summary>
    public bool? IsHidden { get; init; }

    /// <summary>All records it names.</summary>
    public IEnumerable<RecordKey> Records => Transactions.SelectMany(static transaction => transaction.Records);

    /// <summary>As it rests.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteTransactions(json);
            Write(json, "said", Said?.ToString().ToLowerInvariant());
            Write(json, "duplicateId", DuplicateId?.ToString());
            Write(json, "feedId", FeedId?.ToString());
            Write(json, "accountId", AccountId?.ToString());
            Write(json, "state", State?.ToString().ToLowerInvariant());
            Write(json, "repaired", Repaired?.ToString());
            Write(json, "offSince", OffSince?.ToString("O", CultureInfo.InvariantCulture));
            if (IsHidden is { } isHidden)
            {
                json.WriteBoolean("hidden", isHidden);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToJson"/> or a rule wrote.</summary>
    public static DecisionState Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var isByRule = root.TryGetProperty("transactionId", out _);
        return new DecisionState
        {
            IsByRule = isByRule,
            Transactions =
                isByRule ? [ReadTransaction(root)]
                : root.TryGetProperty("transactions", out var all) ? [.. all.EnumerateArray().Select(ReadTransaction)]
                : [],
            Said = Enum.TryParse<PairWord>(Text(root, "said"), ignoreCase: true, out var said) ? said : null,
            DuplicateId = Id<DuplicateId>(root, "duplicateId"),
            FeedId = Id<FeedId>(root, "feedId"),
            AccountId = Id<AccountId>(root, "accountId"),
            State = Enum.TryParse<LinkState>(Text(root, "state"), ignoreCase: true, out var state) ? state : null,
            Repaired = Id<FindingId>(root, "repaired"),
            OffSince = DateOnly.TryParseExact(Text(root, "offSince"), "O", out var day) ? day : null,
            IsHidden = root.TryGetProperty("hidden", out var hidden) ? hidden.GetBoolean() : null,
        };
    }

    private static DecidedTransaction ReadTransaction(JsonElement json) =>
        new(
            Id<TransactionId>(json, "transactionId"),
            json.TryGetProperty("records", out var records)
                ? [.. records.EnumerateArray().Select(static key => ReadKey(key.GetString()!))]
                : []
        );

    // The feed's id has no slash; the provider's may.
    private static RecordKey ReadKey(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return PrefixedId.TryParse<FeedId>(text[..slash], out var feedId)
            ? new RecordKey(feedId, text[(slash + 1)..])
            : throw new InvalidOperationException("A decision names a record without its feed.");
    }

    private static TId? Id<TId>(JsonElement json, string name)
        where TId : struct, IPrefixedId<TId> => PrefixedId.TryParse<TId>(Text(json, name), out var id) ? id : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private void WriteTransactions(Utf8JsonWriter json)
    {
        if (Transactions.Count == 0)
        {
            return;
        }

        json.WriteStartArray("transactions");
        foreach (var transaction in Transactions)
        {
            json.WriteStartObject();
            Write(json, "transactionId", transaction.Id?.ToString());
            json.WriteStartArray("records");
            foreach (var key in transaction.Records)
            {
                json.WriteStringValue($"{key.FeedId}/{key.ProviderTransactionId}");
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
