using System.Text.Json;
using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>What rests as JSON inside rows: source-generated, nulls left out, enums by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [
        typeof(SafeTextConverter),
        typeof(IdConverter<AccountId>),
        typeof(IdConverter<FindingId>),
        typeof(IdConverter<RunId>),
        typeof(IdConverter<ValidationId>),
        typeof(IdConverter<FeedId>),
        typeof(IdConverter<TransactionId>),
        typeof(MoneyConverter),
        typeof(DaysConverter),
        typeof(CountsConverter),
    ]
)]
[JsonSerializable(typeof(RunDetails))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(MatchStateRow))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SyncSettings))]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class RowJson : JsonSerializerContext;

/// <summary>The members of a run that no statement asks for.</summary>
internal sealed record RunDetails(
    IReadOnlyList<AccountOutcome> Accounts,
    RunResult? Result,
    RunResources Resources,
    Problem? Problem,
    ValidationLevel? Level
);

/// <summary>Lone surrogates, which JSON cannot carry, escaped as in text columns.</summary>
internal sealed class SafeTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? SafeText.Decode(text) : null;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(SafeText.Encode(value));

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => SafeText.Decode(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(SafeText.Encode(value));
}

/// <summary>Ids in their outside form.</summary>
internal sealed class IdConverter<TId> : JsonConverter<TId>
    where TId : struct, IPrefixedId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PrefixedId.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(PrefixedId.Format(value));

    public override TId ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(PrefixedId.Format(value));
}

/// <summary>Money as an array: minor units, code, whether the code is official.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Read();
        var minor = reader.GetInt64();
        reader.Read();
        var code = reader.GetString()!;
        reader.Read();
        var currency = reader.GetBoolean() ? Currency.Official(code) : Currency.Unofficial(code);
        reader.Read();
        return new Money(minor, currency);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Minor);
        writer.WriteStringValue(value.Currency.Code);
        writer.WriteBooleanValue(value.Currency.IsOfficial);
        writer.WriteEndArray();
    }
}

/// <summary>Days from one to another as their two ends.</summary>
internal sealed class DaysConverter : JsonConverter<DateInterval>
{
    public override DateInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Read();
        var from = reader.GetInt32();
        reader.Read();
        var to = reader.GetInt32();
        reader.Read();
        return new DateInterval(DateOnly.FromDayNumber(from), DateOnly.FromDayNumber(to));
    }

    public override void Write(Utf8JsonWriter writer, DateInterval value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.From.DayNumber);
        writer.WriteNumberValue(value.To.DayNumber);
        writer.WriteEndArray();
    }
}

/// <summary>Counts as an array. Eighty are remembered of each pair of feeds, and the serializer takes each through a
/// converter.</summary>
internal sealed class CountsConverter : JsonConverter<int[]>
{
    public override int[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<int> room = stackalloc int[32];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == room.Length)
            {
                var more = new int[2 * count];
                room.CopyTo(more);
                room = more;
            }

            room[count++] = reader.GetInt32();
        }

        return room[..count].ToArray();
    }

    public override void Write(Utf8JsonWriter writer, int[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var count in value)
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
    }
}
