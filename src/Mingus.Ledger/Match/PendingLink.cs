namespace Mingus.Ledger.Match;

/// <summary>What became of a provider's statement that a posted record replaces a pending one.</summary>
public abstract record PendingLinkResult
{
    private PendingLinkResult(IReadOnlyList<string> reasons) => Reasons = reasons;

    /// <summary>Why, in words for a person; without amounts and names.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>Believed: the posted record takes over the transaction of <paramref name="Pending"/>.</summary>
    public sealed record Claimed(LedgerRecord Pending, IReadOnlyList<string> Reasons) : PendingLinkResult(Reasons);

    /// <summary>Not believed: the two describe different transactions, or the target was not pending.</summary>
    public sealed record Refuted(LedgerRecord Target, IReadOnlyList<string> Reasons) : PendingLinkResult(Reasons);

    /// <summary>Believed though weighed evidence had given the pending record to another posted one: it leaves
    /// <paramref name="Holder"/>, and the posted record takes over from it.</summary>
    public sealed record Reclaimed(LedgerRecord Pending, LedgerRecord Holder, IReadOnlyList<string> Reasons)
        : PendingLinkResult(Reasons);

    /// <summary>Another live posted record of the feed has that transaction already (invariant 4), by a link of its own
    /// or because a person said so.</summary>
    public sealed record Taken(LedgerRecord Target, LedgerRecord Holder, IReadOnlyList<string> Reasons)
        : PendingLinkResult(Reasons);

    /// <summary>The ledger never saw the pending record: nothing to take over, nothing wrong.</summary>
    public sealed record TargetUnknown() : PendingLinkResult(["the pending record was never seen"]);
}

/// <summary>
/// Verifies a provider's pending link. It is strong evidence, not proof: amount and merchant that <b>both</b> disagree
/// refute it. A tip or a fuel hold changes the amount, a clearing house changes the text; seldom both (scenarios S4,
/// S5). Amounts agree when they are the same to the minor unit; another sign or currency is another amount.
/// </summary>
public static class PendingLink
{
    /// <summary>Judges a link of <paramref name="posted"/>.</summary>
    /// <param name="posted">The content of the posted record that carries the link.</param>
    /// <param name="target">The record of the same feed that the link names, live or removed; null when
    /// unknown.</param>
    /// <param name="holder">Another live posted record of the feed in the target's transaction, one whose link names
    /// the target before others; null when none.</param>
    /// <param name="isPlaced">Whether a person put the target where it is.</param>
    public static PendingLinkResult Verify(
        RecordContent posted,
        LedgerRecord? target,
        LedgerRecord? holder,
        bool isPlaced = false
    )
    {
        if (target is null)
        {
            return new PendingLinkResult.TargetUnknown();
        }

        if (!target.Content.IsPending)
        {
            return new PendingLinkResult.Refuted(target, ["the record it names is not a pending one"]);
        }

        var amountAgrees = posted.Amount == target.Content.Amount;
        var (merchant, merchantReason) = MerchantAgreement.Of(posted, target.Content);
        var amountReason = amountAgrees ? "the amount is the same" : "the amount differs";
        if (!amountAgrees && merchant == Agreement.Disagrees)
        {
            return new PendingLinkResult.Refuted(target, [amountReason, merchantReason]);
        }

        if (holder is null)
        {
            return new PendingLinkResult.Claimed(target, ["the provider links them", amountReason, merchantReason]);
        }

        return isPlaced || IsLinked(holder, target)
            ? new PendingLinkResult.Taken(target, holder, ["another posted record has that transaction"])
            : new PendingLinkResult.Reclaimed(
                target,
                holder,
                ["the provider links them", amountReason, merchantReason, "another record had seemed to follow it"]
            );
    }

    /// <summary>Whether a posted record's link names that record.</summary>
    public static bool IsLinked(LedgerRecord posted, LedgerRecord target) =>
        posted.FeedId == target.FeedId && posted.Content.PendingTransactionId == target.ProviderTransactionId;
}
