using System.Text.Json.Nodes;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Translation;

public sealed class AccountTests
{
    // Plaid's type and balance, our kind and balance: what is owed is negative, what the lender owes is positive.
    [Theory]
    [InlineData("depository", "100.25", AccountKind.Depository, "100.25")]
    [InlineData("depository", "-20", AccountKind.Depository, "-20.00")]
    [InlineData("credit", "500", AccountKind.Credit, "-500.00")]
    [InlineData("credit", "-20", AccountKind.Credit, "20.00")]
    [InlineData("credit", "0", AccountKind.Credit, "0.00")]
    [InlineData("loan", "12000.5", AccountKind.Loan, "-12000.50")]
    [InlineData("investment", "77.7", AccountKind.Investment, "77.70")]
    [InlineData("brokerage", "77.7", AccountKind.Investment, "77.70")]
    [InlineData("other", "5", AccountKind.Other, "5.00")]
    [InlineData("payroll", "5", AccountKind.Other, "5.00")]
    [InlineData("not known yet", "5", AccountKind.Other, "5.00")]
    public void A_balance_says_what_the_holder_owns(string type, string plaid, AccountKind kind, string ours)
    {
        var account = Assert.Single(Read(PlaidJson.Account(type: type, current: plaid)).Accounts);
        Assert.Equal(kind, account.Kind);
        Assert.Equal(ours, account.Balance?.Current?.ToText());
        Assert.Equal("90.25", account.Balance?.Available?.ToText());
        Assert.Equal("500.00", account.Balance?.Limit?.ToText());
        Assert.Null(account.Balance?.Unreadable);
    }

    [Theory]
    [InlineData("current", "\"100\"", "balances.current")]
    [InlineData("available", "[]", "balances.available")]
    [InlineData("current", "1e-9", "balances.current")]
    [InlineData("iso_currency_code", "null", "balances.iso_currency_code")]
    [InlineData("iso_currency_code", "\"Euro\"", "balances.iso_currency_code")]
    public void A_balance_that_cannot_be_read_keeps_its_account(string field, string value, string named)
    {
        var json = PlaidJson.Account();
        json["balances"]![field] = JsonNode.Parse(value);
        var account = Assert.Single(Read(json).Accounts);
        Assert.Equal(named, account.Balance?.Unreadable?.Field);
        Assert.Equal(json["balances"]!.ToJsonString(), account.Balance?.Payload);
    }

    [Fact]
    public void A_balance_of_an_account_without_a_type_is_not_signed_by_guess()
    {
        var account = Assert.Single(Read(PlaidJson.Account().Without("type")).Accounts);
        Assert.Equal("type", account.Balance?.Unreadable?.Field);
    }

    [Fact]
    public void Unknown_balances_are_null_and_readable()
    {
        var json = PlaidJson.Account();
        json["balances"]!["current"] = null;
        json["balances"]!["limit"] = null;
        var balance = Assert.Single(Read(json).Accounts).Balance;
        Assert.Null(balance?.Current);
        Assert.Null(balance?.Limit);
        Assert.Null(balance?.Unreadable);
        Assert.Null(Assert.Single(Read(PlaidJson.Account().With("balances", "null")).Accounts).Balance);
    }

    [Fact]
    public void One_account_that_cannot_be_read_costs_only_itself()
    {
        var answer = Read(
            PlaidJson.Account("a1"),
            PlaidJson.Account("a2").With("account_id", "5"),
            JsonValue.Create("rubbish"),
            PlaidJson.Account("a3").With("name", "null").With("mask", "7").With("balances", "\"none\"")
        );
        Assert.Equal(["a1", "a3"], answer.Accounts.Select(a => a.ProviderAccountId));
        Assert.Equal(2, answer.Unreadable.Count);
        Assert.Equal("Everyday Gold", answer.Accounts[1].Name);
        Assert.Equal("balances", answer.Accounts[1].Balance?.Unreadable?.Field);
    }

    [Fact]
    public void Every_field_finds_its_place() =>
        Snapshot.MustMatch("account", Snapshot.Of(Assert.Single(Read(PlaidJson.Account(type: "credit")).Accounts)));

    private static ProviderPage Read(params JsonNode?[] accounts)
    {
        var page = PlaidJson.Page();
        page["accounts"] = new JsonArray(accounts);
        return PlaidJson.ReadPage(page);
    }
}
