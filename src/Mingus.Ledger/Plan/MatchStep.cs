using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What matching needs of one account beyond the slice.</summary>
public sealed record AccountNeeds(AccountId AccountId, MatchNeeds Needs);

/// <summary>
/// Matching as a step of planning: after identity and pending links, feed by feed, on what the update touched and its
/// neighbourhood. Its moves, decisions, suggestions and verdicts go into the plan.
/// </summary>
internal sealed class MatchStep(
    PlanDraft draft,
    RecordsDraft records,
    IReadOnlyDictionary<AccountId, AccountMatchState> states,
    IReadOnlyList<PersonPair> said
)
{
    private readonly Dictionary<AccountId, AccountMatchState> _states = [];
    private readonly HashSet<DecisionId> _decided = [];

    /// <summary>What each account needs, before anything is decided. Empty in the common case.</summary>
    public IReadOnlyList<AccountNeeds> Needs(IReadOnlyCollection<MatchTask> tasks) =>
        [
            .. tasks
                .Select(task => new AccountNeeds(task.Feed.Account.Id, NeedsOf(task)))
                .Where(need => need.Needs.Transactions.Count + need.Needs.Amounts.Count > 0),
        ];

    /// <summary>Matches what each feed brought.</summary>
    /// <param name="tasks">A task a feed that has news.</param>
    /// <param name="neighbours">The records that <see cref="Needs"/> asked for.</param>
    public void Apply(IReadOnlyCollection<MatchTask> tasks, IReadOnlyCollection<LedgerRecord> neighbours)
    {
        records.Take(neighbours);
        foreach (var task in tasks)
        {
            Match(task, neighbours);
        }
    }

    // What the slice has already is not asked for again: pending records that the update withdraws, mostly.
    private MatchNeeds NeedsOf(MatchTask task)
    {
        var needs = AllNeedsOf(task);
        return needs.Transactions.Count == 0
            ? needs
            : needs with
            {
                Transactions = [.. needs.Transactions.Where(id => records.Of(id).Count == 0)],
            };
    }

    private MatchNeeds AllNeedsOf(MatchTask task) =>
        MatchNeeds.Of(RecordsOf(task, []), StateOf(task), task.Feed.Feed.Id, task.AsOf, task.Balance);

    private void Match(MatchTask task, IReadOnlyCollection<LedgerRecord> neighbours)
    {
        var accountId = task.Feed.Account.Id;
        var before = StateOf(task);
        var outcome = Matcher.Match(
            new MatchRequest
            {
                AccountId = accountId,
                FeedId = task.Feed.Feed.Id,
                AsOf = task.AsOf,
                Now = draft.Context.Now,
                Balance = task.Balance,
                Held = task.Held,
                Records = RecordsOf(task, neighbours),
                State = before,
                Persons = PersonWords.Of(said, records),
                Joins = task.Joins,
            }
        );
        _states[accountId] = outcome.State;
        draft.Remember(accountId, outcome.State);
        Follow(outcome);
        Decide(accountId, outcome);
        Suggest(accountId, outcome.Suggestions);
        if (task.Balance is not null)
        {
            BalanceFindings.Judge(draft, task, before, outcome);
        }
    }

    private AccountMatchState StateOf(MatchTask task) =>
        _states.TryGetValue(task.Feed.Account.Id, out var state)
            ? state
            : states.GetValueOrDefault(task.Feed.Account.Id) ?? AccountMatchState.Empty;

    // What the plan touched, and the neighbours, each with all records of its transaction; those of the account, in its
    // currency: others do not count in its balance.
    private List<MatchRecord> RecordsOf(MatchTask task, IReadOnlyCollection<LedgerRecord> neighbours)
    {
        var account = task.Feed.Account;
        var found = new List<MatchRecord>();
        var seen = new HashSet<TransactionId>();
        foreach (var transaction in records.Touched)
        {
            Take(transaction);
        }

        foreach (var neighbour in neighbours)
        {
            Take(neighbour.TransactionId);
        }

        return found;

        void Take(TransactionId transaction)
        {
            if (!seen.Add(transaction))
            {
                return;
            }

            foreach (var member in records.Of(transaction))
            {
                if (member.After.AccountId == account.Id && member.After.Content.Amount.Currency == account.Currency)
                {
                    found.Add(new MatchRecord(member.After, member.Before));
                }
            }
        }
    }

    private void Follow(MatchOutcome outcome)
    {
        foreach (var (key, _, to) in outcome.Moves)
        {
            records.Move(records.Find(key)!, to, draft.Context.Now);
        }
    }

    private void Decide(AccountId accountId, MatchOutcome outcome)
    {
        var now = draft.Context.Now;
        var moves = new ShownMoves(outcome.Moves, records);
        foreach (var made in outcome.Decisions)
        {
            var about = made.After.Count > 0 ? made.After[0] : made.Before[0];
            var after = DecisionStates.Of(made.TransactionId, made.After);
            var id = DerivedIds.Decision(now, made.Rule, about, $"{made.Kind} {after}");
            // Each record that came to a transaction says so: what they say is one decision.
            if (!_decided.Add(id))
            {
                continue;
            }

            var decision = new Decision(
                id,
                made.Kind,
                ByPerson: false,
                made.Rule,
                now,
                made.TransactionId,
                made.Reasons,
                Before: DecisionStates.Of(made.TransactionId, made.Before),
                after
            )
            {
                AccountId = accountId,
                Score = made.Score,
            };
            draft.Add(decision, accountId);
            Redirect(decision.Id, made, moves.Of(made));
        }
    }

    // An id that was shown and is left by its last record leads on to the one its records have now; one that a record
    // goes back to stands for itself again.
    private void Redirect(DecisionId decisionId, MatchDecision made, IEnumerable<MatchMove> moves)
    {
        foreach (var (key, from, to) in moves)
        {
            if (to == made.TransactionId && records.Of(from).Count == 0 && made.After.Contains(key))
            {
                draft.Add(new Redirect(from, to, decisionId));
            }
            else if (from == made.TransactionId || made.Before.Contains(key))
            {
                draft.Restore(to);
            }
        }
    }

    private void Suggest(AccountId accountId, IReadOnlyList<MatchSuggestion> suggestions)
    {
        foreach (var suggestion in suggestions)
        {
            var (one, other) = (records.Find(suggestion.One)!.After, records.Find(suggestion.Other)!.After);
            if (one.TransactionId != other.TransactionId)
            {
                draft.Add(
                    new Suggestion(
                        DerivedIds.Duplicate(suggestion.One, suggestion.Other),
                        accountId,
                        one.TransactionId,
                        other.TransactionId,
                        suggestion.Score,
                        suggestion.Reasons,
                        draft.Context.Now,
                        suggestion.Rule
                    )
                );
            }
        }
    }
}

/// <summary>What one feed brought, to be matched.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="AsOf">The day of its data, not of the clock.</param>
/// <param name="Balance">Minor units in the account's currency: the balance that came with the update; null when none
/// did, when it is not believed, or while the history is not complete.</param>
/// <param name="Joins">Whether the feed joins the account with the history it has.</param>
/// <param name="Held">Minor units of pending transactions that the bank holds; null when the provider does not
/// say.</param>
internal sealed record MatchTask(FeedState Feed, DateOnly AsOf, long? Balance, bool Joins = false, long? Held = null);
