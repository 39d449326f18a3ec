namespace Mingus.Sandbox.Bank;

/// <summary>One row of a ledger as it stands; a change makes a new row. Amounts carry Plaid's sign.</summary>
internal sealed record Row
{
    public required string Id { get; init; }
    public required int Account { get; init; }
    public required decimal Amount { get; init; }
    public required string Currency { get; init; }

    /// <summary>Pending: the day it was made; posted: the day it was posted.</summary>
    public required DateOnly Date { get; init; }
    public DateOnly? AuthorizedDate { get; init; }
    public DateTimeOffset? AuthorizedAt { get; init; }
    public bool Pending { get; init; }

    /// <summary>On a posted row the id of the pending one it replaced, where the bank tells.</summary>
    public string? PendingId { get; init; }
    public required string Name { get; init; }
    public required Payee Payee { get; init; }

    /// <summary>Groups the rows of one real transaction.</summary>
    public required string Real { get; init; }
}

/// <summary>One account of an item. Its balance is always its opening and the posted rows, to the minor unit.</summary>
internal sealed class ItemAccount
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? OfficialName { get; init; }
    public required string Mask { get; init; }
    public required string Type { get; init; }
    public required string Subtype { get; init; }
    public required string Currency { get; init; }
    public decimal? Limit { get; init; }
    public string? PersistentId { get; init; }
    public decimal? ForcedAvailable { get; init; }
    public bool HidesAvailable { get; init; }

    /// <summary>Whether syncs list it: never for accounts that hold no transactions.</summary>
    public required bool HasTransactions { get; init; }

    /// <summary>Whether the user shares it.</summary>
    public bool Shared { get; set; } = true;

    /// <summary>The balance before all rows of the ledger, in the account's own sense (owed is positive).</summary>
    public decimal Opening { get; set; }

    /// <summary>The sum of the posted rows in the account's currency, in Plaid's sign.</summary>
    public decimal PostedSum { get; set; }

    public decimal PendingSum { get; set; }

    public bool IsOwed => Type is "credit" or "loan";

    public decimal Current => IsOwed ? Opening + PostedSum : Opening - PostedSum;

    public decimal? Available =>
        HidesAvailable ? null
        : ForcedAvailable is { } forced ? forced
        : Type switch
        {
            "credit" => Limit is { } limit ? limit - Current - PendingSum : null,
            "loan" => null,
            _ => Current - PendingSum,
        };
}
