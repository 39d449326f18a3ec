using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>Transaction ids that records may come to when they are parted: the one each began with, and those that the
/// decision names. Other records may live there by now, so that whoever parts has to see them.</summary>
public static class Homes
{
    /// <summary>The ids to load beside the records.</summary>
    /// <param name="records">The records that may be parted.</param>
    /// <param name="decision">What a decision found and left.</param>
    public static IReadOnlyList<TransactionId> Of(
        IEnumerable<LedgerRecord> records,
        params ReadOnlySpan<DecisionState> decision
    )
    {
        var homes = records
            .Select(static record => DerivedIds.Transaction(record.FirstSeenAt, RecordKey.Of(record)))
            .ToHashSet();
        foreach (var state in decision)
        {
            homes.UnionWith(state.Transactions.Select(static transaction => transaction.Id).OfType<TransactionId>());
        }

        return [.. homes];
    }
}
