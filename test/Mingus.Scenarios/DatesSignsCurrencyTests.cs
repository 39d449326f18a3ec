using System.Globalization;
using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S15: days stay days, one sign rule, currencies are kept and never guessed.</summary>
[Trait("Category", "Slow")]
public sealed class DatesSignsCurrencyTests(SharedStacks stacks)
{
    public static TheoryData<StoreKind, (decimal AtTheBank, string Here)> Cards =>
        BothStores.With((500m, "-500.00"), (-20m, "20.00"), (0m, "0.00"), (0.01m, "-0.01"));

    [Theory, MemberData(nameof(Cards))]
    public async Task What_a_card_owes_is_negative(StoreKind kind, (decimal AtTheBank, string Here) card)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Of(Card(card.AtTheBank)));

        var account = Assert.Single(await person.Accounts());

        var balance = account.GetProperty("balance");
        Assert.Equal(("credit", card.Here), (account.Text("kind"), balance.Text("current")));
        Assert.Equal("5000.00", balance.Text("limit"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_loan_is_owed_and_savings_are_owned(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(
            Documents.Of(
                new AccountDoc("Study")
                {
                    Type = "loan",
                    Subtype = "student",
                    Start = 24_500m,
                },
                new AccountDoc("Nest egg") { Subtype = "savings", Start = 24_500m },
                new AccountDoc("Overdrawn") { Start = -12.34m }
            )
        );

        var accounts = await person.AccountsOf(person.Banks[0]);

        Assert.Equal(
            ["-24500.00", "24500.00", "-12.34"],
            accounts.Select(a => a.GetProperty("balance").Text("current"))
        );
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Purchases_are_negative_and_refunds_positive_on_every_kind_of_account(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        RowDoc[] rows = [new("Purchase", 12.40m, Documents.Day(-3)), new("Refund", -12.40m, Documents.Day(-2))];
        await person.LinkDocument(Documents.Of(new AccountDoc("Checking", rows), Card(100m, rows)));

        foreach (var account in await person.Accounts())
        {
            var shown = await person.Transactions(account.Text("id"));
            Assert.Equal(
                [("Refund", "12.40"), ("Purchase", "-12.40")],
                shown.Select(t => (t.Text("description"), t.Text("amount")))
            );
        }

        var card = (await person.AccountsOf(person.Banks[0]))[1].Text("id");
        person.Hand().Add("Dinner", 50m, account: 1);
        await person.Sync();
        var after = (await person.Get($"/accounts/{card}")).Expect(200);
        Assert.Equal("-150.00", after.GetProperty("balance").Text("current"));
        Assert.Equal(-50m, await person.PostedSum(card));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_in_another_currency_than_its_account_keeps_it(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        RowDoc[] rows =
        [
            new("Oslo", 149.00m, Documents.Day(-2), "NOK"),
            new("Paris", 20m, Documents.Day(-1), "EUR"),
            new("Tokyo", 1200m, Documents.Day(-3), "JPY"),
        ];
        await person.LinkDocument(Documents.Of(new AccountDoc("Compte", rows) { Currency = "EUR" }));

        var account = Assert.Single(await person.Accounts());
        var shown = await person.Transactions(account.Text("id"));

        Assert.Equal("EUR", account.Text("currency"));
        Assert.Equal(
            [("EUR", "-20.00"), ("NOK", "-149.00"), ("JPY", "-1200")],
            shown.Select(t => (t.Text("currency"), t.Text("amount")))
        );
        Assert.Empty(await person.Findings());
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_unit_that_iso_does_not_list_is_kept_as_the_provider_writes_it(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        RowDoc[] rows = [new("Miles used", 1500m, Documents.Day(-2)), new("Miles", -0.125m, Documents.Day(-1))];
        await person.LinkDocument(Documents.Of(new AccountDoc("Miles", rows) { Currency = "SKYMILES", Start = 10m }));

        var account = Assert.Single(await person.Accounts());
        Assert.Equal(JsonValueKind.Null, account.GetProperty("currency").ValueKind);
        Assert.Equal("SKYMILES", account.Text("unofficialCurrency"));
        var balance = account.GetProperty("balance");
        Assert.Equal(("SKYMILES", false), (balance.Text("unofficialCurrency"), balance.Has("currency")));
        var shown = await person.Transactions(account.Text("id"));
        Assert.Equal(["0.125", "-1500.00"], shown.Select(t => t.Text("amount")));
        Assert.All(shown, t => Assert.Equal(("SKYMILES", false), (t.Text("unofficialCurrency"), t.Has("currency"))));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_row_without_any_currency_is_put_aside_and_none_is_guessed(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(2)));
        var id = person.Hand().Add("In what?", 5m);
        person.TamperNextPage("/added/0/iso_currency_code", "null");

        Assert.Equal("partial", (await person.Sync()).Text("status"));

        Assert.Null(await person.Find(id));
        var item = Assert.Single(await person.Quarantine());
        Assert.Equal("iso_currency_code", item.Text("field"));
        Assert.Contains(id, item.Text("payload"), StringComparison.Ordinal);
    }

    public static TheoryData<StoreKind, (string Bank, string Currency, string Pattern)> Units =>
        BothStores.With(
            ("ins_900002", "JPY", @"^-?\d+$"),
            ("ins_900003", "KWD", @"^-?\d+\.\d{3}$"),
            ("ins_900001", "EUR", @"^-?\d+\.\d{2}$")
        );

    [Theory, MemberData(nameof(Units)), Trait("Category", "Slow")]
    public async Task Amounts_have_the_digits_of_their_currency(
        StoreKind kind,
        (string Bank, string Currency, string Pattern) unit
    )
    {
        var person = await stacks.Person(kind);
        await person.Link(unit.Bank);

        var shown = (await person.Transactions()).Where(t => t.Text("currency") == unit.Currency).ToList();

        Assert.True(shown.Count > 100, $"only {shown.Count} rows in {unit.Currency}");
        Assert.All(shown, t => Assert.Matches(unit.Pattern, t.Text("amount")));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Fine_amounts_are_rounded_to_the_even_unit_and_told_finer_ones_put_aside(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking());
        var hand = person.Hand();
        hand.Add("Down", 10.125m);
        hand.Add("Up", 10.135m);
        hand.Add("Fine", 0.000001m);
        hand.Add("Too fine", 0.0000001m);
        hand.Add("Large", 9_999_999_999_999.99m);
        hand.Add("Too large", 10_000_000_000_000m);

        var run = await person.Sync();

        Assert.Equal("partial", run.Text("status"));
        var shown = (await person.Transactions()).ToDictionary(t => t.Text("description"), t => t.Text("amount"));
        Assert.Equal(("-10.12", "-10.14", "0.00"), (shown["Down"], shown["Up"], shown["Fine"]));
        Assert.Equal("-9999999999999.99", shown["Large"]);
        Assert.Equal(4, shown.Count);
        Assert.Equal(2, (await person.Quarantine()).Count(q => q.Text("kind") == "record"));
        var rounded = Assert.Single(await person.Findings(), f => f.Text("check") == "amount_rounded");
        Assert.Equal("info", rounded.Text("severity"));
        Assert.Contains(rounded.GetProperty("evidence").Text("given"), (string[])["10.125", "10.135", "0.000001"]);
    }

    public static TheoryData<(StoreKind Kind, string Zone, string Locale)> Places =>
        [
            (StoreKind.Sqlite, "America/New_York", "en_US.UTF-8"),
            (StoreKind.Postgres, "America/New_York", "de_DE.UTF-8"),
            (StoreKind.Sqlite, "Etc/GMT-2", "de_DE.UTF-8"),
            (StoreKind.Postgres, "Etc/GMT-2", "ar_EG.UTF-8"),
        ];

    [Theory, MemberData(nameof(Places)), Trait("Category", "Slow")]
    public async Task Days_and_amounts_are_the_same_wherever_the_server_stands(
        (StoreKind Kind, string Zone, string Locale) place
    )
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TZ"] = place.Zone,
            ["LANG"] = place.Locale,
            ["LC_ALL"] = place.Locale,
        };
        await using var stack = await Stack.StartProcess(place.Kind, environment);
        var person = stack.NewPerson();
        RowDoc[] rows =
        [
            new("First of the month", 1234.56m, "2026-08-01"),
            new("Third", 0.10m, "2026-08-03"),
            new("Leap day", -20m, "2024-02-29"),
            new("New Year", 7m, "2026-01-01"),
            new("Clocks go forward", 8m, "2026-03-08"),
        ];
        await person.LinkDocument(Documents.Checking(rows));

        var shown = await person.Transactions();

        Assert.Equal(
            rows.OrderByDescending(r => r.Date, StringComparer.Ordinal)
                .Select(r => (r.Date, r.Date, (-r.Amount).ToString("F2", CultureInfo.InvariantCulture))),
            shown.Select(t => (t.Text("date"), t.Text("authorizedDate"), t.Text("amount")))
        );
        var account = (await person.Accounts())[0].Text("id");
        var first = await person.All($"/accounts/{account}/transactions?from=2026-08-01&to=2026-08-01");
        Assert.Equal("First of the month", Assert.Single(first).Text("description"));
        await person.Sync("historical");
        await person.AssertLedgerEqualsBank();
    }

    private static AccountDoc Card(decimal owed, params RowDoc[] rows) =>
        new("Card", rows)
        {
            Type = "credit",
            Subtype = "credit card",
            Start = owed,
            Limit = 5000m,
        };
}
