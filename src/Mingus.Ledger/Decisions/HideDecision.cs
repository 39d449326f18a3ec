using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>Whether a transaction is left out of lists while it is pending. Once it posts it is listed, whatever was
/// said of it: nothing that counts is hidden.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="IsHidden">Whether it is left out.</param>
/// <param name="At">When a person said so.</param>
public sealed record HiddenTransaction(TransactionId Id, bool IsHidden, DateTimeOffset At);

/// <summary>A pending transaction that its bank seems to have dropped is hidden by a decision, which a person asked for
/// and can take back.</summary>
public static class HideDecision
{
    /// <summary>The rule of such a decision.</summary>
    public const string Rule = "hide";

    /// <summary>Hides the transaction that a finding is about, and resolves the finding. Null where it is not pending
    /// any more.</summary>
    /// <param name="slice">Its records, the user's words, what matching remembers.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="id">The transaction as it is named now.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan? Hide(LedgerSlice slice, Finding finding, TransactionId id, DateTimeOffset now)
    {
        var records = slice.Records.Where(record => record.TransactionId == id && record.IsLive).ToList();
        return records.Count == 0 || records.Exists(static record => !record.Content.IsPending)
            ? null
            : new PersonPlan(
                slice with
                {
                    Repaired = finding,
                },
                now,
                new Act
                {
                    Rule = Rule,
                    Target = [new DecidedTransaction(id, PersonDecisions.Members(slice, id))],
                    Words = [],
                    Reasons = [finding.Text],
                    Repairs = finding.Id,
                    MovesNothing = true,
                    Hides = true,
                }
            ).Plan();
    }
}
