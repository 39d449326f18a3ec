using System.Text.Json.Nodes;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;

namespace Mingus.Plaid.Tests.Translation;

public sealed class RecordTests
{
    [Theory]
    [InlineData("12.5", "USD", "-12.50", null)]
    [InlineData("-12.5", "USD", "12.50", null)]
    [InlineData("0.1", "USD", "-0.10", null)]
    [InlineData("0", "USD", "0.00", null)]
    [InlineData("-0", "USD", "0.00", null)]
    [InlineData("-0.0", "USD", "0.00", null)]
    [InlineData("1.5e2", "USD", "-150.00", null)]
    [InlineData("1234567890123.45", "USD", "-1234567890123.45", null)]
    [InlineData("0.125", "USD", "-0.12", "0.125")]
    [InlineData("-0.135", "USD", "0.14", "-0.135")]
    [InlineData("9.999999", "USD", "-10.00", "9.999999")]
    [InlineData("1200", "JPY", "-1200", null)]
    [InlineData("1.5", "JPY", "-2", "1.5")]
    [InlineData("1.234", "KWD", "-1.234", null)]
    [InlineData("1.2345", "KWD", "-1.234", "1.2345")]
    public void An_amount_is_flipped_once_and_kept_exact(string plaid, string code, string ours, string? exact)
    {
        var json = PlaidJson.Transaction(amount: plaid).With("iso_currency_code", $"\"{code}\"");
        var change = PlaidJson.ReadRecord(json).Change;
        Assert.NotNull(change);
        Assert.Equal(ours, change.Content.Amount.ToText());
        Assert.Equal(code, change.Content.Amount.Currency.Code);
        Assert.Equal(exact, change.Content.Details.ExactAmount);
        Assert.Equal(exact is not null, change.Payload is not null);
    }

    [Theory]
    [InlineData("amount", "1e-7", "digits beyond")]
    [InlineData("amount", "12345678901234.56", "larger")]
    [InlineData("amount", "0.30000000000000004", "digits beyond")]
    [InlineData("amount", "1e400", "more digits")]
    [InlineData("amount", "\"12.34\"", "a text instead of a number")]
    [InlineData("amount", "[12.34]", "a list instead of a number")]
    [InlineData("amount", "{}", "an object instead of a number")]
    [InlineData("amount", "true", "true or false instead")]
    [InlineData("amount", "null", "missing")]
    [InlineData("iso_currency_code", "null", "both missing")]
    [InlineData("iso_currency_code", "\"\"", "both missing")]
    [InlineData("iso_currency_code", "\"usd\"", "three capital letters")]
    [InlineData("iso_currency_code", "5", "a number instead")]
    [InlineData("date", "null", "missing")]
    [InlineData("date", "\"2026-13-01\"", "YYYY-MM-DD")]
    [InlineData("date", "\"2026-8-3\"", "YYYY-MM-DD")]
    [InlineData("date", "\"2026-08-03T00:00:00Z\"", "YYYY-MM-DD")]
    [InlineData("date", "\"08/03/2026\"", "YYYY-MM-DD")]
    [InlineData("date", "20260803", "YYYY-MM-DD")]
    [InlineData("authorized_date", "\"soon\"", "YYYY-MM-DD")]
    [InlineData("name", "null", "missing")]
    [InlineData("name", "7", "a number instead of a text")]
    [InlineData("pending", "null", "missing")]
    [InlineData("pending", "\"false\"", "a text instead of true or false")]
    [InlineData("transaction_id", "null", "missing")]
    [InlineData("transaction_id", "\" \"", "blank")]
    [InlineData("transaction_id", "\"\"", "blank")]
    [InlineData("transaction_id", "17", "a number instead of a text")]
    [InlineData("transaction_id", "\"a\\u0000b\"", "not usable")]
    [InlineData("account_id", "null", "missing")]
    [InlineData("pending_transaction_id", "\" \"", "blank")]
    [InlineData("pending_transaction_id", "[]", "a list")]
    public void A_field_of_weight_that_cannot_be_read_sets_the_record_aside(string field, string value, string reason)
    {
        var json = PlaidJson.Transaction().With(field, value);
        var read = PlaidJson.ReadRecord(json);
        Assert.Null(read.Change);
        Assert.NotNull(read.Unreadable);
        Assert.Equal(field, read.Unreadable.Field);
        Assert.Contains(reason, read.Unreadable.Reason, StringComparison.Ordinal);
        Assert.Equal(json.ToJsonString(), read.Unreadable.Payload);
        Assert.Equal(field == "transaction_id" ? null : "t1", read.Unreadable.ProviderTransactionId);
        Assert.Equal(field == "account_id" ? null : "a1", read.Unreadable.ProviderAccountId);
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("date")]
    [InlineData("name")]
    [InlineData("pending")]
    [InlineData("transaction_id")]
    [InlineData("account_id")]
    [InlineData("iso_currency_code")]
    public void A_field_of_weight_that_is_absent_sets_the_record_aside(string field) =>
        Assert.Equal(field, PlaidJson.ReadRecord(PlaidJson.Transaction().Without(field)).Unreadable?.Field);

    [Theory]
    [InlineData("location", "\"here\"")]
    [InlineData("location", "{\"lat\": \"north\"}")]
    [InlineData("payment_meta", "[]")]
    [InlineData("counterparties", "{}")]
    [InlineData("counterparties", "[5]")]
    [InlineData("counterparties", "[{\"type\": \"merchant\"}]")]
    [InlineData("merchant_name", "5")]
    [InlineData("logo_url", "{}")]
    [InlineData("datetime", "\"yesterday\"")]
    [InlineData("category", "[null]")]
    [InlineData("personal_finance_category", "true")]
    public void A_field_without_weight_is_left_out_and_named(string field, string value)
    {
        var change = PlaidJson.ReadRecord(PlaidJson.Transaction().With(field, value)).Change;
        Assert.NotNull(change);
        Assert.Contains(change.Content.Details.CutFields, f => f.StartsWith(field, StringComparison.Ordinal));
        Assert.NotNull(change.Payload);
    }

    [Theory]
    [InlineData("counterparties")]
    [InlineData("category")]
    [InlineData("location")]
    [InlineData("payment_meta")]
    [InlineData("personal_finance_category")]
    [InlineData("merchant_name")]
    [InlineData("payment_channel")]
    [InlineData("authorized_date")]
    [InlineData("pending_transaction_id")]
    public void What_may_be_missing_may_be_null_or_absent(string field)
    {
        foreach (
            var json in new[] { PlaidJson.Transaction().With(field, "null"), PlaidJson.Transaction().Without(field) }
        )
        {
            var change = PlaidJson.ReadRecord(json).Change;
            Assert.NotNull(change);
            Assert.Empty(change.Content.Details.CutFields);
            Assert.Null(change.Payload);
        }
    }

    [Fact]
    public void A_text_too_long_is_cut_and_named()
    {
        var json = PlaidJson.Transaction();
        json["name"] = new string('x', 9_000);
        json["original_description"] = new string('ä', 4_097);
        json["website"] = new string('y', 8_192);
        var content = PlaidJson.ReadRecord(json).Change!.Content;
        Assert.Equal(8_192, content.Description.Length);
        Assert.Equal(4_096, content.OriginalDescription!.Length);
        Assert.Equal(8_192, content.Details.Website!.Length);
        Assert.Equal(["name", "original_description"], content.Details.CutFields);
    }

    [Fact]
    public void A_payload_too_long_is_cut_and_stays_unreadable()
    {
        var json = PlaidJson.Transaction().With("amount", "null");
        json["name"] = new string('x', 100_000);
        var aside = PlaidJson.ReadRecord(json).Unreadable!;
        Assert.Equal(64 * 1024, aside.Payload.Length);
        Assert.NotNull(PlaidTranslation.Reread(aside.Payload).Unreadable);
    }

    [Fact]
    public void A_payload_out_of_quarantine_reads_as_it_would_have()
    {
        var json = PlaidJson.Transaction();
        var reread = PlaidTranslation.Reread(json.ToJsonString());
        Assert.Equal(PlaidJson.ReadRecord(json).Change, reread.Change);
        Assert.Null(reread.Unreadable);
    }

    [Fact]
    public void The_iso_code_wins_over_the_unofficial_one()
    {
        var both = PlaidJson.Transaction().With("unofficial_currency_code", "\"BTC\"");
        var unofficial = PlaidJson
            .Transaction(amount: "0.00000001")
            .With("unofficial_currency_code", "\"BTC\"")
            .With("iso_currency_code", "null");
        Assert.Equal(Currency.Official("USD"), PlaidJson.ReadRecord(both).Change!.Content.Amount.Currency);
        Assert.Equal(Currency.Unofficial("BTC"), PlaidJson.ReadRecord(unofficial).Change!.Content.Amount.Currency);
    }

    [Theory]
    [InlineData("")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Egnp.exe\u0000\r\n\u001b[31m")]
    public void Hostile_text_is_kept_as_it_is(string name)
    {
        var json = PlaidJson.Transaction();
        json["name"] = name;
        Assert.Equal(name, PlaidJson.ReadRecord(json).Change!.Content.Description);
    }

    [Fact]
    public void New_fields_and_new_words_pass()
    {
        var json = PlaidJson
            .Transaction()
            .With("payment_channel", "\"by owl\"")
            .With("transaction_code", "\"barter\"")
            .With("running_balance", "null")
            .With("brand_new", "{\"deep\":[1,2]}");
        var details = PlaidJson.ReadRecord(json).Change!.Content.Details;
        Assert.Equal("by owl", details.Channel);
        Assert.Equal("barter", details.Code);
        Assert.Empty(details.CutFields);
    }

    [Fact]
    public void Every_field_finds_its_place() =>
        Snapshot.MustMatch("record", Snapshot.Of(PlaidJson.ReadRecord(PlaidJson.Transaction()).Change!));
}
