using System.Text.Json;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Link;

namespace Mingus.Sandbox.Wire;

/// <summary>How connections begin: link tokens, public tokens and their exchange.</summary>
internal static class LinkEndpoints
{
    private const int LinkHours = 4;
    private const int UpdateMinutes = 30;

    public static void CreateLinkToken(Call call, Utf8JsonWriter w)
    {
        var body = call.Body;
        if (body.Part("user").Text("client_user_id") is null && body.Text("user_id") is null)
        {
            throw PlaidErrors.Of("MISSING_FIELDS", "the following required fields are missing: user.client_user_id");
        }
        var item = body.Has("access_token") ? call.AnyItem() : null;
        var products = body.Texts("products");
        CheckProducts(products, item);
        var intent = new LinkIntent
        {
            Token =
                "link-sandbox-"
                + call.Bank.Guid("link", call.Bank.NextNumber(), call.Bank.Clock.Now.UtcTicks.ToString()),
            ClientName = body.Text("client_name")!,
            ClientUser = body.Part("user").Text("client_user_id") ?? body.Text("user_id")!,
            Products = products ?? [],
            Webhook = body.Text("webhook"),
            DaysRequested = body.Part("transactions").Whole("days_requested"),
            RedirectUri = body.Text("redirect_uri"),
            InstitutionId = body.Text("institution_id"),
            ItemId = item?.Id,
            SelectsAccounts = body.Part("update").Flag("account_selection_enabled"),
            ExpiresAt =
                call.Bank.Clock.Real
                + (item is null ? TimeSpan.FromHours(LinkHours) : TimeSpan.FromMinutes(UpdateMinutes)),
        };
        call.Bank.Intents.Add(intent);
        w.WriteInstant("expiration", intent.ExpiresAt);
        w.WriteString("link_token", intent.Token);
    }

    public static void CreatePublicToken(Call call, Utf8JsonWriter w)
    {
        var body = call.Body;
        var bank = Institutions.Find(body.Text("institution_id")!) ?? throw PlaidErrors.Of("INVALID_INSTITUTION");
        var transactions = body.Options.Part("transactions");
        var today = call.Bank.Clock.Today;
        var days = transactions.Whole("days_requested");
        if (days is null && transactions.Day("start_date") is { } start)
        {
            days = Math.Clamp(today.DayNumber - start.DayNumber, 1, 730);
        }
        var login = new Login(
            body.Options.Text("override_username") ?? TestUsers.Good,
            body.Options.Text("override_password") ?? TestUsers.GoodPassword
        );
        var agreement = login.Agree(call.Bank, bank) with
        {
            Products = body.Texts("initial_products")!,
            Webhook = body.Options.Text("webhook"),
            DaysRequested = days,
            EndDate = transactions.Day("end_date"),
        };
        w.WriteString("public_token", call.Bank.Agree(agreement));
    }

    public static void Exchange(Call call, Utf8JsonWriter w)
    {
        var item = call.Bank.Exchange(call.Body.Text("public_token")!) ?? throw PlaidErrors.Of("INVALID_PUBLIC_TOKEN");
        w.WriteString("access_token", item.AccessToken);
        w.WriteString("item_id", item.Id);
    }

    private static void CheckProducts(IReadOnlyList<string>? products, Item? item)
    {
        if (item is not null && products is { Count: > 0 })
        {
            throw PlaidErrors.Invalid("products must not be given in update mode");
        }
        if (item is null && products is not { Count: > 0 })
        {
            throw PlaidErrors.Of("MISSING_FIELDS", "the following required fields are missing: products");
        }
        if (products?.Contains("balance") == true)
        {
            throw PlaidErrors.Of("INVALID_PRODUCT", "balance is not a product to name here; it comes with the others");
        }
    }
}
