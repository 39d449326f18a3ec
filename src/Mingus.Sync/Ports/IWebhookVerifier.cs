using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>Tells a provider's webhooks from forged ones and says in neutral words what they announce.</summary>
public interface IWebhookVerifier
{
    /// <summary>Name of the provider port whose webhooks these are.</summary>
    string Provider { get; }

    /// <summary>Verifies the bytes exactly as they were received. May ask the provider for a key, never more often than
    /// it allows itself, whoever sends whatever.</summary>
    /// <param name="signature">The provider's signature header; null when there is none.</param>
    /// <param name="body">The whole body, not re-written in any way.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<WebhookVerdict> Verify(string? signature, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

/// <summary>What became of the verification of a webhook.</summary>
public abstract record WebhookVerdict
{
    private WebhookVerdict() { }

    /// <summary>The provider sent these bytes, lately.</summary>
    public sealed record Genuine(ProviderWebhook Webhook) : WebhookVerdict;

    /// <summary>Nothing shows that the provider sent them.</summary>
    /// <param name="Reason">What is wrong, one word for logs and metrics; nothing of the webhook itself.</param>
    public sealed record Forged(string Reason) : WebhookVerdict;

    /// <summary>It cannot be told now: the key cannot be had. The provider sends it again.</summary>
    public sealed record Unknown(ProviderFault Fault) : WebhookVerdict;
}

/// <summary>A genuine webhook. It means "look", never "this is the data": nothing of it enters the ledger.</summary>
/// <param name="ItemId">The provider's id of the connection; empty when it names none.</param>
/// <param name="Type">The provider's type, letters, digits and underscores only.</param>
/// <param name="Code">The provider's code, likewise.</param>
/// <param name="Meaning">What it announces.</param>
public sealed record ProviderWebhook(string ItemId, string Type, string Code, WebhookMeaning Meaning)
{
    /// <summary>What a person should do though the connection works: renew a consent, choose accounts. Null: it asks
    /// for nothing.</summary>
    public Problem? Notice { get; init; }

    /// <summary>When access ends; null when it does not say so.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>What a webhook announces.</summary>
public enum WebhookMeaning
{
    /// <summary>Nothing that we act on; it is recorded.</summary>
    Nothing,

    /// <summary>The change stream has something new.</summary>
    Changes,

    /// <summary>The same in an older way, beside the newer one.</summary>
    ChangesBeside,

    /// <summary>The first part of the history, or all of it, is there.</summary>
    History,

    /// <summary>The connection fails, or access was withdrawn.</summary>
    Trouble,

    /// <summary>The connection works again.</summary>
    Repaired,

    /// <summary>Access will end soon unless the person renews it.</summary>
    ConsentEnds,

    /// <summary>The bank shows accounts that were not chosen.</summary>
    NewAccounts,
}
