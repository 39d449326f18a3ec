using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>What became of the wish to link a feed to an account.</summary>
public enum LinkOutcome
{
    /// <summary>The feed shows that account now.</summary>
    Linked,

    /// <summary>It showed it already: nothing to do.</summary>
    Unchanged,

    /// <summary>The user has no such feed or account.</summary>
    Unknown,

    /// <summary>The two are of different kinds or currencies, or of one connection: they cannot be one
    /// account.</summary>
    Impossible,

    /// <summary>Other changes of this user's data came first each time; nothing was written.</summary>
    Busy,
}

/// <summary>
/// Says which account a feed shows: by a person's word at any time, by evidence after the first syncs of a feed. Either
/// way one plan moves the feed with its records and matches them, and one commit writes it.
/// </summary>
public sealed class AccountLinker
{
    /// <summary>Days of data for which a feed that was not recognised is looked at after each update.</summary>
    private const int YoungDays = 45;

    /// <summary>Afterwards it is looked at for a week every so many days: a savings account may have too few
    /// transactions to be recognised sooner.</summary>
    private const int AgainDays = 90;

    private const int WeekDays = 7;

    private readonly ILedgerStore _store;
    private readonly ILedgerQueries _queries;
    private readonly FeedMoves _moves;
    private readonly UserLocks _locks;
    private readonly TimeProvider _time;
    private readonly ILogger<AccountLinker> _log;

    internal AccountLinker(
        ILedgerStore store,
        ILedgerQueries queries,
        FeedMoves moves,
        UserLocks locks,
        TimeProvider time,
        ILogger<AccountLinker> log
    )
    {
        (_store, _queries, _moves) = (store, queries, moves);
        (_locks, _time, _log) = (locks, time, log);
    }

    /// <summary>Links a feed to an account because a person says so.</summary>
    public async Task<LinkOutcome> Link(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _locks.Enter(userId, cancellationToken);
        for (var attempt = 1; attempt <= SyncLimits.PlansPerUpdate; attempt++)
        {
            var version = await VersionOf(userId, cancellationToken);
            var known = await KnownAccounts.Load(_queries, userId, cancellationToken);
            if (known.Find(feedId) is not var (feed, from) || known.Find(accountId) is not { } to)
            {
                return LinkOutcome.Unknown;
            }

            if (from.Account.Id == to.Account.Id)
            {
                return LinkOutcome.Unchanged;
            }

            var state = new FeedState(feed.Feed, from.Account, LastBalance: null);
            if (!AccountRecognition.IsPossible(state, to.Account, to.Feeds.Select(static f => f.Feed)))
            {
                return LinkOutcome.Impossible;
            }

            string[] reasons = ["a person said so"];
            var wish = new FeedWish(state, from, to.Account, FeedLinking.PersonRule)
            {
                Reasons = reasons,
                SeenVersion = version,
            };
            if ((await _moves.Join(userId, wish, cancellationToken)).Result == CommitResult.Committed)
            {
                return LinkOutcome.Linked;
            }
        }

        return LinkOutcome.Busy;
    }

    /// <summary>
    /// Looks, after a run's commit, whether young feeds of its connection show accounts that were known before, and
    /// links those of which that is certain. Never fails a run: what is not recognised now is looked at after the next
    /// one.
    /// </summary>
    internal async Task Recognise(RunSession session, CancellationToken cancellationToken)
    {
        var young = session
            .Context.Feeds.Where(feed => !feed.Feed.LinkedByPerson && IsYoung(session.Matched, feed))
            .ToList();
        if (!session.HasNewRecords || young.Count == 0)
        {
            return;
        }

        using var turn = await _locks.Enter(session.UserId, cancellationToken);
        Seen? seen = null;
        foreach (var feed in young)
        {
            for (var attempt = 1; attempt <= SyncLimits.PlansPerUpdate; attempt++)
            {
                seen ??= await See(session.UserId, cancellationToken);
                var outcome = await Recognise(session, seen, feed, cancellationToken);
                seen = outcome is null ? seen : null;
                if (outcome != CommitResult.SliceStale)
                {
                    break;
                }
            }
        }
    }

    private async Task<Seen> See(UserId userId, CancellationToken cancellationToken)
    {
        var version = await VersionOf(userId, cancellationToken);
        var known = await KnownAccounts.Load(_queries, userId, cancellationToken);
        var links = await _queries.AccountLinks(userId, new PageRequest(500, After: null), cancellationToken);
        return new Seen(
            version,
            known,
            links
                .Value.Items.Where(static link => link.State == LinkState.Dismissed)
                .Select(static link => (link.FeedId, link.AccountId))
                .ToHashSet()
        );
    }

    private async Task<long> VersionOf(UserId userId, CancellationToken cancellationToken) =>
        (await _store.LoadNeighbours(userId, [], cancellationToken)).UserVersion;

    // Null when there was nothing to write.
    private async Task<CommitResult?> Recognise(
        RunSession session,
        Seen seen,
        FeedState feed,
        CancellationToken cancellationToken
    )
    {
        if (
            seen.Known.Find(feed.Feed.Id) is not var (current, from)
            || from.Feeds.Count > 1
            || current.Feed.LinkedByPerson
        )
        {
            return null;
        }

        feed = new FeedState(current.Feed, from.Account, feed.LastBalance);
        var possible = seen
            .Known.Accounts.Where(view =>
                AccountRecognition.IsPossible(feed, view.Account, view.Feeds.Select(static f => f.Feed))
                && !seen.Refused.Contains((feed.Feed.Id, view.Account.Id))
            )
            .ToList();
        if (possible.Count == 0)
        {
            return null;
        }

        var slice = await _store.LoadFeed(session.UserId, feed.Feed.Id, cancellationToken);
        var sample = new FeedToRecognise(feed, session.Connection.InstitutionId, SampleOf(slice, feed.Feed.Id));
        var candidates = await Candidates(session.UserId, slice, sample, possible, cancellationToken);
        switch (AccountRecognition.Of(sample, candidates))
        {
            case RecognitionResult.Likely likely:
                var question = FeedLinking.Ask(feed, likely, _time.Now());
                return await _store.CommitDecision(session.UserId, question, seen.Version, cancellationToken);
            case RecognitionResult.Same same:
                var wish = new FeedWish(feed, from, same.Account, FeedLinking.RecognitionRule)
                {
                    Score = same.Score,
                    Reasons = same.Reasons,
                    RunId = session.Run.Id,
                    SeenVersion = seen.Version,
                };
                var (outcome, _) = await _moves.Join(session.UserId, wish, cancellationToken);
                _log.AccountRecognised(feed.Feed.Id, same.Account.Id, outcome);
                return outcome;
            default:
                return null;
        }
    }

    private async Task<List<CandidateAccount>> Candidates(
        UserId userId,
        LedgerSlice slice,
        FeedToRecognise sample,
        List<AccountView> possible,
        CancellationToken cancellationToken
    )
    {
        var probes = AccountRecognition.ProbesOf(sample);
        var needs = possible.Select(view => new AccountNeeds(view.Account.Id, new MatchNeeds([], probes))).ToList();
        var found = probes.Count == 0 ? null : await _store.LoadNeighbours(userId, needs, cancellationToken);
        var records = (found?.Records ?? []).ToLookup(static record => record.AccountId);
        return
        [
            .. possible.Select(view => new CandidateAccount(
                view.Account,
                [.. view.Feeds.Select(static f => (f.Feed, f.Connection.InstitutionId))],
                DaysOf(slice.MatchStates.GetValueOrDefault(view.Account.Id)),
                [.. records[view.Account.Id]]
            )),
        ];
    }

    // A feed that the update did not touch has nothing new to be recognised by.
    private static bool IsYoung(IReadOnlyDictionary<AccountId, AccountMatchState> matched, FeedState feed) =>
        matched.GetValueOrDefault(feed.Account.Id)?.Feeds.GetValueOrDefault(feed.Feed.Id) is { } state
        && (state.Opening is null || IsYoung(state.AsOf.DayNumber - state.OpeningOn.DayNumber));

    private static bool IsYoung(int days) => days <= YoungDays || days % AgainDays < WeekDays;

    private static List<LedgerRecord> SampleOf(LedgerSlice slice, FeedId feedId) =>
        [
            .. slice
                .Records.Where(record =>
                    record.FeedId == feedId && record is { IsLive: true, Content.IsPending: false }
                )
                .OrderByDescending(static record => record.Content.Date)
                .ThenBy(static record => record.ProviderTransactionId, StringComparer.Ordinal)
                .Take(AccountRecognition.SampleMax),
        ];

    private static DateInterval? DaysOf(AccountMatchState? state)
    {
        if (state is null || state.Feeds.Values.All(static feed => feed.First is null || feed.Last is null))
        {
            return null;
        }

        var feeds = state.Feeds.Values.Where(static feed => feed is { First: not null, Last: not null }).ToList();
        return new DateInterval(feeds.Min(static f => f.First!.Value), feeds.Max(static f => f.Last!.Value));
    }

    /// <summary>The user's accounts and what was refused, and the version before they were read.</summary>
    private sealed record Seen(long Version, KnownAccounts Known, HashSet<(FeedId, AccountId)> Refused);
}
