using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Plan;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decisions;

/// <summary>
/// What people decide about transactions and accounts, and take back. Each act is one plan and one commit, with a
/// decision of its own; the plan rests on the user's version, so that no two decide over each other.
/// </summary>
public sealed class Deciding
{
    private readonly ILedgerStore _store;
    private readonly IDecisionStore _decisions;
    private readonly ILedgerQueries _queries;
    private readonly DecisionTurns _turns;
    private readonly UserLocks _locks;
    private readonly TimeProvider _time;

    internal Deciding(
        ILedgerStore store,
        IDecisionStore decisions,
        ILedgerQueries queries,
        DecisionTurns turns,
        UserLocks locks,
        TimeProvider time
    )
    {
        (_store, _decisions, _queries) = (store, decisions, queries);
        (_turns, _locks, _time) = (turns, locks, time);
    }

    /// <summary>Says that the two transactions of a question are one.</summary>
    public Task<DecideResult> Confirm(UserId userId, DuplicateId id, CancellationToken cancellationToken) =>
        Answer(userId, id, LinkState.Linked, PersonDecisions.Confirm, cancellationToken);

    /// <summary>Says that the two transactions of a question are two.</summary>
    public Task<DecideResult> Dismiss(UserId userId, DuplicateId id, CancellationToken cancellationToken) =>
        Answer(userId, id, LinkState.Dismissed, PersonDecisions.Dismiss, cancellationToken);

    /// <summary>Takes a transaction that was joined apart again, for ever.</summary>
    public Task<DecideResult> Split(UserId userId, DuplicateId id, CancellationToken cancellationToken) =>
        Decide(
            userId,
            async version =>
            {
                var group = (await _decisions.Duplicate(userId, id, cancellationToken)).Value;
                if (group is not { State: LinkState.Linked })
                {
                    return Refused(group, LinkState.Dismissed);
                }

                // It may have been joined to a third one since.
                var current = (await _queries.Transaction(userId, group.One, cancellationToken)).Value;
                if (current is null)
                {
                    return new DecideResult(DecideOutcome.NoLongerApplies);
                }

                var matches = await _decisions.MatchesOf(userId, current.Id, cancellationToken);
                var names = matches.SelectMany(DecisionTurns.NamesOf).Distinct().ToList();
                var found = await _decisions.LoadRecords(userId, names, [current.Id], cancellationToken);
                TransactionId[] ids = [current.Id, .. Homes.Of(found.Records)];
                var slice = await _decisions.LoadRecords(userId, names, ids, cancellationToken);
                slice = await _turns.Show(userId, slice, group.AccountId, cancellationToken);
                DuplicateId? question = group.One == group.Other ? null : group.Id;
                var plan = PersonDecisions.Split(slice, current.Id, matches, question, _time.Now());
                return await _store.Write(userId, plan, version, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Makes one of the two transactions that a finding says are one, and resolves it.</summary>
    public Task<DecideResult> Merge(
        UserId userId,
        Finding finding,
        (TransactionId One, TransactionId Other) pair,
        CancellationToken cancellationToken
    ) =>
        Decide(
            userId,
            async version =>
            {
                var slice = await _decisions.LoadRecords(userId, [], [pair.One, pair.Other], cancellationToken);
                slice = await _turns.Show(userId, slice, finding.AccountId, cancellationToken);
                var plan = RepairDecision.Merge(slice, finding, pair, _time.Now());
                if (plan is not null && RepairDecision.IsDeniedByBalance(slice, plan))
                {
                    return new DecideResult(DecideOutcome.DeniedByBalance);
                }

                return await _store.Write(userId, plan, version, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Leaves a transaction that a finding is about out of lists while it is pending, and resolves the
    /// finding.</summary>
    public Task<DecideResult> Hide(
        UserId userId,
        Finding finding,
        TransactionId pending,
        CancellationToken cancellationToken
    ) =>
        Decide(
            userId,
            async version =>
            {
                // It may have been joined to another one since.
                if ((await _queries.Transaction(userId, pending, cancellationToken)).Value is not { } current)
                {
                    return new DecideResult(DecideOutcome.NoLongerApplies);
                }

                var slice = await _decisions.LoadRecords(userId, [], [current.Id], cancellationToken);
                var plan = HideDecision.Hide(slice, finding, current.Id, _time.Now());
                return await _store.Write(userId, plan, version, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Says that a feed does not show an account; a link that stands is taken back.</summary>
    public async Task<DecideResult> DismissLink(UserId userId, AccountLinkId id, CancellationToken cancellationToken)
    {
        var known = (await _decisions.AccountLink(userId, id, cancellationToken)).Value;
        if (known is { State: LinkState.Linked, DecisionId: { } linked })
        {
            return await Undo(userId, linked, cancellationToken);
        }

        return await Decide(
            userId,
            async version =>
            {
                var link = (await _decisions.AccountLink(userId, id, cancellationToken)).Value;
                return link?.State switch
                {
                    null => new DecideResult(DecideOutcome.Unknown),
                    LinkState.Dismissed => new DecideResult(DecideOutcome.Unchanged),
                    LinkState.Linked => new DecideResult(DecideOutcome.DecidedOtherwise),
                    _ => await _store.Write(
                        userId,
                        FeedLinking.Answer(link, LinkState.Dismissed, "dismiss", undone: null, _time.Now()),
                        version,
                        cancellationToken
                    ),
                };
            },
            cancellationToken
        );
    }

    /// <summary>Takes a decision back, by a new one.</summary>
    public Task<DecideResult> Undo(UserId userId, DecisionId id, CancellationToken cancellationToken) =>
        Turn(userId, id, isUndo: true, cancellationToken);

    /// <summary>Makes a decision that was taken back stand again, by a new one.</summary>
    public Task<DecideResult> Redo(UserId userId, DecisionId id, CancellationToken cancellationToken) =>
        Turn(userId, id, isUndo: false, cancellationToken);

    private Task<DecideResult> Answer(
        UserId userId,
        DuplicateId id,
        LinkState wanted,
        Func<LedgerSlice, Suggestion, DateTimeOffset, SyncPlan?> plan,
        CancellationToken cancellationToken
    ) =>
        Decide(
            userId,
            async version =>
            {
                var group = (await _decisions.Duplicate(userId, id, cancellationToken)).Value;
                if (group is not { State: LinkState.Suggested })
                {
                    return Refused(group, wanted);
                }

                var slice = await _decisions.LoadRecords(userId, [], [group.One, group.Other], cancellationToken);
                slice = await _turns.Show(userId, slice, group.AccountId, cancellationToken);
                var question = new Suggestion(
                    group.Id,
                    group.AccountId,
                    group.One,
                    group.Other,
                    group.Score ?? 0,
                    group.Reasons,
                    group.At,
                    group.Rule
                );
                return await _store.Write(userId, plan(slice, question, _time.Now()), version, cancellationToken);
            },
            cancellationToken
        );

    private Task<DecideResult> Turn(UserId userId, DecisionId id, bool isUndo, CancellationToken cancellationToken) =>
        Decide(userId, version => _turns.Turn(userId, id, isUndo, version, cancellationToken), cancellationToken);

    // What is read after the version is as of it, or the commit is refused and all is read again.
    private async Task<DecideResult> Decide(
        UserId userId,
        Func<long, Task<DecideResult>> attempt,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _locks.Enter(userId, cancellationToken);
        for (var tries = 1; tries <= SyncLimits.PlansPerUpdate; tries++)
        {
            var seen = await _decisions.LoadRecords(userId, [], [], cancellationToken);
            var result = await attempt(seen.UserVersion);
            if (result.Outcome != DecideOutcome.Busy)
            {
                return result;
            }
        }

        return new DecideResult(DecideOutcome.Busy);
    }

    private static DecideResult Refused(DuplicateGroup? group, LinkState wanted) =>
        new(
            group is null ? DecideOutcome.Unknown
            : group.State == wanted ? DecideOutcome.Unchanged
            : DecideOutcome.DecidedOtherwise
        );
}
