using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Decisions;

public sealed class RepairDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Since = new(2026, 11, 10);
    private static readonly FeedId Feed = new(new Guid("00000000-0000-7000-8000-000000000001"));
    private static readonly AccountId Account = new(new Guid("00000000-0000-7000-8000-00000000000a"));

    [Fact]
    public void A_duplicate_joined_is_counted_once_and_what_was_off_by_it_is_resolved()
    {
        var (one, other) = (Record("a", 1), Record("b", 2));

        var plan = Merge(one, other, StateOff(5_00));

        Assert.NotNull(plan);
        var state = plan.MatchStates[Account];
        Assert.Equal(
            (-5_00, 0L, (DateOnly?)null),
            (state.Feeds[Feed].PostedSum, state.Feeds[Feed].Off, state.Feeds[Feed].OffSince)
        );
        Assert.Equal((-5_00, 0L), (state.Account.VisibleSum, state.Account.Off));
        Assert.Contains(BalanceFindings.IdOf(Feed, StateOff(5_00).Feeds[Feed], isGrave: true), plan.Resolved);
        Assert.Contains(BalanceFindings.IdOf(Account, StateOff(5_00).Account), plan.Resolved);
        Assert.Equal(RepairDecision.Rule, Assert.Single(plan.Decisions).Rule);
    }

    [Fact]
    public void A_difference_of_another_amount_is_another_difference()
    {
        var plan = Merge(Record("a", 1), Record("b", 2), StateOff(7_00));

        var state = plan!.MatchStates[Account];
        Assert.Equal((2_00, Since), (state.Feeds[Feed].Off, state.Feeds[Feed].OffSince));
        Assert.Contains(BalanceFindings.IdOf(Feed, StateOff(7_00).Feeds[Feed], isGrave: true), plan.Resolved);
    }

    [Fact]
    public void What_nothing_explained_is_explained_by_a_record_told_twice()
    {
        var state = StateOff(5_00);
        var doubtful = state.Feeds[Feed] with { Off = 0, OffSince = null, Opening = 105_00, Unexplained = 5_00 };
        state = state with { Feeds = new Dictionary<FeedId, FeedMatchState> { [Feed] = doubtful } };

        var after = Merge(Record("a", 1), Record("b", 2), state)!.MatchStates[Account];

        Assert.Equal(
            (-5_00, 100_00L, 0L, 0L),
            (after.Feeds[Feed].PostedSum, after.Feeds[Feed].Opening, after.Feeds[Feed].Unexplained, after.Account.Off)
        );
        Assert.Equal(0, after.Feeds[Feed].Off);
    }

    [Fact]
    public void What_is_one_already_is_not_joined()
    {
        var one = Record("a", 1);

        Assert.Null(Merge(one, one, StateOff(5_00)));
    }

    private static SyncPlan? Merge(LedgerRecord one, LedgerRecord other, AccountMatchState state)
    {
        var slice = new LedgerSlice(1, [one, other])
        {
            MatchStates = new Dictionary<AccountId, AccountMatchState> { [Account] = state },
        };
        var finding = new Finding(
            new FindingId(Guid.Empty),
            Account,
            null,
            "duplicate_fingerprints",
            Severity.Error,
            "Told twice.",
            new Dictionary<string, string>(),
            ProblemActions.None,
            FindingState.Open,
            Now,
            default
        );
        return RepairDecision.Merge(slice, finding, (one.TransactionId, other.TransactionId), Now);
    }

    private static AccountMatchState StateOff(long off) =>
        new()
        {
            Feeds = new Dictionary<FeedId, FeedMatchState>
            {
                [Feed] = new()
                {
                    PostedSum = -10_00,
                    Opening = 100_00,
                    Off = off,
                    OffSince = Since,
                    Agreements = 3,
                },
            },
            Account = new AccountBalanceState
            {
                VisibleSum = -10_00,
                BaseFeedId = Feed,
                Off = off,
                OffSince = Since,
                JudgedOn = Since.AddDays(8),
            },
        };

    private static LedgerRecord Record(string id, long row) =>
        new()
        {
            FeedId = Feed,
            AccountId = Account,
            ProviderTransactionId = id,
            Content = LedgerText.Content("-5.00", "2026-11-09", "COFFEE", isPending: false),
            Fingerprint = new Fingerprint(1, new string('0', 64)),
            TransactionId = TransactionId.From(PrefixedId.Derive(Now, id)),
            IsPrimary = true,
            FirstSeenAt = Now.AddDays(-10).AddSeconds(row),
            UpdatedAt = Now,
            RowNumber = row,
        };
}
