namespace Mingus.Sandbox.Bank;

/// <summary>Where the money goes or comes from, as the bank and the aggregator describe it.</summary>
internal sealed record Payee
{
    /// <summary>The lightly cleaned name that is delivered as <c>name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The bank's own text.</summary>
    public required string BankText { get; init; }

    /// <summary>The merchant, or null where the bank's text names none.</summary>
    public Merchant? Merchant { get; init; }

    public required string Primary { get; init; }
    public required string Detailed { get; init; }
    public required string Channel { get; init; }

    /// <summary>Plaid's transaction_code, which only some banks give.</summary>
    public string? Code { get; init; }

    public Place? Place { get; init; }
    public string? Reference { get; init; }
    public string? PaymentMethod { get; init; }
    public string? CounterpartyType { get; init; }
    public bool HasTimes { get; init; }
}

/// <summary>A merchant with the identifier that stays the same at every bank.</summary>
internal sealed record Merchant(string Name, string EntityId, string Website);

internal sealed record Place(string City, string Region, string PostalCode, string Country, decimal Lat, decimal Lon)
{
    public string? Address { get; init; }
    public string? Store { get; init; }
}

/// <summary>What befalls a row some days after it was posted.</summary>
internal enum Quirk
{
    None,

    /// <summary>The aggregator cleans the name up.</summary>
    Rename,

    /// <summary>The bank corrects the amount.</summary>
    Amend,

    /// <summary>The row disappears and returns a week later under the same id.</summary>
    Withdraw,

    /// <summary>The row is removed and added anew under another id.</summary>
    Churn,
}

/// <summary>
/// One real transaction with its whole life, decided in advance: all that a bank shows of it at any instant follows
/// from this and the clock. Amounts carry Plaid's sign, positive is money out.
/// </summary>
internal sealed record Planned
{
    /// <summary>Names the real transaction, the same for each connection to the same login.</summary>
    public required string Real { get; init; }

    public required int Account { get; init; }
    public required Payee Payee { get; init; }

    /// <summary>The day and minute the user made it; a pending row shows this day.</summary>
    public required DateOnly Day { get; init; }
    public int Minute { get; init; }

    /// <summary>The authorized date where it is not what the other days say.</summary>
    public DateOnly? AuthorizedOn { get; init; }

    /// <summary>The amount while pending; null where the row is posted from its first appearance.</summary>
    public decimal? PendingAmount { get; init; }

    /// <summary>The amount when posted; null where the pending row vanishes instead.</summary>
    public decimal? PostedAmount { get; init; }

    /// <summary>The row's own currency where it is not its account's.</summary>
    public string? Currency { get; init; }

    /// <summary>The day of posting or vanishing.</summary>
    public required DateOnly PostOn { get; init; }
    public int PostMinute { get; init; }

    /// <summary>Whether the posted row names the pending one it replaces.</summary>
    public bool Linked { get; init; } = true;

    public Quirk Quirk { get; init; }
    public int QuirkDays { get; init; }
}

/// <summary>The source of an item's transactions. Pure: asking twice gives the same.</summary>
internal interface IPlan
{
    /// <summary>The first day that can hold a transaction.</summary>
    DateOnly FirstDay { get; }

    /// <summary>All transactions made on that day, over all accounts, in order.</summary>
    IEnumerable<Planned> On(DateOnly day);
}
