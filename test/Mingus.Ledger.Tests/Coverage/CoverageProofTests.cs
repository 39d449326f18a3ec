using Mingus.Ledger.Coverage;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Coverage;

/// <summary>What updates prove, and where a history begins.</summary>
public sealed class CoverageProofTests
{
    private static readonly FeedId Feed = new(new Guid("00000000-0000-7000-8000-00000000000f"));

    // known before | cursor before | had | says | next cursor | last day | expected
    [Fact]
    public void An_update_proves_what_it_asked_for_and_no_more() =>
        Assert.All(
            LedgerText.Rows(
                """
                -                      | -  | NotReady | Initial  | c1 | 2026-06-30 | 2026-06-01..2026-06-30
                -                      | -  | NotReady | Complete | c1 | 2026-06-30 | 2024-07-01..2026-06-30
                -                      | -  | NotReady | NotReady |    | 2026-06-30 | -
                -                      | -  | NotReady | Unknown  | c1 | 2026-06-30 | -
                2026-06-01..2026-06-30 | c1 | Initial  | Initial  | c2 | 2026-07-05 | 2026-06-01..2026-07-05
                2026-06-01..2026-06-30 | c1 | Initial  | Complete | c2 | 2026-07-05 | 2024-07-01..2026-07-05
                2024-07-01..2026-06-30 | c1 | Complete | Complete | c2 | 2026-07-12 | 2024-07-01..2026-07-12
                2024-07-01..2026-06-30 | c1 | Complete | Complete | c2 | 2027-03-12 | 2024-07-01..2027-03-12
                2024-07-01..2026-06-30 | c1 | Complete | Unknown  | c2 | 2026-07-12 | 2024-07-01..2026-07-12
                2024-07-01..2026-06-30 | c1 | Complete | Complete | c1 | 2026-06-28 | 2024-07-01..2026-06-30
                -                      | c1 | Complete | Complete | c2 | 2026-06-30 | 2026-06-30..2026-06-30
                2026-06-01..2026-06-30 | -  | Complete | Complete | c2 | 2026-07-12 | 2024-07-01..2026-07-12
                2026-01-01..2026-01-31 | -  | Complete | Initial  | c2 | 2026-06-30 | 2026-01-01..2026-01-31, 2026-06-01..2026-06-30
                2024-07-01..2026-06-30 | c1 | Complete | NotReady |    | 2026-07-12 | 2024-07-01..2026-06-30
                """
            ),
            row =>
            {
                var before = new FeedCoverage(Feed, LedgerText.Day("2024-07-01")) { Proved = Map(row[0]) };
                var update = LedgerText.Update([]) with
                {
                    OriginCursor = row[1] == "-" ? null : row[1],
                    NextCursor = row[4],
                    History = Enum.Parse<HistoryStatus>(row[3]),
                };
                var after = CoverageProof.ByUpdate(
                    before,
                    update,
                    Enum.Parse<HistoryStatus>(row[2]),
                    LedgerText.Day(row[5])
                );
                Assert.Equal(Map(row[6]), after.Proved);
            }
        );

    // asked from | days of records, newest first, after the last day 2026-06-30 | expected: the history begins
    [Fact]
    public void A_history_begins_late_only_if_that_is_no_silence_of_its_own() =>
        Assert.All(
            LedgerText.Rows(
                """
                2024-07-01 | -                                                     | -
                2024-07-01 | 2026-06-29 2026-06-22 2024-07-20                      | -
                2024-07-01 | daily from 2024-07-25                                 | -
                2024-07-01 | daily from 2025-04-30                                 | 2025-04-30
                2024-07-01 | 2026-06-01 2026-03-01 2025-12-01 2025-09-01 2025-06-01 2025-03-01 2024-12-01 | -
                2024-07-01 | 2026-06-29 2026-06-28 2026-06-27 2026-06-26              | -
                2024-07-01 | 2026-06-01 2026-05-01 2026-04-01 2026-03-31 2026-03-30 2026-03-29 2026-03-28 2026-03-27 2026-03-26 2026-03-20 | 2026-03-20
                2024-07-01 | 2025-08-15                                            | -
                2026-03-01 | daily from 2026-03-20                                 | -
                2026-03-01 | daily from 2026-04-20                                 | 2026-04-20
                """
            ),
            row =>
            {
                var last = LedgerText.Day("2026-06-30");
                var whole = CoverageProof.ByWindow(
                    new FeedCoverage(Feed, LedgerText.Day(row[0])),
                    new DateInterval(LedgerText.Day(row[0]), last)
                );
                var noted = HistoryLimit.Note(whole, DaysOf(row[1], last), last);
                var since = Assert.Single(HistoryLimit.Judge([noted])).LimitedSince;
                Assert.Equal(row[2], since is { } day ? $"{day:yyyy-MM-dd}" : "-");
            }
        );

    [Fact]
    public void The_order_in_which_history_arrives_does_not_matter()
    {
        var last = LedgerText.Day("2026-06-30");
        var empty = new FeedCoverage(Feed, LedgerText.Day("2024-07-01"));
        var days = DaysOf("daily from 2026-01-01", last);
        var atOnce = HistoryLimit.Note(empty, days, last);
        var inParts = days.Chunk(40).Aggregate(empty, (noted, part) => HistoryLimit.Note(noted, part, last));
        Assert.Equal(atOnce, inParts);
        Assert.Equal((1, 180), (atOnce.QuietDays, atOnce.RecordDays));
    }

    [Fact]
    public void An_account_younger_than_its_bank_is_no_limit_of_the_bank()
    {
        var last = LedgerText.Day("2026-06-30");
        var asked = new DateInterval(LedgerText.Day("2024-07-01"), last);
        FeedCoverage Of(int number, string from) =>
            HistoryLimit.Note(
                CoverageProof.ByWindow(new(new FeedId(new Guid(number, 0, 0, new byte[8])), asked.From), asked),
                DaysOf($"daily from {from}", last),
                last
            );

        var old = HistoryLimit.Judge([Of(1, "2024-07-03"), Of(2, "2026-01-01")]);
        Assert.All(old, feed => Assert.Null(feed.LimitedSince));
        var limited = HistoryLimit.Judge([Of(1, "2025-04-30"), Of(2, "2026-01-01")]);
        Assert.All(limited, feed => Assert.Equal(LedgerText.Day("2025-04-30"), feed.LimitedSince));
    }

    private static List<DateOnly> DaysOf(string text, DateOnly last)
    {
        if (!text.StartsWith("daily from ", StringComparison.Ordinal))
        {
            return [.. text.Split(' ').Where(day => day != "-").Select(LedgerText.Day)];
        }

        var first = LedgerText.Day(text["daily from ".Length..]);
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber).Select(i => last.AddDays(-1 - i))];
    }

    private static CoverageMap Map(string text) =>
        CoverageMap.Of(
            text.Split(", ")
                .Where(part => part != "-")
                .Select(part => new DateInterval(LedgerText.Day(part[..10]), LedgerText.Day(part[12..])))
        );
}
