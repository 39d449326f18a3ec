using Mingus.Ledger.Coverage;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Coverage;

/// <summary>What a person sees of an account's history. The data is of 2026-06-30: wanted is from 2024-06-30.</summary>
public sealed class AccountCoverageTests
{
    private static readonly DateOnly Last = LedgerText.Day("2026-06-30");

    // feeds: asked from, limited since, proved, history, live or ended | expected: state | since | gaps
    [Fact]
    public void The_state_says_what_is_there_what_comes_and_what_cannot_be_had() =>
        Assert.All(
            LedgerText.Rows(
                """
                2024-06-30 - 2024-06-30..2026-06-30 Complete live | Complete | - | -
                2024-07-15 - 2024-07-15..2026-06-30 Complete live | Complete | - | -
                2024-06-30 - 2026-06-01..2026-06-30 Initial live  | WaitingForProvider | - | 2024-06-30..2026-05-31
                2024-06-30 - 2026-06-01..2026-06-30 Complete live | Running | - | 2024-06-30..2026-05-31
                2024-06-30 2025-04-30 2024-06-30..2026-06-30 Complete live | LimitedByBank | 2025-04-30 | 2024-06-30..2025-04-29
                2026-04-01 - 2026-04-01..2026-06-30 Complete live | LimitedByBank | 2026-04-01 | 2024-06-30..2026-03-31
                2024-06-30 - 2024-06-30..2026-06-30 Complete ended | Complete | - | -
                2024-06-30 - 2026-01-01..2026-06-30 Complete ended | LimitedByBank | 2026-01-01 | 2024-06-30..2025-12-31
                2024-06-30 - 2024-06-30..2025-12-31 Complete ended, 2025-12-01 - 2025-12-01..2026-06-30 Complete live | Complete | - | -
                2024-06-30 - 2024-06-30..2025-12-31 Complete ended, 2026-02-01 - 2026-02-01..2026-06-30 Complete live | LimitedByBank | 2026-02-01 | 2026-01-01..2026-01-31
                2024-06-30 - 2024-06-30..2025-12-31 Complete ended, 2025-06-01 - 2026-06-01..2026-06-30 Complete live | Running | - | 2026-01-01..2026-05-31
                2024-06-30 - 2024-06-30..2026-06-30 Complete live, 2024-06-30 - 2026-06-01..2026-06-30 Initial live | Complete | - | -
                none NotReady live | WaitingForProvider | - | -
                none Complete live | Running | - | -
                """
            ),
            row =>
            {
                var coverage = AccountCoverage.Of([.. row[0].Split(", ").Select(Feed)]);
                Assert.Equal(row[1], coverage.State.ToString());
                Assert.Equal(row[2], coverage.LimitedSince is { } since ? $"{since:yyyy-MM-dd}" : "-");
                Assert.Equal(row[3], coverage.Gaps.Count == 0 ? "-" : coverage.Gaps.ToString());
            }
        );

    [Fact]
    public void The_wanted_history_ends_on_the_day_of_the_data()
    {
        var feed = Feed("2024-01-01 - 2024-01-01..2026-03-04 Complete live") with
        {
            DataDay = LedgerText.Day("2026-03-04"),
        };
        var coverage = AccountCoverage.Of([feed]);
        Assert.Equal(new DateInterval(LedgerText.Day("2024-03-04"), LedgerText.Day("2026-03-04")), coverage.Wanted);
        Assert.Equal(LedgerText.Day("2026-02-28"), coverage.ProvisionalFrom);
    }

    [Fact]
    public void Of_an_account_that_has_no_transactions_nothing_is_claimed_and_nothing_waited_for()
    {
        var feed = new FeedHistory(null, HistoryStatus.Complete, Last, IsLive: true, HasTransactions: false);
        var coverage = AccountCoverage.Of([feed]);
        Assert.Equal((null, BackfillState.LimitedByBank), (coverage.Wanted, coverage.State));
    }

    private static FeedHistory Feed(string text)
    {
        var words = text.Split(' ');
        var isLive = words[^1] == "live";
        var history = Enum.Parse<HistoryStatus>(words[^2]);
        if (words[0] == "none")
        {
            return new FeedHistory(null, history, Last, isLive, HasTransactions: true);
        }

        var coverage = new FeedCoverage(default, LedgerText.Day(words[0]))
        {
            LimitedSince = words[1] == "-" ? null : LedgerText.Day(words[1]),
            Proved = CoverageMap.Of(new DateInterval(LedgerText.Day(words[2][..10]), LedgerText.Day(words[2][12..]))),
        };
        return new FeedHistory(coverage, history, Last, isLive, HasTransactions: true);
    }
}
