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

        var decision = Decide(regrouping);
        Redirect(regrouping, decision.Id);
        Remember(regrouping, decision.AccountId!.Value);
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

    private Decision Decide(Regrouping regrouping)
    {
        var after = act.MovesNothing ? regrouping.Before : regrouping.After;
        var from = StateOf(regrouping.Before, SaidBefore()) with { State = act.From };
        var to = StateOf(after, OneOf(act.Words.Select(static pair => pair.Word))) with { State = act.To };
        var first = regrouping.Before[0].Records[0];
        var decision = new Decision(
            DerivedIds.Decision(now, act.Rule, first, to.ToJson()),
            Kind: after.Count > regrouping.Before.Count ? "split"
                : after.Count < regrouping.Before.Count ? "match"
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
            AccountId = _records.Find(first)!.After.AccountId,
            Score = act.Score,
        };
        _draft.Add(decision, decision.AccountId.Value);
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

    private void Remember(Regrouping regrouping, AccountId accountId)
    {
        if (!act.MovesNothing && slice.MatchStates.TryGetValue(accountId, out var state))
        {
            var after = MatchMemory.After(state, _records, regrouping);
            _draft.Remember(accountId, after);
            // What was off by an amount is not off by that any more; the next balance says what is.
            foreach (
                var gone in BalanceFindings.Stood(accountId, state).Except(BalanceFindings.Stood(accountId, after))
            )
            {
                _draft.Resolve(gone);
            }
        }
    }
}
