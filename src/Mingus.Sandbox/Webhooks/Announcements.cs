using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox.Webhooks;

/// <summary>Which webhooks an item's news cause.</summary>
internal static class Announcements
{
    /// <summary>Tells of all changes since the last time, if there are any.</summary>
    public static void Of(Item item, WebhookOutbox outbox)
    {
        var position = item.Ledger.Log.Position;
        if (item.Announced >= position || item.Phase == Phase.NotReady)
        {
            return;
        }
        var updates = item.Ledger.Log.Between(item.Announced, position, account: null);
        item.Announced = position;
        if (updates.Count == 0)
        {
            return;
        }
        SyncUpdates(item, outbox);
        var added = updates.Count(u => u.Kind == UpdateKind.Added);
        if (added > 0)
        {
            NewTransactions(item, outbox, "DEFAULT_UPDATE", added);
        }
        var removed = updates.Where(u => u.Kind == UpdateKind.Removed).Select(u => u.Row.Id).ToList();
        if (removed.Count > 0)
        {
            outbox.Send(
                item,
                "TRANSACTIONS",
                "TRANSACTIONS_REMOVED",
                w =>
                {
                    w.WriteNull("error");
                    w.WriteStrings("removed_transactions", removed);
                }
            );
        }
    }

    /// <summary>Tells that the initial part or the history is ready.</summary>
    public static void OfPhases(Item item, WebhookOutbox outbox, bool initial, bool history)
    {
        if (initial)
        {
            var from = Instants.DayOf(item.CreatedAt).AddDays(-30);
            NewTransactions(
                item,
                outbox,
                "INITIAL_UPDATE",
                item.Ledger.Visible.Count(r => r.Pending || r.Date >= from)
            );
        }
        if (history)
        {
            NewTransactions(item, outbox, "HISTORICAL_UPDATE", item.Ledger.Visible.Count());
        }
        if (initial || history)
        {
            item.Announced = item.Ledger.Log.Position;
            SyncUpdates(item, outbox);
        }
    }

    public static void OfError(Item item, WebhookOutbox outbox, string code)
    {
        if (code == "USER_PERMISSION_REVOKED")
        {
            outbox.Send(item, "ITEM", code, w => ErrorWriter.WriteMember(w, "error", PlaidErrors.Find(code)));
            return;
        }
        outbox.Send(item, "ITEM", "ERROR", w => ErrorWriter.WriteMember(w, "error", PlaidErrors.Find(code)));
    }

    public static void SyncUpdates(Item item, WebhookOutbox outbox)
    {
        if (item.Armed)
        {
            outbox.Send(item, "TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", w => WriteCompletion(w, item));
        }
    }

    public static void WriteCompletion(System.Text.Json.Utf8JsonWriter w, Item item)
    {
        w.WriteBoolean("initial_update_complete", item.Phase != Phase.NotReady);
        w.WriteBoolean("historical_update_complete", item.Phase == Phase.Historical);
    }

    public static void NewTransactions(Item item, WebhookOutbox outbox, string code, int count) =>
        outbox.Send(
            item,
            "TRANSACTIONS",
            code,
            w =>
            {
                w.WriteNull("error");
                w.WriteNumber("new_transactions", count);
            }
        );
}
