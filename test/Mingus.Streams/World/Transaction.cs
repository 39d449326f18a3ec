using System.Security.Cryptography;
using System.Text;

namespace Mingus.Streams.World;

/// <summary>What became of a transaction by the end of the stream.</summary>
internal enum TransactionStatus
{
    Posted,
    Pending,
    Dead,
}

/// <summary>One thing that really happened in one account.</summary>
internal sealed class Transaction
{
    /// <summary>Given when the household is complete, in the order of dates.</summary>
    public string Id { get; set; } = "";

    public required Account Account { get; init; }

    public required Merchant Merchant { get; init; }

    /// <summary>Positive is money out, as on the wire.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>The day it was made.</summary>
    public required DateOnly Authorized { get; init; }

    /// <summary>The day it was booked; null if it never was.</summary>
    public required DateOnly? Posted { get; init; }

    /// <summary>What the truth says about how it came to be.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>The amount shown while it was pending.</summary>
    public required long PendingMinor { get; init; }

    /// <summary>Whether the bank announces it as pending.</summary>
    public bool ShowsPending { get; init; }

    /// <summary>Days by which every feed delivers it late.</summary>
    public int LateBy { get; init; }

    /// <summary>The day on which a dead one is gone.</summary>
    public DateOnly? Expires { get; init; }

    public string StoreNumber { get; init; } = "";

    public string? City { get; init; }

    public string? Region { get; init; }

    /// <summary>The bank's own number of it, printed by some banks.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The bank's id of it in OFX files.</summary>
    public string FileId => $"{Posted:yyyyMMdd}{Reference[..7]}";

    public TransactionStatus StatusAt(DateOnly end) =>
        Posted is not { } posted ? TransactionStatus.Dead
        : posted > end ? TransactionStatus.Pending
        : TransactionStatus.Posted;

    /// <summary>Transactions of one class are indistinguishable: same account, amount, merchant and days.</summary>
    public string TwinClass()
    {
        var text = $"{Account.Id}|{AmountMinor}|{Merchant.Text}|{Authorized:O}|{Posted:O}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}
