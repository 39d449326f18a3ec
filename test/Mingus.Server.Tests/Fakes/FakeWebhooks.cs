using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>Webhooks whose signature says what is to become of them, and an inbox that remembers.</summary>
internal sealed class FakeWebhooks : IWebhookVerifier, IWebhookInbox
{
    public const string Good = "good";
    public const string Down = "down";

    private readonly List<ReceivedWebhook> _recorded = [];
    private readonly Lock _gate = new();

    public string Provider => "fake";

    /// <summary>The connection it is about, which moves each time before anything is recorded; null for none.</summary>
    public Connection? Moving { get; set; }

    public IReadOnlyList<ReceivedWebhook> Recorded
    {
        get
        {
            lock (_gate)
            {
                return [.. _recorded];
            }
        }
    }

    public Task<WebhookVerdict> Verify(
        string? signature,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<WebhookVerdict>(
            signature switch
            {
                Good => new WebhookVerdict.Genuine(new("item-9", "ITEM", "ERROR", WebhookMeaning.Trouble)),
                Down => new WebhookVerdict.Unknown(new(Recovery.Retry, "timeout", "Late.", ProblemActions.Wait)),
                _ => new WebhookVerdict.Forged(signature is null ? "unsigned" : "signature"),
            }
        );

    public Task<IReadOnlyList<Connection>> ConnectionsOf(
        string provider,
        string itemId,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Connection>>(Moving is { } moving ? [moving] : []);

    public Task<bool> Record(ReceivedWebhook webhook, WebhookEffect? effect, CancellationToken cancellationToken)
    {
        if (effect is not null)
        {
            return Task.FromResult(false);
        }

        lock (_gate)
        {
            _recorded.Add(webhook);
        }

        return Task.FromResult(true);
    }

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}
