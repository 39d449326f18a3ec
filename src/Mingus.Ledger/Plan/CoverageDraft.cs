using Mingus.Ledger.Coverage;

namespace Mingus.Ledger.Plan;

/// <summary>Records which days an update or a window proved, feed by feed.</summary>
internal static class CoverageDraft
{
    /// <summary>What a finished update proved of the connection's feeds.</summary>
    public static void TakeIn(PlanDraft draft, FeedsDraft feeds, ProviderUpdate update)
    {
        if (draft.Context.Asked is not { } asked || string.IsNullOrEmpty(update.NextCursor))
        {
            return;
        }

        var days = DaysOf(update.Changes.OfType<ProviderChange.Upsert>());
        if (LastDay(draft.Context, days) is not { } until)
        {
            return;
        }

        var told = update
            .Accounts.Select(static account => account.ProviderAccountId)
            .ToHashSet(StringComparer.Ordinal);
        Save(
            draft,
            feeds.All,
            feed =>
            {
                var provider = feed.Feed.ProviderAccountId;
                var isTold =
                    feed.Feed.GoneSince is null
                    && (
                        FeedHistory.ExpectsTransactions(feed.Account.Kind)
                        || told.Contains(provider)
                        || days.Contains(provider)
                    );
                if (!isTold)
                {
                    return feed.Coverage;
                }

                var before = feed.Coverage ?? CoverageProof.Begin(feed.Feed.Id, asked, until);
                var noted = HistoryLimit.Note(before, days[provider], until);
                return CoverageProof.ByUpdate(noted, update, asked.Before, until);
            }
        );
    }

    /// <summary>What a finished window proved of the feeds it was asked for.</summary>
    public static void TakeIn(PlanDraft draft, FeedsDraft feeds, WindowAnswer answer)
    {
        var days = DaysOf(answer.Records);
        var asked = answer.Window.Feeds.ToHashSet();
        Save(
            draft,
            feeds.All,
            feed =>
                feed.Coverage is { } before && asked.Contains(feed.Feed.Id)
                    ? CoverageProof.ByWindow(
                        HistoryLimit.Note(
                            before,
                            days[feed.Feed.ProviderAccountId],
                            before.Proved.To ?? answer.Window.Days.To
                        ),
                        answer.Window.Days
                    )
                    : feed.Coverage
        );
    }

    /// <summary>Members of the event that tells of a change.</summary>
    public static IEnumerable<(string Name, object Value)> Members(FeedCoverage coverage)
    {
        yield return ("feedId", coverage.FeedId.ToString());
        if (coverage.Covered is { From: { } from, To: { } to } covered)
        {
            yield return ("from", PlanFindings.Day(from));
            yield return ("to", PlanFindings.Day(to));
            yield return ("days", covered.Days);
        }

        yield return ("missingDays", coverage.Missing.Days);
    }

    private static ILookup<string, DateOnly> DaysOf(IEnumerable<ProviderChange.Upsert> records) =>
        records
            .Where(static record => !record.Content.IsPending)
            .ToLookup(
                static record => record.ProviderAccountId,
                static record => record.Content.Date,
                StringComparer.Ordinal
            );

    // Where nobody says when the bank was read, the newest record does: it cannot have been read before that.
    private static DateOnly? LastDay(PlanContext context, ILookup<string, DateOnly> days)
    {
        if (context.DataAsOf is { } moment)
        {
            return DateOnly.FromDateTime(moment.UtcDateTime);
        }

        var today = DateOnly.FromDateTime(context.Now.UtcDateTime);
        var newest = days.SelectMany(static of => of).Append(DateOnly.MinValue).Max();
        return newest == DateOnly.MinValue ? null
            : newest < today ? newest
            : today;
    }

    private static void Save(
        PlanDraft draft,
        IReadOnlyCollection<FeedState> feeds,
        Func<FeedState, FeedCoverage?> prove
    )
    {
        var states = feeds.ToDictionary(static feed => feed.Feed.Id);
        List<FeedCoverage> proved = [.. feeds.Select(prove).OfType<FeedCoverage>()];
        foreach (var coverage in HistoryLimit.Judge(proved))
        {
            if (coverage != states[coverage.FeedId].Coverage)
            {
                draft.Change(states[coverage.FeedId], coverage);
            }
        }
    }
}
