using FsCheck.Xunit;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>A window verifies the ledger and repairs it; coverage follows from what was asked.</summary>
[Properties(Arbitrary = [typeof(RandomStreams)], MaxTest = 200, EndSize = 30)]
public sealed class WindowPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 18, 4, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);
    private static readonly DateInterval May = new(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 30));

    private readonly LedgerModel _ledger = new() { LinkedOn = Today };

    [Fact]
    public void What_the_stream_lost_is_added_what_it_gave_is_left_alone()
    {
        Sync(
            """
            + | T1 | -1.00 | 2026-05-02 | One | posted
            + | T2 | -2.00 | 2026-05-03 | Two | posted
            """
        );
        var plan = Verify(
            """
            + | T1 | -1.00 | 2026-05-02 | One  | posted
            + | T2 | -2.50 | 2026-05-03 | Two  | posted
            + | T3 | -3.00 | 2026-05-04 | Lost | posted
            """
        );
        Assert.Equal(
            LedgerText.Tidy(
                """
                T1 | posted | -1.00 | 2026-05-02 | One  | t1 | shown
                T2 | posted | -2.50 | 2026-05-03 | Two  | t2 | shown
                T3 | posted | -3.00 | 2026-05-04 | Lost | t3 | shown
                """
            ),
            LedgerText.Of(_ledger.Records)
        );
        var finding = Assert.Single(plan.Findings);
        Assert.Equal((FindingChecks.WindowFoundRecords, Severity.Warning), (finding.Check, finding.Severity));
        Assert.Equal(("1", "T3"), (finding.Evidence["count"], finding.Evidence["providerTransactionIds"]));
        Assert.Null(plan.NextCursor);
    }

    [Fact]
    public void What_the_window_does_not_list_stays_and_is_told_until_the_stream_explains_it()
    {
        Sync(
            """
            + | T1 | -1.00 | 2026-05-02 | One     | posted
            + | T2 | -2.00 | 2026-05-03 | Kept    | posted
            + | T3 | -2.00 | 2026-05-03 | Pending | pending
            + | T4 | -2.00 | 2026-06-03 | Outside | posted
            """
        );
        var plan = Verify("+ | T1 | -1.00 | 2026-05-02 | One | posted");
        Assert.Empty(plan.Records);
        var finding = Assert.Single(plan.Findings);
        Assert.Equal(
            (FindingChecks.WindowMissesRecord, "T2"),
            (finding.Check, finding.Evidence["providerTransactionId"])
        );

        Assert.Empty(PlanOf("+ | T1 | -1.00 | 2026-05-02 | One | posted").Findings);
        Sync("- | T2");
        Assert.Equal(FindingState.Resolved, Assert.Single(_ledger.Findings).State);
    }

    [Fact]
    public void Many_records_left_out_are_one_finding()
    {
        Sync(
            string.Join('\n', Enumerable.Range(0, 21).Select(i => $"+ | T{i} | -1.00 | 2026-05-02 | Coffee | posted"))
        );
        var finding = Assert.Single(Verify("").Findings);
        Assert.Equal("21", finding.Evidence["count"]);
        Assert.Equal(21, _ledger.Records.Count(record => record.IsLive));
    }

    [Fact]
    public void A_record_that_the_window_cannot_read_is_put_aside_and_not_missing()
    {
        Sync("+ | T1 | -1.00 | 2026-05-02 | One | posted");
        var poison = new UnreadableRecord("a1", "T1", "amount", "it is missing", "{}");
        var plan = _ledger.Verify(Answer("") with { Unreadable = [poison] }, Now);
        Assert.Equal("unreadable_record", Assert.Single(plan.Findings).Check);
        Assert.Single(_ledger.Quarantine);
        Verify("+ | T1 | -1.00 | 2026-05-02 | One | posted");
        Assert.Empty(_ledger.Quarantine);
    }

    [Fact]
    public void Records_of_the_newest_days_are_added_without_a_word()
    {
        Sync("+ | T1 | -1.00 | 2026-11-20 | One | posted");
        var days = new DateInterval(Today.AddDays(-10), Today);
        var plan = _ledger.Verify(
            Answer(
                """
                + | T1 | -1.00 | 2026-11-20 | One | posted
                + | T2 | -1.00 | 2026-11-24 | New | posted
                """,
                days
            ),
            Now
        );
        Assert.Equal("T2", Assert.Single(plan.Records).After.ProviderTransactionId);
        Assert.Empty(plan.Findings);
    }

    [Property]
    public void A_window_verified_again_changes_nothing(RandomStream stream, RandomStream listed)
    {
        var ledger = new LedgerModel { LinkedOn = Today };
        ledger.Sync(RandomStreams.Update(stream.Changes), Now, Now);
        var records = listed
            .Changes.OfType<ProviderChange.Upsert>()
            .DistinctBy(change => (change.ProviderAccountId, change.ProviderTransactionId))
            .ToList();
        var days = new DateInterval(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30));
        var feeds = ledger.Feeds.Select(feed => feed.Id).ToList();
        var answer = new WindowAnswer(new BackfillWindow(days, feeds), records, []);
        var live = RandomStreams.Live(ledger).Count;

        ledger.Verify(answer, Now.AddHours(1));

        Assert.Empty(LedgerInvariants.Broken(ledger.Records));
        Assert.True(RandomStreams.Live(ledger).Count >= live);
        var again = ledger.PlanWindow(answer, Now.AddHours(2));
        Assert.Empty(again.Records);
        Assert.Empty(again.Findings);
        Assert.Empty(again.Coverage);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void Coverage_goes_from_waiting_to_complete_with_the_two_parts_of_a_history()
    {
        _ledger.Sync(Update("c1", HistoryStatus.Initial, "+ | T1 | -1.00 | 2026-11-20 | One | posted"), Now, Now);
        Assert.Equal(
            new DateInterval(Today.AddDays(-29), Today),
            Assert.Single(Assert.Single(_ledger.Coverage).Covered)
        );

        var older = string.Join('\n', Enumerable.Range(1, 26).Select(i => Monthly(i)));
        var plan = _ledger.Sync(Update("c2", HistoryStatus.Complete, older) with { OriginCursor = "c1" }, Now, Now);
        var coverage = Assert.Single(_ledger.Coverage);
        Assert.Equal(new DateInterval(Today.AddDays(-730), Today), Assert.Single(coverage.Covered));
        Assert.Empty(BackfillWindows.Over([coverage]));
        Assert.Single(plan.Events, told => told.Type == LedgerEvents.CoverageChanged);

        static string Monthly(int i) => $"+ | M{i} | -1.00 | {Today.AddDays(-28 * i):yyyy-MM-dd} | Rent | posted";
    }

    [Fact]
    public void A_bank_that_gives_fourteen_months_limits_the_history()
    {
        var rows = Enumerable
            .Range(0, 140)
            .Select(i => $"+ | T{i} | -1.00 | {Today.AddDays(-3 * i):yyyy-MM-dd} | Food | posted");
        _ledger.Sync(Update("c1", HistoryStatus.Complete, string.Join('\n', rows)), Now, Now);
        var coverage = Assert.Single(_ledger.Coverage);
        Assert.Equal(Today.AddDays(-3 * 139), coverage.LimitedSince);
        Assert.Equal(coverage.LimitedSince, coverage.Covered.From);
        Assert.Empty(coverage.Missing);
    }

    [Fact]
    public void A_new_feed_of_an_old_connection_is_verified_by_windows()
    {
        Sync("+ | T1 | -1.00 | 2026-11-20 | One | posted");
        var update = Update("c2", HistoryStatus.Complete, "+ | T2@a2 | -1.00 | 2026-11-20 | Two | posted");
        _ledger.Sync(update with { OriginCursor = "c1" }, Now.AddDays(1), Now.AddDays(1));

        var added = _ledger.Coverage[1];
        Assert.Equal(1, added.Covered.Days);
        var windows = BackfillWindows.Over(_ledger.Coverage);
        Assert.Equal(25, windows.Count);
        Assert.All(windows, window => Assert.Equal([added.FeedId], window.Feeds));
        foreach (var window in windows)
        {
            _ledger.Verify(new WindowAnswer(window, [], []), Now.AddDays(1));
        }

        Assert.Empty(BackfillWindows.Over(_ledger.Coverage));
        Assert.Single(_ledger.Coverage[1].Covered);
    }

    [Fact]
    public void An_update_that_brings_nothing_new_changes_no_coverage()
    {
        Sync("+ | T1 | -1.00 | 2026-11-20 | One | posted");
        var update = Update("next", HistoryStatus.Complete, "") with { OriginCursor = "next" };
        Assert.Empty(_ledger.Plan(update, Now.AddHours(5), Now).Coverage);
        Assert.Single(_ledger.Plan(update, Now.AddDays(1), Now.AddDays(1)).Coverage);
    }

    private static ProviderUpdate Update(string cursor, HistoryStatus history, string changes) =>
        LedgerText.Update(changes) with
        {
            NextCursor = cursor,
            History = history,
        };

    private void Sync(string changes) => _ledger.Sync(LedgerText.Update(changes), Now, Now);

    private WindowAnswer Answer(string listed, DateInterval? days = null) =>
        new(
            new BackfillWindow(days ?? May, [.. _ledger.Feeds.Select(feed => feed.Id)]),
            [.. LedgerText.Changes(listed).Cast<ProviderChange.Upsert>()],
            []
        );

    private SyncPlan PlanOf(string listed) => _ledger.PlanWindow(Answer(listed), Now);

    private SyncPlan Verify(string listed) => _ledger.Verify(Answer(listed), Now);
}
