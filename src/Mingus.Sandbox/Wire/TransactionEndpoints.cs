using System.Text.Json;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Webhooks;

namespace Mingus.Sandbox.Wire;

/// <summary>Transactions by stream and by window, and the calls that make new ones.</summary>
internal static class TransactionEndpoints
{
    private const int DefaultCount = 100;
    private const int MaxCreated = 10;
    private const int MaxCreatedAge = 14;

    public static void Sync(Call call, Utf8JsonWriter w)
    {
        var item = call.TransactionsItem();
        if (!item.Armed)
        {
            item.Armed = true;
            item.Announced = item.Ledger.Log.Position;
        }
        var account = AccountOf(item, call.Body.Options.Text("account_id"));
        var cursor = Cursor.Read(call.Body.Text("cursor"), item, account, call.Bank.Options.Seed);
        w.WriteString("transactions_update_status", TransactionWriter.StatusOf(item.Phase));
        AccountWriter.WriteAccounts(w, item.Accounts.Where(a => a is { HasTransactions: true, Shared: true }));
        if (item.Phase == Phase.NotReady)
        {
            WriteUpdates(call, w, item, []);
            w.WriteString("next_cursor", "");
            w.WriteBoolean("has_more", value: false);
            return;
        }
        WritePage(call, w, item, cursor with { Reordered = cursor.Reordered || call.Reorder });
    }

    public static void Get(Call call, Utf8JsonWriter w)
    {
        var item = call.TransactionsItem();
        if (item.Phase == Phase.NotReady)
        {
            throw PlaidErrors.Of("PRODUCT_NOT_READY");
        }
        var (from, to) = (call.Body.Day("start_date")!.Value, call.Body.Day("end_date")!.Value);
        if (from > to)
        {
            throw PlaidErrors.Invalid("start_date must not be after end_date");
        }
        var options = call.Body.Options;
        var accounts = AccountWriter.Chosen(item, options.Texts("account_ids"));
        var rows = item
            .Ledger.Delivered.Where(r => r.Date >= from && r.Date <= to && accounts.Contains(item.Accounts[r.Account]))
            .OrderByDescending(r => r.Date)
            .ThenBy(r => r.Id, StringComparer.Ordinal)
            .ToList();
        AccountWriter.WriteAccounts(w, accounts);
        var page = rows.Skip(options.Whole("offset") ?? 0).Take(options.Whole("count") ?? DefaultCount);
        TransactionWriter.WriteAll(w, "transactions", page, item, options);
        w.WriteNumber("total_transactions", rows.Count);
        AccountWriter.WriteItem(w, item, withConsent: false);
    }

    public static void Refresh(Call call, Utf8JsonWriter w)
    {
        var item = call.HealthyItem();
        if (!item.Agreement.Products.Contains("transactions"))
        {
            throw PlaidErrors.Of("PRODUCT_NOT_ENABLED");
        }
        if (item.Agreement.User == TestUsers.Dynamic)
        {
            Mutations.Refresh(item, call.Bank.Clock.Now);
        }
        Announcements.Of(item, call.Bank.Outbox);
    }

    public static void Create(Call call, Utf8JsonWriter w)
    {
        var item = call.HealthyItem();
        var rows = call.Body.Parts("transactions").Select(r => (Wanted: r, Account: TargetOf(item, r))).ToList();
        if (rows.Count is 0 or > MaxCreated)
        {
            throw PlaidErrors.Invalid($"transactions must hold 1 to {MaxCreated} transactions");
        }
        var today = call.Bank.Clock.Today;
        var created = rows.Select(r => (r.Account, Row: RowOf(r.Wanted, item.Accounts[r.Account].Currency, today)))
            .ToList();
        foreach (var (account, row) in created)
        {
            Mutations.Create(item, account, row);
        }
        Announcements.Of(item, call.Bank.Outbox);
    }

    private static void WritePage(Call call, Utf8JsonWriter w, Item item, Cursor cursor)
    {
        var log = item.Ledger.Log;
        var to = cursor.To ?? log.Position;
        if (cursor.To is not null && log.Position > to && call.Bank.Options.RefuseMutationDuringPagination)
        {
            throw PlaidErrors.Of("TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION");
        }
        var updates = log.Between(cursor.From, to, cursor.Account);
        if (cursor.Reordered)
        {
            updates = [.. updates.Reverse()];
        }
        var count = call.Body.Whole("count") ?? DefaultCount;
        var end = Math.Min(cursor.Offset + count, updates.Count);
        WriteUpdates(call, w, item, updates.Take(cursor.Offset..end));
        var next =
            end < updates.Count
                ? cursor with
                {
                    To = to,
                    Offset = end,
                    Page = cursor.Page + 1,
                }
                : Cursor.Start(cursor.Account) with
                {
                    From = to,
                };
        w.WriteString("next_cursor", next.Write(item, call.Bank.Options.Seed));
        w.WriteBoolean("has_more", end < updates.Count || log.Position > to);
    }

    private static void WriteUpdates(Call call, Utf8JsonWriter w, Item item, IEnumerable<Update> updates)
    {
        var all = updates.ToList();
        var rows = all.Where(u => u.Kind == UpdateKind.Added).Select(u => u.Row);
        TransactionWriter.WriteAll(w, "added", rows, item, call.Body.Options);
        var modified = all.Where(u => u.Kind == UpdateKind.Modified).Select(u => u.Row);
        TransactionWriter.WriteAll(w, "modified", modified, item, call.Body.Options);
        w.WriteStartArray("removed");
        foreach (var row in all.Where(u => u.Kind == UpdateKind.Removed).Select(u => u.Row))
        {
            w.WriteStartObject();
            w.WriteString("account_id", item.Accounts[row.Account].Id);
            w.WriteString("transaction_id", row.Id);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static int? AccountOf(Item item, string? accountId)
    {
        if (accountId is null)
        {
            return null;
        }
        for (var i = 0; i < item.Accounts.Count; i++)
        {
            if (item.Accounts[i].Id == accountId && item.Accounts[i].Shared)
            {
                return i;
            }
        }
        throw PlaidErrors.Of("INVALID_ACCOUNT_ID");
    }

    /// <summary>The first depository account of the wanted currency.</summary>
    private static int TargetOf(Item item, PlaidRequest row)
    {
        var currency = row.Text("iso_currency_code");
        for (var i = 0; i < item.Accounts.Count; i++)
        {
            var account = item.Accounts[i];
            if (account is { Type: "depository", Shared: true } && (currency ?? account.Currency) == account.Currency)
            {
                return i;
            }
        }
        throw PlaidErrors.Invalid("there is no depository account in that currency");
    }

    private static CustomRow RowOf(PlaidRequest row, string currency, DateOnly today)
    {
        var posted = row.Day("date_posted")!.Value;
        var transacted = row.Day("date_transacted")!.Value;
        if (!IsRecent(posted, today) || !IsRecent(transacted, today))
        {
            throw PlaidErrors.Invalid($"dates must be today or up to {MaxCreatedAge} days before");
        }
        var amount = Currencies.Round(row.Number("amount")!.Value, currency);
        return new CustomRow(transacted, posted, amount, row.Text("description")!, currency);
    }

    private static bool IsRecent(DateOnly day, DateOnly today) =>
        day <= today && day.DayNumber >= today.DayNumber - MaxCreatedAge;
}
