using System.Text.Json;
using Mingus.Ledger;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>
/// Transactions as Plaid writes them, each read on its own: one that cannot be read costs only itself. The only place
/// where the sign of an amount flips: Plaid's positive is money out, for every kind of account; ours is money in.
/// </summary>
internal static class PlaidRecords
{
    // More than any answer has; a list beyond it is cut and noted.
    private const int ListMax = 100;

    /// <summary>Reads one transaction: what it now says, or why it cannot be read.</summary>
    public static RereadRecord Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new RereadRecord(null, NotAnObject(element, "transaction"));
        }

        var notes = new WireNotes();
        var wire = new WireObject(element, notes);
        var id = wire.RequiredId("transaction_id");
        var accountId = wire.RequiredId("account_id");
        var content = Content(wire);
        if (notes.Failure is { } failure || id is null || accountId is null || content is null)
        {
            var reason = notes.Failure ?? new UnreadableField("transaction", "The transaction could not be read.");
            return new RereadRecord(null, Unreadable(element, accountId, id, reason));
        }

        var isNoted = content.Details.ExactAmount is not null || notes.Cut.Count > 0;
        var payload = isNoted ? WireText.PayloadOf(element) : null;
        return new RereadRecord(new ProviderChange.Upsert(accountId, id, content) { Payload = payload }, null);
    }

    /// <summary>Reads one withdrawal. The account may be missing: the transaction's id is what counts.</summary>
    public static (ProviderChange? Change, UnreadableRecord? Unreadable) ReadRemoval(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return (null, NotAnObject(element, "removed"));
        }

        var notes = new WireNotes();
        var wire = new WireObject(element, notes);
        var id = wire.RequiredId("transaction_id");
        var accountId = wire.OptionalId("account_id");
        return notes.Failure is { } failure
            ? (null, Unreadable(element, accountId, id, failure))
            : (new ProviderChange.Removal(accountId ?? "", id!), null);
    }

    private static UnreadableRecord NotAnObject(JsonElement element, string field) =>
        new(
            null,
            null,
            field,
            $"The record is {WireObject.Describe(element)} instead of an object.",
            WireText.PayloadOf(element)
        );

    private static UnreadableRecord Unreadable(
        JsonElement element,
        string? accountId,
        string? id,
        UnreadableField failure
    ) => new(accountId, id, failure.Field, failure.Reason, WireText.PayloadOf(element));

    // Null exactly when the notes have a failure.
    private static RecordContent? Content(WireObject wire)
    {
        var amount = Amount(wire, out var exact);
        var date = wire.Date("date", isRequired: true);
        var name = wire.RequiredText("name");
        var isPending = wire.RequiredFlag("pending");
        var authorized = wire.Date("authorized_date", isRequired: false);
        var pendingId = wire.OptionalId("pending_transaction_id");
        if (wire.Notes.Failure is not null || amount is null || date is null || name is null)
        {
            return null;
        }

        var original = wire.Text("original_description");
        var merchant = wire.Text("merchant_name");
        var details = Details(wire) with { ExactAmount = exact };
        return new RecordContent
        {
            Amount = amount.Value,
            Date = date.Value,
            AuthorizedDate = authorized,
            IsPending = isPending,
            PendingTransactionId = pendingId,
            Description = name,
            OriginalDescription = original,
            MerchantName = merchant,
            Details = details with { CutFields = Values(wire.Notes.Cut) },
        };
    }

    private static Money? Amount(WireObject wire, out string? exact)
    {
        exact = null;
        if (!wire.TryGet("amount", out _))
        {
            wire.Fail("amount", "is missing");
            return null;
        }

        return WireMoney.Currency(wire) is { } currency
            ? WireMoney.Amount(wire, "amount", currency, isNegated: true, out exact)
            : null;
    }

    private static RecordDetails Details(WireObject wire) =>
        new()
        {
            Category = Category(wire),
            Location = Location(wire.Object("location")),
            References = References(wire.Object("payment_meta")),
            Counterparties = Counterparties(wire),
            MerchantEntityId = wire.Text("merchant_entity_id"),
            Channel = wire.Text("payment_channel"),
            TransactionType = wire.Text("transaction_type"),
            Code = wire.Text("transaction_code"),
            CheckNumber = wire.Text("check_number"),
            AccountOwner = wire.Text("account_owner"),
            LogoUrl = wire.Text("logo_url"),
            Website = wire.Text("website"),
            At = wire.Moment("datetime"),
            AuthorizedAt = wire.Moment("authorized_datetime"),
        };

    // The old category is a path of words; it names the primary only where the new one is missing.
    private static ProviderCategory? Category(WireObject wire)
    {
        var path = Texts(wire, "category");
        var category = wire.Object("personal_finance_category");
        var primary = category?.Text("primary") ?? (path.Count > 0 ? path[0] : null);
        return primary is null
            ? null
            : new ProviderCategory(primary, category?.Text("detailed"), category?.Text("confidence_level"), path);
    }

    private static ValueList<string> Texts(WireObject wire, string name)
    {
        var texts = new List<string>();
        foreach (var item in wire.Items(name, ListMax))
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(WireText.Cut(item.GetString()!, WireText.FieldBytesMax));
            }
            else
            {
                wire.Notes.MarkCut(name);
            }
        }

        return Values(texts);
    }

    private static Place? Location(WireObject? wire)
    {
        if (wire is not { } place)
        {
            return null;
        }

        var location = new Place(
            place.Text("address"),
            place.Text("city"),
            place.Text("region"),
            place.Text("postal_code"),
            place.Text("country"),
            place.Number("lat"),
            place.Number("lon"),
            place.Text("store_number")
        );
        return location == NoPlace ? null : location;
    }

    private static PaymentReferences? References(WireObject? wire)
    {
        if (wire is not { } meta)
        {
            return null;
        }

        var references = new PaymentReferences(
            meta.Text("reference_number"),
            meta.Text("ppd_id"),
            meta.Text("payee"),
            meta.Text("by_order_of"),
            meta.Text("payer"),
            meta.Text("payment_method"),
            meta.Text("payment_processor"),
            meta.Text("reason")
        );
        return references == NoReferences ? null : references;
    }

    private static ValueList<Counterparty> Counterparties(WireObject wire)
    {
        const string Name = "counterparties";
        var parties = new List<Counterparty>();
        foreach (var item in wire.Items(Name, ListMax))
        {
            var party =
                item.ValueKind == JsonValueKind.Object ? Party(new WireObject(item, wire.Notes, $"{Name}.")) : null;
            if (party is null)
            {
                wire.Notes.MarkCut(Name);
                continue;
            }

            parties.Add(party);
        }

        return parties.Count == 0 ? ValueList<Counterparty>.Empty : new ValueList<Counterparty>(parties);
    }

    private static Counterparty? Party(WireObject wire) =>
        wire.Text("name") is { } name
            ? new Counterparty(
                name,
                wire.Text("type"),
                wire.Text("entity_id"),
                wire.Text("website"),
                wire.Text("logo_url"),
                wire.Text("confidence_level")
            )
            : null;

    private static ValueList<string> Values(IReadOnlyList<string> items) =>
        items.Count == 0 ? ValueList<string>.Empty : new ValueList<string>([.. items]);

    private static readonly Place NoPlace = new(null, null, null, null, null, null, null, null);

    private static readonly PaymentReferences NoReferences = new(null, null, null, null, null, null, null, null);
}
