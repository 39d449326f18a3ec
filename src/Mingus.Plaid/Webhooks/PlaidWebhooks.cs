using Mingus.Sync.Ports;

namespace Mingus.Plaid.Webhooks;

/// <summary>Plaid's webhooks: verified by their signed token over the exact bytes, then read
/// (docs.plaid.com, webhook verification).</summary>
internal sealed class PlaidWebhooks(WebhookKeyRing keys, TimeProvider time) : IWebhookVerifier
{
    // Plaid gives up after ten seconds: whoever waits longer for a key waits for nothing.
    private static readonly TimeSpan KeyWithin = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan OldestAge = TimeSpan.FromMinutes(5);

    // Clocks differ.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public string Provider => "plaid";

    /// <inheritdoc />
    public async Task<WebhookVerdict> Verify(
        string? signature,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (SignedToken.Read(signature, out var reason) is not { } token)
        {
            return new WebhookVerdict.Forged(reason);
        }

        return await FindKey(token.KeyId, cancellationToken) switch
        {
            KeyFound.Bad(var why) => new WebhookVerdict.Forged(why),
            KeyFound.Unknown(var fault) => new WebhookVerdict.Unknown(fault),
            KeyFound.Good(var key) when !token.IsSignedBy(key) => new WebhookVerdict.Forged("signature"),
            _ when !IsLately(token.IssuedAt) => new WebhookVerdict.Forged("age"),
            _ when !token.IsOver(body.Span) => new WebhookVerdict.Forged("body"),
            _ => new WebhookVerdict.Genuine(PlaidWebhookReader.Read(body.ToArray())),
        };
    }

    private async Task<KeyFound> FindKey(string keyId, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.Find(keyId, cancellationToken).WaitAsync(KeyWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new KeyFound.Unknown(PlaidFaults.Timeout());
        }
    }

    private bool IsLately(DateTimeOffset issuedAt)
    {
        var age = time.GetUtcNow() - issuedAt;
        return age <= OldestAge && age >= -Ahead;
    }
}
