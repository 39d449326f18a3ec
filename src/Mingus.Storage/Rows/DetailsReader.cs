using System.Text;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>
/// Reads the JSON that <see cref="DetailsWriter"/> writes, member by member: matching asks for the details of a dozen
/// records a run, and the serializer took most of a slice's time for them. What is absent or null is null or empty;
/// members it does not know are passed over.
/// </summary>
internal static class DetailsReader
{
    private const int End = -1;

    private static readonly byte[][] Details = Names(
        "category location references counterparties at authorizedAt cutFields merchantEntityId channel "
            + "transactionType code checkNumber accountOwner logoUrl website exactAmount"
    );

    private static readonly byte[][] OfCategory = Names("path primary detailed confidence");

    private static readonly byte[][] OfPlace = Names(
        "latitude longitude address city region postalCode country storeNumber"
    );

    private static readonly byte[][] OfReferences = Names(
        "referenceNumber ppdId payee byOrderOf payer method processor reason"
    );

    private static readonly byte[][] OfCounterparty = Names("name type entityId website logoUrl confidence");

    public static RecordDetails Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var texts = new string?[Details.Length];
        var (category, location, references) = ((ProviderCategory?)null, (Place?)null, (PaymentReferences?)null);
        var (counterparties, cutFields) = (ValueList<Counterparty>.Empty, ValueList<string>.Empty);
        var (at, authorizedAt) = ((DateTimeOffset?)null, (DateTimeOffset?)null);
        for (int member; (member = Next(ref reader, Details)) != End; )
        {
            switch (member)
            {
                case 0:
                    category = Category(ref reader);
                    break;
                case 1:
                    location = Location(ref reader);
                    break;
                case 2:
                    references = References(ref reader);
                    break;
                case 3:
                    counterparties = Counterparties(ref reader);
                    break;
                case 4:
                    at = reader.GetDateTimeOffset();
                    break;
                case 5:
                    authorizedAt = reader.GetDateTimeOffset();
                    break;
                case 6:
                    cutFields = Texts(ref reader);
                    break;
                default:
                    texts[member] = Text(ref reader);
                    break;
            }
        }

        return new RecordDetails
        {
            Category = category,
            Location = location,
            References = references,
            Counterparties = counterparties,
            At = at,
            AuthorizedAt = authorizedAt,
            CutFields = cutFields,
            MerchantEntityId = texts[7],
            Channel = texts[8],
            TransactionType = texts[9],
            Code = texts[10],
            CheckNumber = texts[11],
            AccountOwner = texts[12],
            LogoUrl = texts[13],
            Website = texts[14],
            ExactAmount = texts[15],
        };
    }

    private static ProviderCategory Category(ref Utf8JsonReader reader)
    {
        var texts = new string?[OfCategory.Length];
        var path = ValueList<string>.Empty;
        for (int member; (member = Next(ref reader, OfCategory)) != End; )
        {
            if (member == 0)
            {
                path = Texts(ref reader);
            }
            else
            {
                texts[member] = Text(ref reader);
            }
        }

        return new ProviderCategory(texts[1] ?? "", texts[2], texts[3], path);
    }

    private static Place Location(ref Utf8JsonReader reader)
    {
        var texts = new string?[OfPlace.Length];
        var (latitude, longitude) = ((decimal?)null, (decimal?)null);
        for (int member; (member = Next(ref reader, OfPlace)) != End; )
        {
            switch (member)
            {
                case 0:
                    latitude = reader.GetDecimal();
                    break;
                case 1:
                    longitude = reader.GetDecimal();
                    break;
                default:
                    texts[member] = Text(ref reader);
                    break;
            }
        }

        return new Place(texts[2], texts[3], texts[4], texts[5], texts[6], latitude, longitude, texts[7]);
    }

    private static PaymentReferences References(ref Utf8JsonReader reader)
    {
        var texts = TextMembers(ref reader, OfReferences);
        return new PaymentReferences(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7]);
    }

    private static ValueList<Counterparty> Counterparties(ref Utf8JsonReader reader)
    {
        var all = new List<Counterparty>(1);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var texts = TextMembers(ref reader, OfCounterparty);
            all.Add(new Counterparty(texts[0] ?? "", texts[1], texts[2], texts[3], texts[4], texts[5]));
        }

        return new ValueList<Counterparty>(all);
    }

    private static string?[] TextMembers(ref Utf8JsonReader reader, byte[][] names)
    {
        var texts = new string?[names.Length];
        for (int member; (member = Next(ref reader, names)) != End; )
        {
            texts[member] = Text(ref reader);
        }

        return texts;
    }

    private static ValueList<string> Texts(ref Utf8JsonReader reader)
    {
        List<string>? texts = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            (texts ??= []).Add(Text(ref reader) ?? "");
        }

        return texts is null ? ValueList<string>.Empty : new ValueList<string>(texts);
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.GetString() is { } text ? SafeText.Decode(text) : null;

    // Moves to the value of the object's next member that is known and not null, and answers which it is.
    private static int Next(ref Utf8JsonReader reader, byte[][] names)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = 0;
            while (name < names.Length && !reader.ValueTextEquals(names[name]))
            {
                name++;
            }

            reader.Read();
            if (name < names.Length && reader.TokenType != JsonTokenType.Null)
            {
                return name;
            }

            reader.Skip();
        }

        return End;
    }

    private static byte[][] Names(string names) => [.. names.Split(' ').Select(Encoding.UTF8.GetBytes)];
}
