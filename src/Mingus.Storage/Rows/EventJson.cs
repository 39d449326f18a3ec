using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Storage.Rows;

/// <summary>
/// The JSON object of an event, as stored and as streamed: <c>type</c>, <c>at</c>, then the ids it has, then its
/// members,
/// in camel case; moments in RFC 3339 with milliseconds.
/// </summary>
internal static class EventJson
{
    /// <summary>The event as its JSON object, all of it ASCII.</summary>
    /// <exception cref="ArgumentException">A member is none of the kinds an event may carry.</exception>
    public static byte[] Write(LedgerEvent ledgerEvent)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", ledgerEvent.Type);
            writer.WriteString("at", Moment(ledgerEvent.At));
            WriteId(writer, "accountId", ledgerEvent.AccountId);
            WriteId(writer, "connectionId", ledgerEvent.ConnectionId);
            WriteId(writer, "runId", ledgerEvent.RunId);
            foreach (var (name, value) in ledgerEvent.Members)
            {
                writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
                WriteMember(writer, value);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteId<TId>(Utf8JsonWriter writer, string name, TId? id)
        where TId : struct, IPrefixedId<TId>
    {
        if (id is { } known)
        {
            writer.WriteString(name, PrefixedId.Format(known));
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset at:
                writer.WriteStringValue(Moment(at));
                break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"An event cannot carry a {value.GetType().Name}.", nameof(value));
        }
    }

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
