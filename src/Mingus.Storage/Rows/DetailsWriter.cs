using System.Buffers;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>
/// Writes the rest of a record's content as the JSON that <see cref="DetailsReader"/> reads, member by member: it is
/// written for every record of every page, where the serializer took a fifth of the writer's own time. What is absent
/// is left out.
/// </summary>
internal sealed class DetailsWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _json;

    // One a thread, reused: a page writes five hundred.
    [ThreadStatic]
    private static DetailsWriter? _ofThread;

    private DetailsWriter() => _json = new Utf8JsonWriter(_buffer);

    /// <summary>Binds the details as text; null when there is nothing to say.</summary>
    public static void Bind(IArgs args, string name, RecordDetails details)
    {
        if (ReferenceEquals(details, RecordDetails.None) || details == RecordDetails.None)
        {
            args.Text(name, null);
            return;
        }

        var writer = _ofThread ??= new DetailsWriter();
        writer._buffer.ResetWrittenCount();
        writer._json.Reset();
        writer.Write(details);
        writer._json.Flush();
        args.Utf8(name, writer._buffer.WrittenSpan);
    }

    private void Write(RecordDetails details)
    {
        _json.WriteStartObject();
        Write(details.Category);
        Write(details.Location);
        Write(details.References);
        Write(details.Counterparties);
        Text("merchantEntityId"u8, details.MerchantEntityId);
        Text("channel"u8, details.Channel);
        Text("transactionType"u8, details.TransactionType);
        Text("code"u8, details.Code);
        Text("checkNumber"u8, details.CheckNumber);
        Text("accountOwner"u8, details.AccountOwner);
        Text("logoUrl"u8, details.LogoUrl);
        Text("website"u8, details.Website);
        Moment("at"u8, details.At);
        Moment("authorizedAt"u8, details.AuthorizedAt);
        Text("exactAmount"u8, details.ExactAmount);
        if (details.CutFields.Count > 0)
        {
            Texts("cutFields"u8, details.CutFields);
        }

        _json.WriteEndObject();
    }

    private void Write(ProviderCategory? category)
    {
        if (category is null)
        {
            return;
        }

        _json.WriteStartObject("category"u8);
        Text("primary"u8, category.Primary);
        Text("detailed"u8, category.Detailed);
        Text("confidence"u8, category.Confidence);
        Texts("path"u8, category.Path);
        _json.WriteEndObject();
    }

    private void Write(Place? place)
    {
        if (place is null)
        {
            return;
        }

        _json.WriteStartObject("location"u8);
        Text("address"u8, place.Address);
        Text("city"u8, place.City);
        Text("region"u8, place.Region);
        Text("postalCode"u8, place.PostalCode);
        Text("country"u8, place.Country);
        Number("latitude"u8, place.Latitude);
        Number("longitude"u8, place.Longitude);
        Text("storeNumber"u8, place.StoreNumber);
        _json.WriteEndObject();
    }

    private void Write(PaymentReferences? references)
    {
        if (references is null)
        {
            return;
        }

        _json.WriteStartObject("references"u8);
        Text("referenceNumber"u8, references.ReferenceNumber);
        Text("ppdId"u8, references.PpdId);
        Text("payee"u8, references.Payee);
        Text("byOrderOf"u8, references.ByOrderOf);
        Text("payer"u8, references.Payer);
        Text("method"u8, references.Method);
        Text("processor"u8, references.Processor);
        Text("reason"u8, references.Reason);
        _json.WriteEndObject();
    }

    private void Write(ValueList<Counterparty> counterparties)
    {
        if (counterparties.Count == 0)
        {
            return;
        }

        _json.WriteStartArray("counterparties"u8);
        for (var i = 0; i < counterparties.Count; i++)
        {
            var one = counterparties[i];
            _json.WriteStartObject();
            Text("name"u8, one.Name);
            Text("type"u8, one.Type);
            Text("entityId"u8, one.EntityId);
            Text("website"u8, one.Website);
            Text("logoUrl"u8, one.LogoUrl);
            Text("confidence"u8, one.Confidence);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Texts(ReadOnlySpan<byte> name, ValueList<string> texts)
    {
        _json.WriteStartArray(name);
        for (var i = 0; i < texts.Count; i++)
        {
            _json.WriteStringValue(SafeText.Encode(texts[i]));
        }

        _json.WriteEndArray();
    }

    private void Text(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            _json.WriteString(name, SafeText.Encode(text));
        }
    }

    private void Number(ReadOnlySpan<byte> name, decimal? number)
    {
        if (number is { } value)
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Moment(ReadOnlySpan<byte> name, DateTimeOffset? moment)
    {
        if (moment is { } value)
        {
            _json.WriteString(name, value);
        }
    }
}
