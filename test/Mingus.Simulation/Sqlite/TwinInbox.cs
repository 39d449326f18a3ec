using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Sqlite;

/// <summary>Webhooks in, recorded by both.</summary>
internal sealed class TwinInbox(IWebhookInbox real, IWebhookInbox memory, Action<string> onDifference) : IWebhookInbox
{
    public Task<IReadOnlyList<Connection>> ConnectionsOf(
        string provider,
        string itemId,
        CancellationToken cancellationToken
    ) =>
        Both(
            "ConnectionsOf",
            inbox => inbox.ConnectionsOf(provider, itemId, cancellationToken),
            static found => string.Join(' ', found)
        );

    public Task<bool> Record(ReceivedWebhook webhook, WebhookEffect? effect, CancellationToken cancellationToken) =>
        Both("Record", inbox => inbox.Record(webhook, effect, cancellationToken), static isDone => $"{isDone}");

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is pruned here.");

    private Task<T> Both<T>(string name, Func<IWebhookInbox, Task<T>> call, Func<T, string> text)
    {
        var (one, other) = (Blocking.Wait(() => call(real)), Blocking.Wait(() => call(memory)));
        if (text(one) != text(other))
        {
            onDifference($"{name}: the database says {text(one)}, memory {text(other)}");
        }

        return Task.FromResult(one);
    }
}
