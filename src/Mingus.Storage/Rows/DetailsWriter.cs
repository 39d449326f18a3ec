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
    // What is written nests and ends as it must by how it is written.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _json;

    // One a thread, reused: a page writes five hundred.
    [ThreadStatic]
    private static DetailsWriter? _ofThread;

    private DetailsWriter() => _json = new Utf8JsonWriter(_buffer, Options);

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
        Text(Names.MerchantEntityId, details.MerchantEntityId);
        Text(Names.Channel, details.Channel);
        Text(Names.TransactionType, details.TransactionType);
        Text(Names.Code, details.Code);
        Text(Names.CheckNumber, details.CheckNumber);
        Text(Names.AccountOwner, details.AccountOwner);
        Text(Names.LogoUrl, details.LogoUrl);
        Text(Names.Website, details.Website);
        Moment(Names.At, details.At);
        Moment(Names.AuthorizedAt, details.AuthorizedAt);
        Text(Names.ExactAmount, details.ExactAmount);
        if (details.CutFields.Count > 0)
        {
            Texts(Names.CutFields, details.CutFields);
        }

        _json.WriteEndObject();
    }

    private void Write(ProviderCategory? category)
    {
        if (category is null)
        {
            return;
        }

        _json.WriteStartObject(Names.Category);
        Text(Names.Primary, category.Primary);
        Text(Names.Detailed, category.Detailed);
        Text(Names.Confidence, category.Confidence);
        Texts(Names.Path, category.Path);
        _json.WriteEndObject();
    }

    private void Write(Place? place)
    {
        if (place is null)
        {
            return;
        }

        _json.WriteStartObject(Names.Location);
        Text(Names.Address, place.Address);
        Text(Names.City, place.City);
        Text(Names.Region, place.Region);
        Text(Names.PostalCode, place.PostalCode);
        Text(Names.Country, place.Country);
        Number(Names.Latitude, place.Latitude);
        Number(Names.Longitude, place.Longitude);
        Text(Names.StoreNumber, place.StoreNumber);
        _json.WriteEndObject();
    }

    private void Write(PaymentReferences? references)
    {
        if (references is null)
        {
            return;
        }

        _json.WriteStartObject(Names.References);
        Text(Names.ReferenceNumber, references.ReferenceNumber);
        Text(Names.PpdId, references.PpdId);
        Text(Names.Payee, references.Payee);
        Text(Names.ByOrderOf, references.ByOrderOf);
        Text(Names.Payer, references.Payer);
        Text(Names.Method, references.Method);
        Text(Names.Processor, references.Processor);
        Text(Names.Reason, references.Reason);
        _json.WriteEndObject();
    }

    private void Write(ValueList<Counterparty> counterparties)
    {
        if (counterparties.Count == 0)
        {
            return;
        }

        _json.WriteStartArray(Names.Counterparties);
        for (var i = 0; i < counterparties.Count; i++)
        {
            var one = counterparties[i];
            _json.WriteStartObject();
            Text(Names.Name, one.Name);
            Text(Names.Type, one.Type);
            Text(Names.EntityId, one.EntityId);
            Text(Names.Website, one.Website);
            Text(Names.LogoUrl, one.LogoUrl);
            Text(Names.Confidence, one.Confidence);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Texts(JsonEncodedText name, ValueList<string> texts)
    {
        _json.WriteStartArray(name);
        for (var i = 0; i < texts.Count; i++)
        {
            _json.WriteStringValue(SafeText.Encode(texts[i]));
        }

        _json.WriteEndArray();
    }

    private void Text(JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            _json.WriteString(name, SafeText.Encode(text));
        }
    }

    private void Number(JsonEncodedText name, decimal? number)
    {
        if (number is { } value)
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Moment(JsonEncodedText name, DateTimeOffset? moment)
    {
        if (moment is { } value)
        {
            _json.WriteString(name, value);
        }
    }

    /// <summary>The names of members, looked through for what JSON escapes once and not for every record.</summary>
    private static class Names
    {
        public static readonly JsonEncodedText MerchantEntityId = JsonEncodedText.Encode("merchantEntityId");
        public static readonly JsonEncodedText Channel = JsonEncodedText.Encode("channel");
        public static readonly JsonEncodedText TransactionType = JsonEncodedText.Encode("transactionType");
        public static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
        public static readonly JsonEncodedText CheckNumber = JsonEncodedText.Encode("checkNumber");
        public static readonly JsonEncodedText AccountOwner = JsonEncodedText.Encode("accountOwner");
        public static readonly JsonEncodedText LogoUrl = JsonEncodedText.Encode("logoUrl");
        public static readonly JsonEncodedText Website = JsonEncodedText.Encode("website");
        public static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
        public static readonly JsonEncodedText AuthorizedAt = JsonEncodedText.Encode("authorizedAt");
        public static readonly JsonEncodedText ExactAmount = JsonEncodedText.Encode("exactAmount");
        public static readonly JsonEncodedText CutFields = JsonEncodedText.Encode("cutFields");
        public static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
        public static readonly JsonEncodedText Primary = JsonEncodedText.Encode("primary");
        public static readonly JsonEncodedText Detailed = JsonEncodedText.Encode("detailed");
        public static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
        public static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
        public static readonly JsonEncodedText Location = JsonEncodedText.Encode("location");
        public static readonly JsonEncodedText Address = JsonEncodedText.Encode("address");
        public static readonly JsonEncodedText City = JsonEncodedText.Encode("city");
        public static readonly JsonEncodedText Region = JsonEncodedText.Encode("region");
        public static readonly JsonEncodedText PostalCode = JsonEncodedText.Encode("postalCode");
        public static readonly JsonEncodedText Country = JsonEncodedText.Encode("country");
        public static readonly JsonEncodedText Latitude = JsonEncodedText.Encode("latitude");
        public static readonly JsonEncodedText Longitude = JsonEncodedText.Encode("longitude");
        public static readonly JsonEncodedText StoreNumber = JsonEncodedText.Encode("storeNumber");
        public static readonly JsonEncodedText References = JsonEncodedText.Encode("references");
        public static readonly JsonEncodedText ReferenceNumber = JsonEncodedText.Encode("referenceNumber");
        public static readonly JsonEncodedText PpdId = JsonEncodedText.Encode("ppdId");
        public static readonly JsonEncodedText Payee = JsonEncodedText.Encode("payee");
        public static readonly JsonEncodedText ByOrderOf = JsonEncodedText.Encode("byOrderOf");
        public static readonly JsonEncodedText Payer = JsonEncodedText.Encode("payer");
        public static readonly JsonEncodedText Method = JsonEncodedText.Encode("method");
        public static readonly JsonEncodedText Processor = JsonEncodedText.Encode("processor");
        public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
        public static readonly JsonEncodedText Counterparties = JsonEncodedText.Encode("counterparties");
        public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
        public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
        public static readonly JsonEncodedText EntityId = JsonEncodedText.Encode("entityId");
    }
}
