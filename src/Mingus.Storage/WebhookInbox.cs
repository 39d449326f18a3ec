using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Webhooks received, and what they move.</summary>
internal sealed class WebhookInbox(Journal journal) : IWebhookInbox
{
    public async Task<IReadOnlyList<Connection>> ConnectionsOf(
        string provider,
        string itemId,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Connection>();
        var script = new Script().Read(
            Sql.ListItemConnections,
            args =>
            {
                args.Text("provider", provider);
                args.Text("item_id", itemId);
            },
            row => found.Add(ConnectionRows.Read(row))
        );
        // Not behind the writer's flush, as what a plan rests on is read: a few pages, and what moved since is refused.
        await journal.Read(script, cancellationToken);
        return found;
    }

    public async Task<bool> Record(ReceivedWebhook webhook, WebhookEffect? effect, CancellationToken cancellationToken)
    {
        var events = effect?.Events ?? [];
        var user = new UserState();
        var script = new Script();
        if (effect is not null && events.Count > 0)
        {
            script.TakeUser(effect.Seen.UserId, events.Count, moves: false, user);
        }

        script.Run(Sql.AddWebhook, args => Bind(args, webhook));
        if (effect is not null)
        {
            script.Require(Sql.FollowWebhook, Refusal.Moved, args => ConnectionRows.BindEffect(args, effect));
        }

        try
        {
            await (
                effect is not null && events.Count > 0
                    ? journal.Write(
                        script
                            .AddNotifications(effect.Seen.UserId, effect.Notifications, webhook.ReceivedAt)
                            .AddEvents(effect.Seen.UserId, events),
                        effect.Seen.UserId,
                        user,
                        events.Count,
                        cancellationToken
                    )
                    : journal.Write(script, cancellationToken)
            );
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    public async Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        var script = new Script().Read(Sql.PruneWebhooks, args => args.Instant("before", before), _ => count++);
        await journal.Write(script, cancellationToken);
        return count;
    }

    private static void Bind(IArgs args, ReceivedWebhook webhook)
    {
        args.Text("provider", webhook.Provider);
        args.Bytes("body_hash", webhook.BodyHash.Span);
        args.Text("item_id", webhook.Webhook.ItemId);
        args.Text("webhook_type", webhook.Webhook.Type);
        args.Text("webhook_code", webhook.Webhook.Code);
        args.Word("meaning", webhook.Webhook.Meaning);
        args.Instant("now", webhook.ReceivedAt);
    }
}
