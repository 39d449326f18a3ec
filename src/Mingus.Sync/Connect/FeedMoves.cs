using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>A feed that shall show another account.</summary>
/// <param name="Feed">The feed and the account it shows.</param>
/// <param name="From">That account with all of its feeds.</param>
/// <param name="To">The account it shall show.</param>
/// <param name="Rule">The rule or the person's act.</param>
internal sealed record FeedWish(FeedState Feed, AccountView From, Account To, string Rule)
{
    public double? Score { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The run that found it; null for a person's act.</summary>
    public RunId? RunId { get; init; }

    /// <summary>The decision that it takes back; null when none.</summary>
    public DecisionId? Undoes { get; init; }

    /// <summary>The user's version before the accounts of the wish were read: it is refused when anything has changed
    /// since. Two wishes made side by side could else send two accounts into each other.</summary>
    public required long SeenVersion { get; init; }
}

/// <summary>Moves a feed to another account: load, plan, one commit.</summary>
internal sealed class FeedMoves(ILedgerStore store, TimeProvider time)
{
    /// <summary>Joins it to an account, whose records it is matched with.</summary>
    public async Task<(CommitResult Result, DecisionId? DecisionId)> Join(
        UserId userId,
        FeedWish wish,
        CancellationToken cancellationToken
    )
    {
        var slice = await store.LoadFeed(userId, wish.Feed.Feed.Id, cancellationToken);
        if (slice.UserVersion != wish.SeenVersion)
        {
            return (CommitResult.SliceStale, null);
        }

        var open = FeedLinking.Join(MoveOf(wish, slice));
        var neighbours =
            open.Needs.Count == 0 ? [] : (await store.LoadNeighbours(userId, open.Needs, cancellationToken)).Records;
        return await Commit(userId, open.Complete(neighbours), wish, cancellationToken);
    }

    /// <summary>Gives it back to the account it had before.</summary>
    public async Task<(CommitResult Result, DecisionId? DecisionId)> Part(
        UserId userId,
        FeedWish wish,
        CancellationToken cancellationToken
    )
    {
        var slice = await store.LoadFeed(userId, wish.Feed.Feed.Id, cancellationToken);
        if (slice.UserVersion != wish.SeenVersion)
        {
            return (CommitResult.SliceStale, null);
        }

        var plan = FeedLinking.Part(MoveOf(wish, slice));
        return await Commit(userId, plan, wish, cancellationToken);
    }

    private async Task<(CommitResult Result, DecisionId? DecisionId)> Commit(
        UserId userId,
        SyncPlan plan,
        FeedWish wish,
        CancellationToken cancellationToken
    ) => (await store.CommitDecision(userId, plan, wish.SeenVersion, cancellationToken), plan.Decisions[0].Id);

    private FeedMove MoveOf(FeedWish wish, LedgerSlice slice) =>
        new()
        {
            Feed = wish.Feed,
            To = wish.To,
            LeavesAccountEmpty = wish.From.Feeds.Count == 1,
            Records = slice.Records,
            States = slice.MatchStates,
            PersonPairs = slice.PersonPairs,
            Now = time.Now(),
            ByPerson = wish.Rule != FeedLinking.RecognitionRule,
            Rule = wish.Rule,
            Score = wish.Score,
            Reasons = wish.Reasons,
            RunId = wish.RunId,
            Undoes = wish.Undoes,
        };
}
