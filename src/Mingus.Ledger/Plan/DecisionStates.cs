using System.Buffers;
using System.Text;
using System.Text.Json;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What a decision about records found and left, as small JSON.</summary>
internal static class DecisionStates
{
    /// <summary>A transaction and its records, each as its feed and the provider's id.</summary>
    public static string Of(TransactionId transactionId, IEnumerable<RecordKey> records)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("transactionId", transactionId.ToString());
            json.WriteStartArray("records");
            foreach (var record in records.Select(key => $"{key.FeedId}/{key.ProviderTransactionId}").Order(Ordinal))
            {
                json.WriteStringValue(record);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static StringComparer Ordinal => StringComparer.Ordinal;
}
