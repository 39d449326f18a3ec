using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>Whose word a category is.</summary>
internal enum CategorySource
{
    Person,
    Provider,
}

/// <summary>The provider's own category.</summary>
internal sealed record ProviderCategoryBody(
    string Primary,
    string? Detailed,
    string? Confidence,
    IReadOnlyList<string> Path
);

/// <summary>Where it happened, as far as the provider knows.</summary>
internal sealed record LocationBody(
    string? Address,
    string? City,
    string? Region,
    string? PostalCode,
    string? Country,
    decimal? Latitude,
    decimal? Longitude,
    string? StoreNumber
);

/// <summary>Somebody on the other side.</summary>
internal sealed record CounterpartyBody(
    string Name,
    string? Type,
    string? EntityId,
    string? Website,
    string? LogoUrl,
    string? Confidence
);

/// <summary>One transaction as one feed reports it.</summary>
internal sealed record RecordBody(
    string FeedId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ProviderAccountId,
    string ProviderTransactionId,
    RecordStatus Status,
    bool IsPrimary,
    string Amount,
    DateOnly Date,
    string Description,
    string Fingerprint
)
{
    public static RecordBody From(LedgerRecord record, IReadOnlyDictionary<FeedId, string> providerAccounts) =>
        new(
            record.FeedId.ToString(),
            providerAccounts.GetValueOrDefault(record.FeedId),
            record.ProviderTransactionId,
            record.Status,
            record.IsPrimary,
            record.Content.Amount.ToText(),
            record.Content.Date,
            record.Content.Description,
            record.Fingerprint.ToString()
        );
}

/// <summary>
/// A real-world transaction as its primary record shows it. <c>status</c> is <c>removed</c> only where no record of it
/// is
/// live any more and it was asked for by id; <c>hidden</c> only where a person hid it while it is pending.
/// </summary>
internal sealed record TransactionBody(
    string Id,
    string AccountId,
    string Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Currency,
    string? UnofficialCurrency,
    DateOnly Date,
    DateOnly? AuthorizedDate,
    string Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? OriginalDescription,
    string? MerchantName,
    string? Category,
    CategorySource CategorySource,
    ProviderCategoryBody? ProviderCategory,
    string? Note,
    RecordStatus Status,
    bool? Hidden,
    string? Channel,
    string? TransactionType,
    string? Code,
    LocationBody? Location,
    IReadOnlyList<CounterpartyBody>? Counterparties,
    string Fingerprint,
    IReadOnlyList<RecordBody>? Records,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset UpdatedAt
)
{
    /// <summary>Null when it has neither a live record nor the records asked for.</summary>
    public static TransactionBody? From(TransactionView view, IReadOnlyDictionary<FeedId, string>? providerAccounts)
    {
        var shown = view.Primary ?? view.Records?.MaxBy(record => record.UpdatedAt);
        return shown is null ? null : From(view, shown, providerAccounts);
    }

    private static TransactionBody From(
        TransactionView view,
        LedgerRecord shown,
        IReadOnlyDictionary<FeedId, string>? providerAccounts
    )
    {
        var (content, details) = (shown.Content, shown.Content.Details);
        var own = view.Annotation?.Category;
        return new(
            view.Id.ToString(),
            view.AccountId.ToString(),
            content.Amount.ToText(),
            Amounts.Official(content.Amount.Currency),
            Amounts.Unofficial(content.Amount.Currency),
            content.Date,
            content.AuthorizedDate,
            content.Description,
            content.OriginalDescription,
            content.MerchantName,
            own ?? details.Category?.Detailed ?? details.Category?.Primary,
            own is null ? CategorySource.Provider : CategorySource.Person,
            CategoryOf(details.Category),
            view.Annotation?.Note,
            shown.Status,
            view.Annotation is { HiddenAt: not null } && shown.Status == RecordStatus.Pending ? true : null,
            details.Channel,
            details.TransactionType,
            details.Code,
            LocationOf(details.Location),
            CounterpartiesOf(details.Counterparties),
            shown.Fingerprint.ToString(),
            providerAccounts is null ? null : [.. view.Records!.Select(r => RecordBody.From(r, providerAccounts))],
            view.FirstSeenAt,
            view.UpdatedAt
        );
    }

    private static ProviderCategoryBody? CategoryOf(ProviderCategory? category) =>
        category is null ? null : new(category.Primary, category.Detailed, category.Confidence, category.Path);

    private static LocationBody? LocationOf(Place? place) =>
        place is null
            ? null
            : new(
                place.Address,
                place.City,
                place.Region,
                place.PostalCode,
                place.Country,
                place.Latitude,
                place.Longitude,
                place.StoreNumber
            );

    private static IReadOnlyList<CounterpartyBody>? CounterpartiesOf(ValueList<Counterparty> counterparties) =>
        counterparties.Count == 0
            ? null
            :
            [
                .. counterparties.Select(other => new CounterpartyBody(
                    other.Name,
                    other.Type,
                    other.EntityId,
                    other.Website,
                    other.LogoUrl,
                    other.Confidence
                )),
            ];
}

/// <summary>What a person writes on a transaction: null leaves, empty clears.</summary>
internal sealed record AnnotationBody(string? Category, string? Note) : IRequestBody;
