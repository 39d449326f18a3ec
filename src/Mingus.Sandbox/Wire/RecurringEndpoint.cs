using System.Text.Json;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>Streams of recurring transactions.</summary>
internal static class RecurringEndpoint
{
    public static void Get(Call call, Utf8JsonWriter w)
    {
        var item = call.TransactionsItem();
        if (item.Phase == Phase.NotReady)
        {
            throw PlaidErrors.Of("PRODUCT_NOT_READY");
        }
        var accounts = AccountWriter.Chosen(item, call.Body.Texts("account_ids"));
        var rows = item.Ledger.Delivered.Where(r => !r.Pending && accounts.Contains(item.Accounts[r.Account]));
        var streams = Recurring.Find(rows, call.Bank.Clock.Today);
        var version = call.Body.Options.Text("personal_finance_category_version") ?? "v1";
        w.WriteStartArray("inflow_streams");
        foreach (var stream in streams.Where(s => s.Average < 0))
        {
            Write(w, stream, item, version);
        }
        w.WriteEndArray();
        w.WriteStartArray("outflow_streams");
        foreach (var stream in streams.Where(s => s.Average >= 0))
        {
            Write(w, stream, item, version);
        }
        w.WriteEndArray();
        w.WriteString("personal_finance_category_version", version);
        w.WriteInstant("updated_datetime", item.LastSuccess);
    }

    private static void Write(Utf8JsonWriter w, RecurringStream stream, Item item, string version)
    {
        var last = stream.Rows[^1];
        w.WriteStartObject();
        w.WriteString("account_id", item.Accounts[last.Account].Id);
        WriteAmount(w, "average_amount", stream.Average, last.Currency);
        w.WriteNull("category");
        w.WriteNull("category_id");
        w.WriteString("description", last.Name);
        w.WriteDay("first_date", stream.Rows[0].Date);
        w.WriteString("frequency", stream.Frequency);
        w.WriteBoolean("is_active", stream.IsActive);
        w.WriteBoolean("is_user_modified", value: false);
        WriteAmount(w, "last_amount", last.Amount, last.Currency);
        w.WriteDay("last_date", last.Date);
        w.WriteString("merchant_name", last.Payee.Merchant?.Name);
        TransactionWriter.WriteCategory(w, last.Payee, version);
        w.WriteDay("predicted_next_date", stream.Next);
        w.WriteString("status", stream.Status);
        w.WriteString("stream_id", Rng.Id(0, ["stream", item.Id, stream.Rows[0].Real]));
        w.WriteStrings("transaction_ids", stream.Rows.Select(r => r.Id));
        w.WriteEndObject();
    }

    private static void WriteAmount(Utf8JsonWriter w, string name, decimal amount, string currency)
    {
        w.WriteStartObject(name);
        w.WriteNumber("amount", amount);
        w.WriteCurrency(currency);
        w.WriteEndObject();
    }
}
