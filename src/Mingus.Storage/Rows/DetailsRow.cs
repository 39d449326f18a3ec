using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Storage.Rows;

/// <summary>
/// The rest of a record's content as JSON. A shape of its own, so that the nouns of the ledger may change without
/// what is
/// stored; absent members are null or empty.
/// </summary>
internal sealed class DetailsRow
{
    public ProviderCategory? Category { get; set; }

    public Place? Location { get; set; }

    public PaymentReferences? References { get; set; }

    public ValueList<Counterparty>? Counterparties { get; set; }

    public string? MerchantEntityId { get; set; }

    public string? Channel { get; set; }

    public string? TransactionType { get; set; }

    public string? Code { get; set; }

    public string? CheckNumber { get; set; }

    public string? AccountOwner { get; set; }

    public string? LogoUrl { get; set; }

    public string? Website { get; set; }

    public DateTimeOffset? At { get; set; }

    public DateTimeOffset? AuthorizedAt { get; set; }

    public string? ExactAmount { get; set; }

    public ValueList<string>? CutFields { get; set; }

    public static RecordDetails Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, RowJson.Default.DetailsRow)?.ToDetails() ?? RecordDetails.None;

    private RecordDetails ToDetails() =>
        new()
        {
            Category = Category,
            Location = Location,
            References = References,
            Counterparties = Counterparties ?? ValueList<Counterparty>.Empty,
            MerchantEntityId = MerchantEntityId,
            Channel = Channel,
            TransactionType = TransactionType,
            Code = Code,
            CheckNumber = CheckNumber,
            AccountOwner = AccountOwner,
            LogoUrl = LogoUrl,
            Website = Website,
            At = At,
            AuthorizedAt = AuthorizedAt,
            ExactAmount = ExactAmount,
            CutFields = CutFields ?? ValueList<string>.Empty,
        };
}
