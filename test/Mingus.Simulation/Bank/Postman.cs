using System.Security.Cryptography;
using System.Text;
using Mingus.Simulation.Nodes;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Bank;

/// <summary>A webhook on its way: what it says, and what it is signed with.</summary>
internal sealed record Letter(string ItemId, WebhookMeaning Meaning, bool IsForged, byte[] Body, string Signature);

/// <summary>The provider's webhooks: true ones, late ones, doubled ones, of items that are not there, and
/// forged.</summary>
internal sealed class Postman(WorldClock clock)
{
    private static readonly byte[] Key = "the provider's own"u8.ToArray();

    /// <summary>A letter of some kind; mostly news of an item.</summary>
    public static Letter Write(BankItem item, Dice dice)
    {
        var kind = dice.Below(20);
        var meaning = kind switch
        {
            < 11 => WebhookMeaning.Changes,
            < 13 => WebhookMeaning.ChangesBeside,
            < 15 => WebhookMeaning.History,
            15 => item.NeedsLogin ? WebhookMeaning.Trouble : WebhookMeaning.Repaired,
            16 => WebhookMeaning.Trouble,
            17 => WebhookMeaning.ConsentEnds,
            _ => WebhookMeaning.Changes,
        };
        return Of(kind == 18 ? "nobody" : item.Id, meaning, isForged: kind == 19);
    }

    /// <summary>A letter as the provider sends it, or as somebody else would.</summary>
    public static Letter Of(string itemId, WebhookMeaning meaning, bool isForged = false)
    {
        var body = Encoding.UTF8.GetBytes($"{itemId}|{meaning}");
        var mark = isForged ? "made up" : SignatureOf(body);
        return new Letter(itemId, meaning, isForged, body, mark);
    }

    /// <summary>The verifier of a node: it asks the provider for the key, which may fail.</summary>
    public IWebhookVerifier VerifierOn(FaultPoints points) => new Verifier(points, clock);

    private static string SignatureOf(ReadOnlySpan<byte> body) => Convert.ToHexString(HMACSHA256.HashData(Key, body));

    private sealed class Verifier(FaultPoints points, WorldClock clock) : IWebhookVerifier
    {
        private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

        public string Provider => "model";

        public async Task<WebhookVerdict> Verify(
            string? signature,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken
        )
        {
            try
            {
                return await points.Provider(() => Task.FromResult(Verdict(signature, body.Span)));
            }
            catch (ProviderException e)
            {
                return new WebhookVerdict.Unknown(e.Fault);
            }
        }

        private WebhookVerdict Verdict(string? signature, ReadOnlySpan<byte> body)
        {
            if (!string.Equals(signature, SignatureOf(body), StringComparison.Ordinal))
            {
                return new WebhookVerdict.Forged("signature");
            }

            var parts = Encoding.UTF8.GetString(body).Split('|');
            var meaning = Enum.Parse<WebhookMeaning>(parts[1]);
            var ends = meaning == WebhookMeaning.ConsentEnds ? clock.Now + Ahead : (DateTimeOffset?)null;
            return new WebhookVerdict.Genuine(
                new ProviderWebhook(parts[0], "MODEL", parts[1].ToUpperInvariant(), meaning) { EndsAt = ends }
            );
        }
    }
}
