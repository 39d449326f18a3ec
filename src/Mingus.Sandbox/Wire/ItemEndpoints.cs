using System.Text.Json;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>Items, their accounts and their banks.</summary>
internal static class ItemEndpoints
{
    public static void Get(Call call, Utf8JsonWriter w)
    {
        var item = call.AnyItem();
        AccountWriter.WriteItem(w, item, withConsent: true);
        AccountWriter.WriteItemStatus(w, item);
    }

    public static void Remove(Call call, Utf8JsonWriter w) => call.AnyItem().IsRemoved = true;

    public static void UpdateWebhook(Call call, Utf8JsonWriter w)
    {
        var item = call.AnyItem();
        item.Webhook = call.Body.Text("webhook");
        if (item.Webhook is { } url)
        {
            call.Bank.Outbox.Send(
                item,
                "ITEM",
                "WEBHOOK_UPDATE_ACKNOWLEDGED",
                m =>
                {
                    m.WriteNull("error");
                    m.WriteString("new_webhook_url", url);
                }
            );
        }
        AccountWriter.WriteItem(w, item, withConsent: false);
    }

    public static void Accounts(Call call, Utf8JsonWriter w) => WriteAccounts(call, w, call.HealthyItem(stored: true));

    public static void Balances(Call call, Utf8JsonWriter w) => WriteAccounts(call, w, call.HealthyItem());

    public static void Institution(Call call, Utf8JsonWriter w)
    {
        var bank = Institutions.Find(call.Body.Text("institution_id")!);
        if (bank is null || !call.Body.Texts("country_codes")!.Contains(bank.CountryCode))
        {
            throw PlaidErrors.Of("INVALID_INSTITUTION");
        }
        var options = call.Body.Options;
        AccountWriter.WriteInstitution(
            w,
            bank,
            options.Flag("include_optional_metadata"),
            options.Flag("include_status")
        );
    }

    public static void ResetLogin(Call call, Utf8JsonWriter w)
    {
        call.Bank.Break(call.AnyItem(), "ITEM_LOGIN_REQUIRED");
        w.WriteBoolean("reset_login", value: true);
    }

    private static void WriteAccounts(Call call, Utf8JsonWriter w, Item item)
    {
        AccountWriter.WriteAccounts(w, AccountWriter.Chosen(item, call.Body.Options.Texts("account_ids")));
        AccountWriter.WriteItem(w, item, withConsent: false);
    }
}
