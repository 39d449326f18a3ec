using System.Text.Json;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Link;

/// <summary>
/// Moves a feed with its records to another account. Joining matches the records with those of the account's other
/// feeds; parting gives every transaction that was joined by it the records and the id it had alone (invariant 7).
/// </summary>
public static class FeedLinking
{
    /// <summary>The rule of decisions that link by evidence.</summary>
    public const string RecognitionRule = "account_recognition";

    /// <summary>The rule of decisions in which a person said which account a feed shows.</summary>
    public const string PersonRule = "person";

    /// <summary>Joins the feed to the account: the plan asks for the account's records that may match.</summary>
    public static OpenPlan Join(FeedMove move)
    {
        var (draft, records) = Begin(move, move.To.Id, LinkState.Linked);
        MoveRecords(move, records);
        var states = StatesAfter(move);
        draft.Remember(move.Feed.Account.Id, states[move.Feed.Account.Id]);
        draft.Remember(move.To.Id, states[move.To.Id]);
        var feed = move.Feed with { Feed = Moved(move), Account = move.To };
        var asOf =
            states[move.To.Id].Feeds.GetValueOrDefault(feed.Feed.Id)?.AsOf
            ?? DateOnly.FromDateTime(move.Now.UtcDateTime);
        return new OpenPlan(
            draft,
            records,
            (
                new MatchStep(draft, records, states, move.PersonPairs),
                [new MatchTask(feed, asOf, Balance: null, Joins: true)]
            )
        )
        {
            Tell = _ => MoveFindings.Settle(draft, move),
        };
    }

    /// <summary>Parts the feed from the account it shows and gives it to the one it had before. That it shows the
    /// account it leaves is refused from now on: recognition does not join them again.</summary>
    /// <param name="move">The move back: <see cref="FeedMove.To"/> is the account it showed before.</param>
    public static SyncPlan Part(FeedMove move)
    {
        var (draft, records) = Begin(move, move.Feed.Account.Id, LinkState.Dismissed);
        var shared = move
            .Records.GroupBy(record => record.TransactionId)
            .Where(members => members.Any(OfFeed) && !members.All(OfFeed))
            .ToList();
        foreach (var members in shared)
        {
            Split(draft, records, [.. members], OfFeed);
        }

        MoveRecords(move, records);
        foreach (var (accountId, state) in StatesAfter(move))
        {
            draft.Remember(accountId, state);
        }

        draft.Restore(move.To.Id);
        MoveFindings.Settle(draft, move);
        return new OpenPlan(draft, records, (new MatchStep(draft, records, move.States, []), [])).Complete([]);

        bool OfFeed(LedgerRecord record) => record.FeedId == move.Feed.Feed.Id;
    }

    /// <summary>Asks a person whether a feed shows an account.</summary>
    public static SyncPlan Ask(FeedState feed, RecognitionResult.Likely likely, DateTimeOffset now)
    {
        var draft = new PlanDraft(new PlanContext(feed.Feed.ConnectionId, RunId: null, [feed], now, DataAsOf: null));
        draft.Tell(feed.Account.Id, "link_suggested");
        draft.Add(
            new AccountLink(
                DerivedIds.AccountLink(feed.Feed.Id, likely.Account.Id),
                likely.Account.Id,
                feed.Feed.Id,
                LinkState.Suggested,
                likely.Score,
                likely.Reasons,
                DecisionId: null,
                now
            )
        );
        return draft.ToPlan([]);
    }

    /// <summary>Answers the question whether a feed shows an account with no, or asks it again.</summary>
    /// <param name="link">The question.</param>
    /// <param name="to">Dismissed; suggested where a dismissal is taken back.</param>
    /// <param name="rule">The person's act.</param>
    /// <param name="undone">The dismissal that is taken back; null when none.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan Answer(AccountLink link, LinkState to, string rule, DecisionId? undone, DateTimeOffset now)
    {
        var draft = new PlanDraft(new PlanContext(default, RunId: null, [], now, DataAsOf: null));
        var before = new DecisionState
        {
            FeedId = link.FeedId,
            AccountId = link.AccountId,
            State = link.State,
        };
        var after = (before with { State = to }).ToJson();
        var about = new RecordKey(link.FeedId, link.AccountId.ToString());
        var decision = new Decision(
            DerivedIds.Decision(now, rule, about, after),
            Kind: "dismiss",
            ByPerson: true,
            rule,
            now,
            TransactionId: null,
            ["a person said so"],
            before.ToJson(),
            after
        )
        {
            AccountId = link.AccountId,
            Score = link.Score,
        };
        draft.Add(decision, link.AccountId);
        draft.Tell(link.AccountId, to == LinkState.Dismissed ? "link_dismissed" : "link_suggested");
        draft.Add(link with { State = to, DecisionId = decision.Id, At = now });
        if (undone is { } taken)
        {
            draft.Undo(taken);
        }

        var plan = draft.ToPlan([]);
        return plan with { Events = [.. plan.Events.Select(static told => told with { ConnectionId = null })] };
    }

    private static (PlanDraft Draft, RecordsDraft Records) Begin(FeedMove move, AccountId about, LinkState state)
    {
        var context = new PlanContext(move.Feed.Feed.ConnectionId, move.RunId, [move.Feed], move.Now, DataAsOf: null)
        {
            OpenFindings = MoveFindings.Stood(move),
        };
        var draft = new PlanDraft(context);
        draft.Move(Moved(move));
        draft.Tell(move.Feed.Account.Id, "feed_left");
        draft.Tell(move.To.Id, "feed_joined");
        var decision = new Decision(
            DerivedIds.Decision(
                move.Now,
                "link",
                new RecordKey(move.Feed.Feed.Id, move.To.Id.ToString()),
                move.Feed.Account.Id.ToString()
            ),
            Kind: "link",
            move.ByPerson,
            move.Rule,
            move.Now,
            TransactionId: null,
            move.Reasons,
            Before: StateOf(move.Feed.Feed.Id, move.Feed.Account.Id),
            After: StateOf(move.Feed.Feed.Id, move.To.Id)
        )
        {
            AccountId = move.To.Id,
            Score = move.Score,
        };
        draft.Add(decision, move.To.Id);
        draft.Add(
            new AccountLink(
                DerivedIds.AccountLink(move.Feed.Feed.Id, about),
                about,
                move.Feed.Feed.Id,
                state,
                move.Score,
                move.Reasons,
                decision.Id,
                move.Now
            )
        );
        if (move.Undoes is { } undone)
        {
            draft.Undo(undone);
        }

        if (move.LeavesAccountEmpty)
        {
            draft.Add(new AccountRedirect(move.Feed.Account.Id, move.To.Id, decision.Id));
        }

        return (draft, new RecordsDraft(new LedgerSlice(UserVersion: 0, move.Records), replay: null));
    }

    private static Feed Moved(FeedMove move) =>
        move.Feed.Feed with
        {
            AccountId = move.To.Id,
            LinkedByPerson = move.ByPerson,
        };

    private static void MoveRecords(FeedMove move, RecordsDraft records)
    {
        foreach (var record in move.Records.Where(record => record.FeedId == move.Feed.Feed.Id))
        {
            var known = records.Find(RecordKey.Of(record))!;
            records.Change(known, ChangeKind.Moved, known.After with { AccountId = move.To.Id, UpdatedAt = move.Now });
        }
    }

    // The part with the oldest record keeps the id that has been shown; the other gets the one it would have had alone.
    private static void Split(
        PlanDraft draft,
        RecordsDraft records,
        IReadOnlyList<LedgerRecord> members,
        Func<LedgerRecord, bool> isApart
    )
    {
        var founder = Regrouping.Eldest(members);
        var leaving = members.Where(record => isApart(record) != isApart(founder)).ToList();
        var eldest = Regrouping.Eldest(leaving);
        var home = records.HomeOf(eldest, founder.TransactionId, draft.Context.Now);
        foreach (var record in leaving)
        {
            records.Move(records.Find(RecordKey.Of(record))!, home, draft.Context.Now);
        }

        draft.Restore(home);
    }

    // What is remembered of the feed goes with it.
    private static Dictionary<AccountId, AccountMatchState> StatesAfter(FeedMove move)
    {
        var feedId = move.Feed.Feed.Id;
        var (from, to) = (move.StateOf(move.Feed.Account.Id), move.StateOf(move.To.Id));
        var feeds = new Dictionary<FeedId, FeedMatchState>(to.Feeds);
        if (from.Feeds.TryGetValue(feedId, out var own))
        {
            feeds[feedId] = own;
        }

        var rates = new Dictionary<(FeedId, FeedId), Match.Evidence.PairRates>(to.Rates);
        if (from.Rates.TryGetValue((feedId, feedId), out var alone))
        {
            rates[(feedId, feedId)] = alone;
        }

        var (leaves, joins) = SumsMoved(move);
        return new Dictionary<AccountId, AccountMatchState>
        {
            [move.Feed.Account.Id] = new()
            {
                Account = new AccountBalanceState { VisibleSum = from.Account.VisibleSum - leaves },
                Feeds = from.Feeds.Where(pair => pair.Key != feedId).ToDictionary(),
                Rates = from.Rates.Where(pair => pair.Key.One != feedId && pair.Key.Other != feedId).ToDictionary(),
                Unsettled = [.. from.Unsettled.Where(open => open.FeedId != feedId)],
            },
            [move.To.Id] = new()
            {
                Account = to.Account with { VisibleSum = to.Account.VisibleSum + joins },
                Feeds = feeds,
                Rates = rates,
                Unsettled = [.. to.Unsettled, .. from.Unsettled.Where(open => open.FeedId == feedId)],
            },
        };
    }

    // What one account shows less and the other more: a transaction that other feeds tell too stays where they are, and
    // what is there already comes no second time.
    private static (long Leaves, long Joins) SumsMoved(FeedMove move)
    {
        var own = move
            .Records.Where(record =>
                record.Content.Amount.Currency == move.To.Currency && record.AccountId != move.To.Id
            )
            .ToList();
        var rest = own.Where(record => record.FeedId != move.Feed.Feed.Id);
        var moved = own.Where(record => record.FeedId == move.Feed.Feed.Id);
        return (AccountWitness.SumShown(own) - AccountWitness.SumShown(rest), AccountWitness.SumShown(moved));
    }

    private static string StateOf(FeedId feedId, AccountId accountId) =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["feedId"] = feedId.ToString(),
                ["accountId"] = accountId.ToString(),
            }
        );
}
