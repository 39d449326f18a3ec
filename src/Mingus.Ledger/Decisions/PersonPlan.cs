using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>Makes the plan of one act: its moves, its words, its decision.</summary>
internal sealed class PersonPlan(LedgerSlice slice, DateTimeOffset now, Act act)
{
    private readonly RecordsDraft _records = new(slice, replay: null);
    private readonly PlanDraft _draft = new(
        new PlanContext(default, RunId: null, [], now, DataAsOf: null)
        {
            OpenFindings = slice
                .MatchStates.SelectMany(static state => BalanceFindings.Stood(state.Key, state.Value))
                .Concat(slice.Repaired is { State: FindingState.Open } open ? [open.Id] : [])
                .ToHashSet(),
        }
    );

    /// <summary>The plan; null where the act does not apply.</summary>
    public SyncPlan? Plan()
    {
        var regrouping = new Regrouping(_records, act.Target, now);
        if (!regrouping.IsWhole || (!act.MovesNothing && !regrouping.Apply(act.Joins)) || Contradicts())
        {
            return null;
        }

        if (act.MovesNothing == _records.Touched.Any())
        {
            return null;
        }

        var accountId = _records.Find(regrouping.Before[0].Records[0])!.After.AccountId;
        var (before, after) = Remember(regrouping, accountId);
        var decision = Decide(regrouping, accountId, act.MovesNothing ? default : (OffSince(before), OffSince(after)));
        Redirect(regrouping, decision.Id);
        Settle(accountId, before, after);
        if (act.Hides is { } hides)
        {
            _draft.Hide(new HiddenTransaction(regrouping.Before[0].Id!.Value, hides, now), accountId);
        }

        _records.SettlePrimaries(now);
        var plan = _draft.ToPlan(_records.Changes());
        return plan with
        {
            PersonPairs = act.Words,
            DuplicateAnswers =
                act.Question is { } question && act.To is { } state
                    ? [new DuplicateAnswer(question, state, decision.Id)]
                    : [],
            // No connection brought it.
            Events = [.. plan.Events.Select(static told => told with { ConnectionId = null })],
        };
    }

    // Another word of the person that the moves would overturn.
    private bool Contradicts()
    {
        var said = act.Words.Select(static pair => (pair.One, pair.Other)).ToHashSet();
        return slice.PersonPairs.Any(pair =>
            !said.Contains((pair.One, pair.Other))
            && _records.Find(pair.One) is { } one
            && _records.Find(pair.Other) is { } other
            && pair.Word is { } word
            && (one.Before!.TransactionId == other.Before!.TransactionId) == (word == PairWord.Same)
            && (one.After.TransactionId == other.After.TransactionId) != (word == PairWord.Same)
        );
    }

    private Decision Decide(Regrouping regrouping, AccountId accountId, (DateOnly? Before, DateOnly? After) offSince)
    {
        var after = act.MovesNothing ? regrouping.Before : regrouping.After;
        var from = StateOf(regrouping.Before, SaidBefore()) with
        {
            State = act.From,
            Repaired = act.Unrepairs,
            OffSince = offSince.Before,
            IsHidden = !act.Hides,
        };
        var to = StateOf(after, OneOf(act.Words.Select(static pair => pair.Word))) with
        {
            State = act.To,
            Repaired = act.Repairs,
            OffSince = offSince.After,
            IsHidden = act.Hides,
        };
        var first = regrouping.Before[0].Records[0];
        var decision = new Decision(
            DerivedIds.Decision(now, act.Rule, first, to.ToJson()),
            Kind: after.Count > regrouping.Before.Count ? "split"
                : after.Count < regrouping.Before.Count ? "match"
                : act.Hides is not null ? "repair"
                : "dismiss",
            ByPerson: true,
            act.Rule,
            now,
            after[0].Id,
            act.Reasons,
            from.ToJson(),
            to.ToJson()
        )
        {
            AccountId = accountId,
            Score = act.Score,
        };
        _draft.Add(decision, accountId);
        if (act.Undoes is { } undone)
        {
            _draft.Undo(undone);
        }

        return decision;
    }

    private DecisionState StateOf(IReadOnlyList<DecidedTransaction> transactions, PairWord? said) =>
        new()
        {
            Transactions = transactions,
            Said = said,
            DuplicateId = act.Question,
        };

    private PairWord? SaidBefore()
    {
        var known = slice.PersonPairs.ToDictionary(static pair => (pair.One, pair.Other), static pair => pair.Word);
        return OneOf(act.Words.Select(pair => known.GetValueOrDefault((pair.One, pair.Other))));
    }

    private static PairWord? OneOf(IEnumerable<PairWord?> words) =>
        words.Distinct().ToList() is [var word] ? word : null;

    private void Redirect(Regrouping regrouping, DecisionId decisionId)
    {
        foreach (var old in regrouping.Before.Where(old => _records.Of(old.Id!.Value).Count == 0))
        {
            var eldest = Regrouping.Eldest(old.Records.Select(key => _records.Find(key)!.After));
            _draft.Add(new Redirect(old.Id!.Value, eldest.TransactionId, decisionId));
        }

        foreach (
            var id in regrouping
                .After.Select(static now => now.Id)
                .Except(regrouping.Before.Select(static old => old.Id))
        )
        {
            _draft.Restore(id!.Value);
        }
    }

    private (AccountMatchState Before, AccountMatchState After) Remember(Regrouping regrouping, AccountId accountId)
    {
        var before = slice.MatchStates.GetValueOrDefault(accountId) ?? AccountMatchState.Empty;
        if (act.MovesNothing || !slice.MatchStates.ContainsKey(accountId))
        {
            return (before, before);
        }

        var after = MatchMemory.After(before, _records, regrouping, act.OffSince);
        _draft.Remember(accountId, after);
        return (before, after);
    }

    private static DateOnly? OffSince(AccountMatchState state) =>
        state.Feeds.Values.Select(static feed => feed.OffSince).Append(state.Account.OffSince).Min();

    // What was off by an amount is not off by that any more, and what is off now is told at once.
    private void Settle(AccountId accountId, AccountMatchState before, AccountMatchState after)
    {
        var shown = slice.Shown.Where(feed => feed.Account.Id == accountId).ToList();
        BalanceFindings.Settle(_draft, [new(accountId, shown, before, after)]);
        if (act.Repairs is { } repaired)
        {
            _draft.Resolve(repaired);
        }

        if (act.Unrepairs is not null && slice.Repaired is { State: FindingState.Resolved } finding)
        {
            _draft.Open(finding with { State = FindingState.Open });
        }
    }
}
