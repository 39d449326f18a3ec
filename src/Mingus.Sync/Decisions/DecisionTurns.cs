using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Connect;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decisions;

/// <summary>Takes a decision back, or makes one that was taken back stand again.</summary>
internal sealed class DecisionTurns(
    ILedgerStore store,
    IDecisionStore decisions,
    ILedgerQueries queries,
    FeedMoves moves,
    TimeProvider time
)
{
    /// <summary>So often a decision may have been undone and redone.</summary>
    private const int TurnsMax = 1_000;

    private static readonly string[] PersonsWord = ["a person said so"];

    /// <summary>One attempt, on the ledger as of the user's version.</summary>
    public async Task<DecideResult> Turn(
        UserId userId,
        DecisionId id,
        bool isUndo,
        long version,
        CancellationToken cancellationToken
    )
    {
        if (await Last(userId, id, cancellationToken) is not var (last, isStanding))
        {
            return new DecideResult(DecideOutcome.Unknown);
        }

        if (isStanding != isUndo)
        {
            return new DecideResult(isUndo ? DecideOutcome.Undone : DecideOutcome.Standing);
        }

        // Who takes back an undo makes the first decision stand again.
        var rule = last.Rule == PersonDecisions.UndoRule ? PersonDecisions.RedoRule : PersonDecisions.UndoRule;
        var (before, after) = (DecisionState.Read(last.Before), DecisionState.Read(last.After));
        if (before.FeedId is not null)
        {
            return before.State is null
                ? await TurnMove(userId, (last, before, after), rule, version, cancellationToken)
                : await TurnAnswer(userId, (last, before, after), rule, version, cancellationToken);
        }

        var names = NamesOf(last).Distinct().ToList();
        var found = await decisions.LoadRecords(userId, names, [], cancellationToken);
        var homes = Homes.Of(found.Records, before, after);
        var slice = await decisions.LoadRecords(userId, names, homes, cancellationToken);
        slice = await Show(userId, slice, last.AccountId, cancellationToken);
        if ((before.Repaired ?? after.Repaired) is { } repaired)
        {
            var finding = (await queries.Finding(userId, repaired, cancellationToken)).Value;
            slice = slice with { Repaired = finding };
        }

        var plan = PersonDecisions.Undo(slice, last, rule, time.Now());
        return await store.Write(userId, plan, version, cancellationToken);
    }

    /// <summary>The slice with the feeds that show the account of an act: what is off by it is told by them.</summary>
    public async Task<LedgerSlice> Show(
        UserId userId,
        LedgerSlice slice,
        AccountId? accountId,
        CancellationToken cancellationToken
    )
    {
        var shown = accountId is { } id ? (await queries.Account(userId, id, cancellationToken)).Value : null;
        return shown is null
            ? slice
            : slice with
            {
                Shown = [.. shown.Feeds.Select(feed => new FeedState(feed.Feed, shown.Account, LastBalance: null))],
            };
    }

    /// <summary>The records that a decision names.</summary>
    public static IEnumerable<RecordKey> NamesOf(Decision decision) =>
        DecisionState.Read(decision.Before).Records.Concat(DecisionState.Read(decision.After).Records);

    // Undone and redone, a decision stands by its last redo. Null: the user has no such decision.
    private async Task<(Decision Last, bool IsStanding)?> Last(
        UserId userId,
        DecisionId id,
        CancellationToken cancellationToken
    )
    {
        var last = (await decisions.Decision(userId, id, cancellationToken)).Value;
        var isStanding = true;
        for (var turn = 0; turn < TurnsMax && last?.UndoneBy is { } next; turn++)
        {
            last = (await decisions.Decision(userId, next, cancellationToken)).Value;
            isStanding = !isStanding;
        }

        return last is null ? null : (last, isStanding);
    }

    private async Task<DecideResult> TurnAnswer(
        UserId userId,
        (Decision Decision, DecisionState Before, DecisionState After) last,
        string rule,
        long version,
        CancellationToken cancellationToken
    )
    {
        var (feedId, accountId) = (last.Before.FeedId!.Value, last.Before.AccountId!.Value);
        var link = (await decisions.AccountLink(userId, feedId, accountId, cancellationToken)).Value;
        var plan =
            link is null || link.State != last.After.State
                ? null
                : FeedLinking.Answer(link, last.Before.State!.Value, rule, last.Decision.Id, time.Now());
        return await store.Write(userId, plan, version, cancellationToken);
    }

    private async Task<DecideResult> TurnMove(
        UserId userId,
        (Decision Decision, DecisionState Before, DecisionState After) last,
        string rule,
        long version,
        CancellationToken cancellationToken
    )
    {
        var (feedId, accountId) = (last.Before.FeedId!.Value, last.Before.AccountId!.Value);
        var known = await KnownAccounts.Load(queries, userId, cancellationToken);
        if (known.Find(feedId) is not var (feed, from) || from.Account.Id != last.After.AccountId)
        {
            return new DecideResult(DecideOutcome.NoLongerApplies);
        }

        // An account that no feed shows is not listed; all that the move back needs of it is its id.
        var to = known.Find(accountId);
        var wish = new FeedWish(
            new FeedState(feed.Feed, from.Account, LastBalance: null),
            from,
            to?.Account ?? from.Account with { Id = accountId },
            rule
        )
        {
            Reasons = PersonsWord,
            Undoes = last.Decision.Id,
            SeenVersion = version,
        };
        if (rule == PersonDecisions.UndoRule)
        {
            var (parted, undoing) = await moves.Part(userId, wish, cancellationToken);
            return DecideCommits.Of(parted, undoing);
        }

        if (to is null || !AccountRecognition.IsPossible(wish.Feed, to.Account, to.Feeds.Select(static f => f.Feed)))
        {
            return new DecideResult(DecideOutcome.NoLongerApplies);
        }

        var (joined, redoing) = await moves.Join(userId, wish, cancellationToken);
        return DecideCommits.Of(joined, redoing);
    }
}
