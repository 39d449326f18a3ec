using System.Text;
using Mingus.Plaid.Webhooks;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Webhooks;

/// <summary>Every code of Plaid's list, and what is none.</summary>
public sealed class ReaderTests
{
    [Theory]
    [InlineData("TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", WebhookMeaning.Changes)]
    [InlineData("TRANSACTIONS", "INITIAL_UPDATE", WebhookMeaning.History)]
    [InlineData("TRANSACTIONS", "HISTORICAL_UPDATE", WebhookMeaning.History)]
    [InlineData("TRANSACTIONS", "DEFAULT_UPDATE", WebhookMeaning.ChangesBeside)]
    [InlineData("TRANSACTIONS", "TRANSACTIONS_REMOVED", WebhookMeaning.ChangesBeside)]
    [InlineData("TRANSACTIONS", "RECURRING_TRANSACTIONS_UPDATE", WebhookMeaning.Nothing)]
    [InlineData("ITEM", "ERROR", WebhookMeaning.Trouble)]
    [InlineData("ITEM", "USER_PERMISSION_REVOKED", WebhookMeaning.Trouble)]
    [InlineData("ITEM", "USER_ACCOUNT_REVOKED", WebhookMeaning.Trouble)]
    [InlineData("ITEM", "LOGIN_REPAIRED", WebhookMeaning.Repaired)]
    [InlineData("ITEM", "PENDING_EXPIRATION", WebhookMeaning.ConsentEnds)]
    [InlineData("ITEM", "PENDING_DISCONNECT", WebhookMeaning.ConsentEnds)]
    [InlineData("ITEM", "NEW_ACCOUNTS_AVAILABLE", WebhookMeaning.NewAccounts)]
    [InlineData("ITEM", "WEBHOOK_UPDATE_ACKNOWLEDGED", WebhookMeaning.Nothing)]
    [InlineData("ASSETS", "ERROR", WebhookMeaning.Nothing)]
    [InlineData("ITEM", "INVENTED", WebhookMeaning.Nothing)]
    public void A_code_has_its_meaning(string type, string code, WebhookMeaning meaning)
    {
        var webhook = Read($$"""{"webhook_type":"{{type}}","webhook_code":"{{code}}","item_id":"i","error":null}""");

        Assert.Equal(("i", type, code, meaning), (webhook.ItemId, webhook.Type, webhook.Code, webhook.Meaning));
    }

    [Theory]
    [InlineData("PENDING_EXPIRATION", "consent_expiration_time")]
    [InlineData("PENDING_DISCONNECT", "disconnect_time")]
    public void An_end_that_is_near_asks_for_renewal_and_says_when(string code, string field)
    {
        var webhook = Read(
            $$"""{"webhook_type":"ITEM","webhook_code":"{{code}}","item_id":"i","{{field}}":"2026-12-01T10:00:00Z"}"""
        );

        Assert.Equal(new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero), webhook.EndsAt);
        Assert.Equal(("consent_ends", "renew"), (webhook.Notice!.Code, webhook.Notice.Action));
        Assert.Contains("2026-12-01", webhook.Notice.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"webhook_type":1,"webhook_code":[],"item_id":{}}""")]
    [InlineData("""{"webhook_type":"ITEM","webhook_code":"ERROR","item_id":""}""")]
    public void What_cannot_be_read_means_nothing(string body) =>
        Assert.Equal(("", WebhookMeaning.Nothing), (Read(body).ItemId, Read(body).Meaning));

    [Fact]
    public void Words_are_bounded_and_forge_no_line_of_a_log()
    {
        var code = "A\\r\\n\\u0000B" + new string('C', 1_000);

        var webhook = Read(
            $$"""{"webhook_type":"ITEM","webhook_code":"{{code}}","item_id":"{{new string('i', 129)}}"}"""
        );

        Assert.Equal("AB" + new string('C', 62), webhook.Code);
        Assert.Equal("", webhook.ItemId);
    }

    private static ProviderWebhook Read(string body) => PlaidWebhookReader.Read(Encoding.UTF8.GetBytes(body));
}
