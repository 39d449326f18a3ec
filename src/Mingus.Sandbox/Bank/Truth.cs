namespace Mingus.Sandbox.Bank;

/// <summary>What the bank holds for one item at this moment: the measure of any copy of it.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="HistoryComplete">Whether all rows below have been delivered.</param>
/// <param name="Accounts">The shared accounts.</param>
/// <param name="Records">Every live row of the window, posted and pending.</param>
public sealed record Truth(
    string ItemId,
    bool HistoryComplete,
    IReadOnlyList<TruthAccount> Accounts,
    IReadOnlyList<TruthRecord> Records
);

/// <summary>An account's balance in the bank's sense: money there, or money owed on cards and loans.</summary>
/// <param name="AccountId">Plaid's account_id.</param>
/// <param name="Type">Plaid's type.</param>
/// <param name="Currency">The account's currency.</param>
/// <param name="Opening">The balance before the first posted row of <see cref="Truth.Records"/>.</param>
/// <param name="Current">The balance after the last one.</param>
/// <param name="Available">What can be spent, where the bank tells.</param>
/// <param name="Mask">The last digits.</param>
public sealed record TruthAccount(
    string AccountId,
    string Type,
    string Currency,
    decimal Opening,
    decimal Current,
    decimal? Available,
    string Mask
);

/// <summary>One live row, its amount in Plaid's sign: positive is money out.</summary>
/// <param name="TransactionId">Plaid's transaction_id.</param>
/// <param name="AccountId">Plaid's account_id.</param>
/// <param name="Amount">Positive is money out.</param>
/// <param name="Currency">ISO code, or an unofficial one.</param>
/// <param name="Date">Day of posting, or of the purchase while pending.</param>
/// <param name="Pending">Whether it is pending.</param>
/// <param name="PendingTransactionId">The pending row it replaced, where the bank tells.</param>
/// <param name="Name">The name as delivered.</param>
/// <param name="Real">Names the real transaction: the same for a pending row and its posted successor, linked or
/// not.</param>
public sealed record TruthRecord(
    string TransactionId,
    string AccountId,
    decimal Amount,
    string Currency,
    DateOnly Date,
    bool Pending,
    string? PendingTransactionId,
    string Name,
    string Real
);

/// <summary>An item in short.</summary>
/// <param name="ItemId">Plaid's item_id.</param>
/// <param name="InstitutionId">The bank.</param>
/// <param name="User">The sandbox user.</param>
/// <param name="Error">The error code the item suffers from, or null.</param>
/// <param name="Removed">Whether it was removed by /item/remove.</param>
/// <param name="Frozen">Whether its data stands still without a sign of it.</param>
/// <param name="Status">Plaid's transactions_update_status.</param>
/// <param name="Webhook">Where its webhooks go.</param>
/// <param name="Position">How many changes were delivered so far.</param>
public sealed record ItemSummary(
    string ItemId,
    string InstitutionId,
    string User,
    string? Error,
    bool Removed,
    bool Frozen,
    string Status,
    string? Webhook,
    int Position
);
