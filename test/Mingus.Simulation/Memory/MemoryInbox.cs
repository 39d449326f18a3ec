using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>A webhook as it is recorded: one row for all of the same bytes.</summary>
internal sealed record RecordedWebhook(
    string ItemId,
    WebhookMeaning Meaning,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt
);

/// <summary>Webhooks received, and what they move, in memory.</summary>
internal sealed class MemoryInbox(MemoryDatabase database, Lapses lapses) : IWebhookInbox
{
    public Task<IReadOnlyList<Connection>> ConnectionsOf(
        string provider,
        string itemId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<Connection>>([
            .. database
                .Users.Values.SelectMany(static user => user.Connections.Values)
                .Select(static stored => stored.Connection)
                .Where(c => c.ItemId == itemId && c.Status != ConnectionStatus.Disconnected),
        ]);

    public Task<bool> Record(ReceivedWebhook webhook, WebhookEffect? effect, CancellationToken cancellationToken)
    {
        if (effect is null)
        {
            Keep(webhook);
            return Task.FromResult(true);
        }

        var seen = effect.Seen;
        if (
            database.Find(seen.UserId, seen.Id) is not { } stored
            || stored.Connection.Version != seen.Version
            || stored.Connection.Status == ConnectionStatus.Disconnected
        )
        {
            return Task.FromResult(false);
        }

        Keep(webhook);
        Move(database.Of(seen.UserId), stored, effect);
        return Task.FromResult(true);
    }

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is pruned here.");

    private void Keep(ReceivedWebhook webhook)
    {
        var key = Convert.ToHexString(webhook.BodyHash.Span);
        database.Webhooks[key] = database.Webhooks.TryGetValue(key, out var known)
            ? known with
            {
                LastAt = webhook.ReceivedAt,
            }
            : new RecordedWebhook(
                webhook.Webhook.ItemId,
                webhook.Webhook.Meaning,
                webhook.ReceivedAt,
                webhook.ReceivedAt
            );
    }

    private void Move(UserLedger user, StoredConnection stored, WebhookEffect effect)
    {
        var before = stored.Connection;
        var isSooner = effect.DueAt is { } at && !(before.NextDueAt <= at);
        stored.Connection = before with
        {
            Webhooks = before.Webhooks + (effect.WantsRun && !lapses.LosesNews ? 1 : 0),
            NextDueAt = isSooner ? effect.DueAt : before.NextDueAt,
            NextDueReason = isSooner ? effect.DueReason : before.NextDueReason,
            Notice = effect.Notice,
            ConsentExpiresAt = effect.ConsentExpiresAt,
        };
        var sequence = user.LastSequence;
        user.Write(effect.Events);
        database.OnWritten?.Invoke(
            new Written(user, Plan: null, Commit: null, sequence) { VersionBefore = user.Version, News = effect }
        );
    }
}
