using System.Collections.Frozen;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>What a replay of the whole stream leaves out: removed where the rule allows it, told where it does
/// not.</summary>
public sealed class ReplayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 4, 0, TimeSpan.Zero);

    private readonly LedgerModel _ledger = new();

    // live | left out | history | listed | cursor | expected: removed, or told, or nothing
    [Fact]
    public void Left_out_records_go_only_under_the_rule() =>
        Assert.All(
            LedgerText.Rows(
                """
                100  | 0   | Complete | listed   | next | nothing
                100  | 1   | Complete | listed   | next | removed
                100  | 20  | Complete | listed   | next | removed
                100  | 21  | Complete | listed   | next | told
                1000 | 50  | Complete | listed   | next | removed
                1000 | 51  | Complete | listed   | next | told
                10   | 9   | Complete | listed   | next | removed
                10   | 10  | Complete | listed   | next | told
                100  | 1   | Initial  | listed   | next | told
                100  | 1   | Unknown  | listed   | next | told
                100  | 1   | Complete | unlisted | next | told
                100  | 100 | NotReady | listed   |      | nothing
                100  | 1   | Complete | listed   |      | nothing
                """
            ),
            row =>
            {
                var ledger = new LedgerModel();
                var all = Changes(int.Parse(row[0]));
                ledger.Sync(LedgerText.Update(all), Now);
                var listed = row[3] == "listed" ? ledger.Replay().ListedFeeds : FrozenSet<FeedId>.Empty;
                var update = LedgerText.Update([.. all.Skip(int.Parse(row[1]))]) with
                {
                    History = Enum.Parse<HistoryStatus>(row[2]),
                    NextCursor = row[4],
                };
                var plan = ledger.Plan(update, Now.AddDays(1), replay: ledger.Replay() with { ListedFeeds = listed });

                Assert.All(plan.Records, change => Assert.Equal(ChangeKind.Removed, change.Kind));
                var told = plan.Findings.Any(finding => finding.Check == "replay_misses_records");
                var outcome = (plan.Records.Count, told) switch
                {
                    (0, false) => "nothing",
                    (0, true) => "told",
                    (var count, false) when count.ToString() == row[1] => "removed",
                    _ => "wrong",
                };
                Assert.Equal(row[^1], outcome);
            }
        );

    // The first doubt is told; what somebody asks for after that is believed.
    [Theory]
    [InlineData(true, "removed")]
    [InlineData(false, "kept")]
    public void Too_many_left_out_go_when_somebody_asks_again(bool isAsked, string expected)
    {
        var all = Changes(100);
        _ledger.Sync(LedgerText.Update(all), Now);
        var rest = LedgerText.Update([.. all.Skip(40)]);
        ReplayScope Asked() => _ledger.Replay() with { IsAsked = isAsked };

        Assert.Empty(_ledger.Sync(rest, Now.AddDays(1), replay: Asked()).Records);
        var finding = Assert.Single(_ledger.Findings);
        var plan = _ledger.Sync(rest, Now.AddDays(2), replay: Asked());

        Assert.Equal(expected == "removed" ? 40 : 0, plan.Records.Count(change => change.Kind == ChangeKind.Removed));
        Assert.Equal(expected == "removed" ? [finding.Id] : [], plan.Resolved);
        // The bank had them all the time.
        _ledger.Sync(LedgerText.Update(all), Now.AddDays(3), replay: Asked());
        Assert.Equal(100, _ledger.Records.Count(record => record.IsLive));
        Assert.Equal(FindingState.Resolved, Assert.Single(_ledger.Findings).State);
    }

    [Fact]
    public void What_is_asked_twice_does_not_make_up_for_a_history_that_is_not_there()
    {
        var all = Changes(10);
        _ledger.Sync(LedgerText.Update(all), Now);
        var part = LedgerText.Update([.. all.Skip(1)]) with { History = HistoryStatus.Initial };
        for (var day = 1; day <= 3; day++)
        {
            var plan = _ledger.Sync(part, Now.AddDays(day), replay: _ledger.Replay() with { IsAsked = true });
            Assert.Empty(plan.Records);
        }
    }

    // quarantined | replayed as | history | cursor | expected
    [Fact]
    public void What_is_in_quarantine_is_released_when_the_whole_stream_names_it_no_more() =>
        Assert.All(
            LedgerText.Rows(
                """
                a1 T9 | nothing    | Complete | next | released
                a1 T9 | unreadable | Complete | next | stays
                a1 T9 | nameless   | Complete | next | stays
                a1 T9 | nothing    | Initial  | next | stays
                a1 T9 | nothing    | Complete |      | stays
                a2 T9 | nothing    | Complete | next | stays
                zz T9 | nothing    | Complete | next | released
                zz T9 | nothing    | Initial  | next | stays
                zz T9 | nameless   | Complete | next | stays
                "" T9 | nothing    | Complete | next | released
                """
            ),
            row =>
            {
                var ledger = new LedgerModel();
                var known = LedgerText.Update(
                    """
                    + | T1@a1 | -1.00 | 2026-01-01 | One | posted
                    + | T2@a2 | -1.00 | 2026-01-01 | Two | posted
                    """
                );
                var account = row[0].Split(' ')[0].Trim('"');
                var poison = new UnreadableRecord(account, "T9", "amount", "it is missing", "{}");
                ledger.Sync(known with { Unreadable = [poison] }, Now);
                var again = known with
                {
                    // Nothing of the second account: what is asked of it stays in doubt.
                    Changes = [known.Changes[0]],
                    Unreadable = row[1] switch
                    {
                        "unreadable" => [poison],
                        "nameless" => [poison with { ProviderTransactionId = null }],
                        _ => [],
                    },
                    History = Enum.Parse<HistoryStatus>(row[2]),
                    NextCursor = row[3],
                };

                ledger.Sync(again, Now.AddDays(1), replay: ledger.Replay());

                var stays = ledger.Quarantine.Any(item => item.ProviderTransactionId == "T9");
                Assert.Equal(row[^1], stays ? "stays" : "released");
            }
        );

    [Fact]
    public void A_doubt_about_an_account_gives_way_to_its_being_gone()
    {
        Sync(
            """
            + | T1@a1 | -1.00 | 2026-01-01 | One | posted
            + | T2@a2 | -1.00 | 2026-01-01 | Two | posted
            """
        );
        const string OfOne = "+ | T1@a1 | -1.00 | 2026-01-01 | One | posted";
        Replay(OfOne);
        var doubt = Assert.Single(_ledger.Findings);
        _ledger.Apply(BalancePlanner.Plan(_ledger.Context(Now), [LedgerText.Account("a1")], [], BalanceSource.Live));

        Assert.Equal([doubt.Id], Replay(OfOne).Resolved);
        Assert.Equal("account_gone", Assert.Single(_ledger.Findings, f => f.State == FindingState.Open).Check);
        Assert.Equal(2, _ledger.Records.Count(record => record.IsLive));
    }

    [Fact]
    public void A_record_older_than_the_oldest_replayed_stays()
    {
        Sync(
            """
            + | T1 | -1.00 | 2024-01-01 | Old      | posted
            + | T2 | -1.00 | 2026-01-01 | Vanished | posted
            + | T3 | -1.00 | 2025-06-01 | Oldest   | posted
            """
        );
        Replay("+ | T3 | -1.00 | 2025-06-01 | Oldest | posted");
        Assert.Equal(
            LedgerText.Tidy(
                """
                T1 | posted  | -1.00 | 2024-01-01 | Old      | t1 | shown
                T2 | removed | -1.00 | 2026-01-01 | Vanished | t2 | -
                T3 | posted  | -1.00 | 2025-06-01 | Oldest   | t3 | shown
                """
            ),
            LedgerText.Of(_ledger.Records)
        );
    }

    [Fact]
    public void One_feed_in_doubt_does_not_stop_another()
    {
        Sync(
            """
            + | T1@a1 | -1.00 | 2026-01-01 | One      | posted
            + | T2@a2 | -1.00 | 2026-01-01 | Two      | posted
            + | T3@a2 | -1.00 | 2026-01-02 | Vanished | posted
            """
        );
        var plan = Replay("+ | T2@a2 | -1.00 | 2026-01-01 | Two | posted");
        Assert.Equal("T3", Assert.Single(plan.Records).After.ProviderTransactionId);
        Assert.Equal("1", Assert.Single(plan.Findings).Evidence["count"]);
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_not_missing()
    {
        Sync(
            """
            + | T1 | -1.00 | 2026-01-01 | One | posted
            + | T2 | -1.00 | 2026-01-02 | Two | posted
            """
        );
        var update = LedgerText.Update("+ | T1 | -1.00 | 2026-01-01 | One | posted");
        var poison = new UnreadableRecord("a1", "T2", "amount", "it is missing", "{}");
        Assert.Empty(Plan(update with { Unreadable = [poison] }).Records);

        var nameless = poison with { ProviderTransactionId = null };
        var plan = Plan(update with { Unreadable = [nameless] });
        Assert.Empty(plan.Records);
        Assert.Contains(plan.Findings, finding => finding.Check == "replay_misses_records");
    }

    [Fact]
    public void A_replay_that_leaves_out_nothing_resolves_the_doubt()
    {
        const string Both = """
            + | T1@a1 | -1.00 | 2026-01-01 | One | posted
            + | T2@a2 | -1.00 | 2026-01-01 | Two | posted
            """;
        Sync(Both);
        Replay("+ | T2@a2 | -1.00 | 2026-01-01 | Two | posted");
        Assert.Equal(FindingState.Open, Assert.Single(_ledger.Findings).State);
        Replay(Both);
        Assert.Equal(FindingState.Resolved, Assert.Single(_ledger.Findings).State);
    }

    [Fact]
    public void A_pending_shown_beside_it_takes_over_when_the_replay_removes_a_posted()
    {
        Sync(
            """
            + | P1 | -1.00 | 2026-01-01 | One | pending
            + | T1 | -1.00 | 2026-01-02 | One | posted | P1
            """
        );
        Replay("+ | P1 | -1.00 | 2026-01-01 | One | pending");
        Assert.Empty(LedgerInvariants.Broken(_ledger.Records));
        Assert.Equal("P1", Assert.Single(_ledger.Records, record => record.IsPrimary).ProviderTransactionId);
    }

    private static List<ProviderChange> Changes(int count) =>
        [.. LedgerText.Changes(string.Join('\n', Enumerable.Range(0, count).Select(Row)))];

    private static string Row(int n) => $"+ | T{n} | -1.00 | 2026-01-01 | Coffee {n} | posted";

    private void Sync(string changes) => _ledger.Sync(LedgerText.Update(changes), Now);

    private SyncPlan Plan(ProviderUpdate update) => _ledger.Plan(update, Now.AddDays(1), replay: _ledger.Replay());

    private SyncPlan Replay(string changes)
    {
        var plan = Plan(LedgerText.Update(changes));
        _ledger.Apply(plan);
        return plan;
    }
}
