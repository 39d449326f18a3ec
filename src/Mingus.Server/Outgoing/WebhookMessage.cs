using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mingus.Sync.Ports;

namespace Mingus.Server.Outgoing;

/// <summary>
/// A message after the Standard Webhooks specification 1.0.0: a thin JSON object <c>type, timestamp, data</c>, signed
/// over id, time and body. Ids and counts only: the event carries no more.
/// </summary>
internal static class WebhookMessage
{
    /// <summary>Before the secret's base64.</summary>
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    /// <summary>A new secret as receivers are given it.</summary>
    public static string NewSecret() =>
        SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The body: the same bytes at every attempt.</summary>
    public static byte[] Body(DueDelivery due)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", due.Delivery.Type);
            using var stored = JsonDocument.Parse(due.Data ?? "{}");
            writer.WriteString("timestamp", MomentOf(stored.RootElement, due));
            writer.WriteStartObject("data");
            writer.WriteString("userId", due.ExternalUserId);
            if (due.Delivery.Sequence is { } sequence)
            {
                writer.WriteNumber("sequence", sequence);
            }

            foreach (var member in stored.RootElement.EnumerateObject())
            {
                if (member.Name is not ("type" or "at"))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The signatures by every secret that signs now, one space between.</summary>
    public static string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        var head = Encoding.UTF8.GetBytes($"{id}.{Seconds(at)}.");
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(
            ' ',
            secrets.Select(secret =>
            {
                var key = Convert.FromBase64String(secret[SecretPrefix.Length..]);
                return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
            })
        );
    }

    /// <summary>The moment as the header says it.</summary>
    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string MomentOf(JsonElement stored, DueDelivery due) =>
        stored.TryGetProperty("at", out var at)
            ? at.GetString()!
            : due.Delivery.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
