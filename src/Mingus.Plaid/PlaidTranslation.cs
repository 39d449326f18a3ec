using System.Text.Json;
using Mingus.Ledger;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>
/// Plaid's answers in neutral words. Pure: no clock, no network, no log. A record that cannot be read is put aside with
/// its payload; an answer whose frame cannot be read (no list where one must be, no item id) is refused as a whole.
/// </summary>
internal static class PlaidTranslation
{
    /// <summary>A page of /transactions/sync. Removals come first, then added, then modified.</summary>
    /// <exception cref="ProviderException">The frame of the page cannot be read.</exception>
    public static ProviderPage Page(JsonElement root, long bytes, string? requestId)
    {
        var changes = new List<ProviderChange>();
        var (accounts, unreadable) = AccountsOf(root, requestId);
        foreach (var element in List(root, "removed", requestId))
        {
            var (change, unread) = PlaidRecords.ReadRemoval(element);
            Sort(change, unread, changes, unreadable);
        }

        foreach (var element in List(root, "added", requestId))
        {
            var read = PlaidRecords.Read(element);
            var change = read.Change is ProviderChange.Upsert upsert ? upsert with { IsAdded = true } : read.Change;
            Sort(change, read.Unreadable, changes, unreadable);
        }

        foreach (var element in List(root, "modified", requestId))
        {
            var read = PlaidRecords.Read(element);
            Sort(read.Change, read.Unreadable, changes, unreadable);
        }

        return new ProviderPage(
            accounts,
            changes,
            unreadable,
            Cursor(root, requestId),
            HasMore(root, requestId),
            History(root),
            bytes,
            requestId
        );
    }

    /// <summary>A page of a window of /transactions/get. Its accounts are left out: the stream tells of them.</summary>
    /// <exception cref="ProviderException">The frame of the answer cannot be read.</exception>
    public static ProviderWindow Window(JsonElement root, long bytes, string? requestId)
    {
        var records = new List<ProviderChange>();
        var unreadable = new List<UnreadableRecord>();
        var rows = 0;
        foreach (var element in List(root, "transactions", requestId))
        {
            rows++;
            var read = PlaidRecords.Read(element);
            Sort(read.Change, read.Unreadable, records, unreadable);
        }

        if (!root.TryGetProperty("total_transactions", out var total) || !IsCount(total, out var count))
        {
            throw Unreadable("total_transactions is not a number", requestId);
        }

        return new ProviderWindow(
            [.. records.OfType<ProviderChange.Upsert>()],
            unreadable,
            rows,
            count,
            bytes,
            requestId
        );
    }

    /// <summary>/accounts/get and /accounts/balance/get.</summary>
    /// <exception cref="ProviderException">The frame of the answer cannot be read.</exception>
    public static AccountsAnswer Accounts(JsonElement root, long bytes, string? requestId)
    {
        var (accounts, unreadable) = AccountsOf(root, requestId);
        return new AccountsAnswer(accounts, unreadable, bytes, requestId);
    }

    /// <summary>/item/get. Its <c>status</c> stands beside the item in the schema and inside it in the prose: both are
    /// read.</summary>
    /// <exception cref="ProviderException">The frame of the answer cannot be read.</exception>
    public static ProviderItem Item(JsonElement root, string? requestId)
    {
        var notes = new WireNotes();
        var answer = new WireObject(root, notes);
        if (answer.Object("item") is not { } item || item.RequiredId("item_id") is not { } itemId)
        {
            throw Unreadable("the item has no id", requestId);
        }

        var status = (answer.Object("status") ?? item.Object("status"))?.Object("transactions");
        var error = item.TryGet("error", out var element) ? PlaidError.Read(element) : null;
        return new ProviderItem(
            itemId,
            item.Text("institution_id"),
            item.Text("institution_name"),
            error is null ? null : PlaidFaults.OfItem(error, requestId),
            item.Moment("consent_expiration_time"),
            status?.Moment("last_successful_update"),
            status?.Moment("last_failed_update")
        );
    }

    /// <summary>Where /item/get says that the item's webhooks go; null for nowhere.</summary>
    public static string? WebhookOf(JsonElement root) =>
        new WireObject(root, new WireNotes()).Object("item")?.Text("webhook");

    /// <summary>A record's payload out of quarantine, read again.</summary>
    public static RereadRecord Reread(string payload)
    {
        try
        {
            using var document = WireText.Parse(System.Text.Encoding.UTF8.GetBytes(payload));
            return PlaidRecords.Read(document.RootElement);
        }
        catch (JsonException)
        {
            const string Reason = "The payload was cut when it was put aside and is not whole JSON any more.";
            return new RereadRecord(null, new UnreadableRecord(null, null, "transaction", Reason, payload));
        }
    }

    /// <summary>A fault for an answer whose frame cannot be read.</summary>
    public static ProviderException Unreadable(string what, string? requestId) =>
        new(PlaidFaults.UnreadableAnswer(what, requestId));

    /// <summary>The items of a list; null and absent are an empty list, anything else is refused.</summary>
    public static IEnumerable<JsonElement> List(JsonElement root, string name, string? requestId)
    {
        if (!root.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw Unreadable($"{name} is not a list", requestId);
    }

    private static (IReadOnlyList<ProviderAccount> Accounts, List<UnreadableRecord> Unreadable) AccountsOf(
        JsonElement root,
        string? requestId
    )
    {
        var (accounts, unreadable) = PlaidAccounts.Read(List(root, "accounts", requestId));
        return (accounts, [.. unreadable]);
    }

    private static void Sort(
        ProviderChange? change,
        UnreadableRecord? unread,
        List<ProviderChange> changes,
        List<UnreadableRecord> unreadable
    )
    {
        if (change is not null)
        {
            changes.Add(change);
        }

        if (unread is not null)
        {
            unreadable.Add(unread);
        }
    }

    // An empty cursor is no cursor: it comes before Plaid is ready, and storing it would start from the beginning
    // again.
    private static string? Cursor(JsonElement root, string? requestId)
    {
        if (!root.TryGetProperty("next_cursor", out var cursor) || cursor.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (cursor.ValueKind != JsonValueKind.String)
        {
            throw Unreadable("next_cursor is not a text", requestId);
        }

        var text = cursor.GetString();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static bool HasMore(JsonElement root, string? requestId) =>
        root.TryGetProperty("has_more", out var more) && more.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? more.GetBoolean()
            : throw Unreadable("has_more is not true or false", requestId);

    private static HistoryStatus History(JsonElement root) =>
        new WireObject(root, new WireNotes()).Text("transactions_update_status") switch
        {
            "NOT_READY" => HistoryStatus.NotReady,
            "INITIAL_UPDATE_COMPLETE" => HistoryStatus.Initial,
            "HISTORICAL_UPDATE_COMPLETE" => HistoryStatus.Complete,
            _ => HistoryStatus.Unknown,
        };

    private static bool IsCount(JsonElement element, out int count)
    {
        count = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out count) && count >= 0;
    }
}
