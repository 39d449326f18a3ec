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
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
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

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static StringComparer Ordinal => StringComparer.Ordinal;
}
