using System.Text.Json;
using Mingus.Ledger;
using Mingus.Plaid.Wire;

namespace Mingus.Plaid;

/// <summary>
/// Accounts as Plaid writes them. What is owed on a card or loan is positive there and negative here; what is available
/// and the limit are never re-signed.
/// </summary>
internal static class PlaidAccounts
{
    /// <summary>Reads a list of accounts; one that cannot be read costs only itself.</summary>
    public static (IReadOnlyList<ProviderAccount> Accounts, IReadOnlyList<UnreadableRecord> Unreadable) Read(
        IEnumerable<JsonElement> elements
    )
    {
        var accounts = new List<ProviderAccount>();
        var unreadable = new List<UnreadableRecord>();
        foreach (var element in elements)
        {
            var notes = new WireNotes();
            if (ReadOne(element, notes) is { } account)
            {
                accounts.Add(account);
                continue;
            }

            var failure = notes.Failure ?? new UnreadableField("account", "The account is not an object.");
            var id = element.ValueKind == JsonValueKind.Object ? IdOf(element) : null;
            unreadable.Add(new UnreadableRecord(id, null, failure.Field, failure.Reason, WireText.PayloadOf(element)));
        }

        return (accounts, unreadable);
    }

    /// <summary>What Plaid's word for a type of account means; a word we do not know counts as owned.</summary>
    public static AccountKind KindOf(string? type) =>
        type switch
        {
            "depository" => AccountKind.Depository,
            "credit" => AccountKind.Credit,
            "loan" => AccountKind.Loan,
            "investment" or "brokerage" => AccountKind.Investment,
            _ => AccountKind.Other,
        };

    private static string? IdOf(JsonElement element) =>
        new WireObject(element, new WireNotes()).OptionalId("account_id");

    private static ProviderAccount? ReadOne(JsonElement element, WireNotes notes)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var wire = new WireObject(element, notes);
        var id = wire.RequiredId("account_id");
        if (id is null)
        {
            return null;
        }

        var type = wire.Text("type");
        var official = wire.Text("official_name");
        return new ProviderAccount
        {
            ProviderAccountId = id,
            PersistentAccountId = Blank(wire.Text("persistent_account_id")),
            Name = Blank(wire.Text("name")) ?? Blank(official) ?? "Account",
            OfficialName = official,
            Mask = wire.Text("mask"),
            Kind = KindOf(type),
            Subtype = wire.Text("subtype"),
            Balance = wire.TryGet("balances", out var balances) ? Balance(balances, type) : null,
        };
    }

    private static ProviderBalance Balance(JsonElement element, string? type)
    {
        var payload = WireText.PayloadOf(element);
        if (element.ValueKind != JsonValueKind.Object)
        {
            var reason = new UnreadableField(
                "balances",
                $"balances is {WireObject.Describe(element)} instead of an object."
            );
            return new ProviderBalance(null, null, null, null, null, reason, payload);
        }

        var notes = new WireNotes();
        var wire = new WireObject(element, notes, "balances.");
        if (type is null)
        {
            notes.Fail("type", "The account has no type, so nobody can say whether its balance is owned or owed.");
        }

        var currency = WireMoney.Currency(wire);
        var isOwed = KindOf(type) is AccountKind.Credit or AccountKind.Loan;
        return new ProviderBalance(
            Amount(wire, "current", currency, isNegated: isOwed),
            Amount(wire, "available", currency, isNegated: false),
            Amount(wire, "limit", currency, isNegated: false),
            currency,
            wire.Moment("last_updated_datetime"),
            notes.Failure,
            payload
        );
    }

    private static Money? Amount(WireObject wire, string name, Currency? currency, bool isNegated) =>
        currency is { } known ? WireMoney.Amount(wire, name, known, isNegated, out _) : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
