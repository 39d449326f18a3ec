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

    private static readonly Finding Duplicate = new(
        new FindingId(new Guid("00000000-0000-7000-8000-0000000000ff")),
        Account,
        null,
        "duplicate_fingerprints",
        Severity.Error,
        "Told twice.",
        new Dictionary<string, string>(),
        ProblemActions.None,
        FindingState.Open,
        Now,
        RunId: null
    );

    private static FeedState ShownBy { get; } =
        new(
            new Feed(Feed, new ConnectionId(Guid.Empty), Account, "a1", null, "Everyday", null, Now),
            new Account(
                Account,
                "Everyday",
                null,
                null,
                AccountKind.Depository,
                null,
                LedgerText.Content("-5.00", "2026-11-09", "COFFEE", isPending: false).Amount.Currency
            ),
            LastBalance: null
        );

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
    public void A_feed_that_agrees_again_is_what_its_account_is_held_against()
    {
        // Nothing was compared with the account since the feed is off: then its balance had counted both.
        var state = StateOff(5_00);
        state = state with { Account = state.Account with { Off = 0, OffSince = null } };

        var plan = Merge(Record("a", 1), Record("b", 2), state)!;

        var after = plan.MatchStates[Account];
        Assert.Equal((-5_00, 0L, 0L), (after.Account.VisibleSum, after.Account.Off, after.Feeds[Feed].Off));
        Assert.Empty(plan.Findings);
        Assert.False(RepairDecision.IsDeniedByBalance(SliceOf(state), plan));
    }

    [Fact]
    public void What_is_taken_back_opens_the_findings_again_that_it_had_resolved()
    {
        var state = StateOff(5_00);
        state = state with { Account = state.Account with { Off = 0, OffSince = null } };
        LedgerRecord[] records = [Record("a", 1), Record("b", 2)];
        var repair = Merge(records[0], records[1], state)!;
        var merged = repair.Records.ToDictionary(change => RecordKey.Of(change.After), change => change.After);
        var slice = SliceOf(repair.MatchStates[Account]) with
        {
            Records = [.. records.Select(record => merged.GetValueOrDefault(RecordKey.Of(record), record))],
            PersonPairs = repair.PersonPairs,
            Repaired = Duplicate with { State = FindingState.Resolved },
        };

        var undo = PersonDecisions.Undo(slice, repair.Decisions[0], PersonDecisions.UndoRule, Now.AddDays(1))!;

        var differs = BalanceFindings.IdOf(Feed, state.Feeds[Feed], isGrave: true);
        Assert.Contains(differs, repair.Resolved);
        Assert.Equal([differs, Duplicate.Id], undo.Findings.Select(finding => finding.Id));
        Assert.All(undo.Findings, finding => Assert.Equal(FindingState.Open, finding.State));
        Assert.Equal(
            (5_00, Since),
            (undo.MatchStates[Account].Feeds[Feed].Off, undo.MatchStates[Account].Feeds[Feed].OffSince)
        );
        Assert.Equal(2, undo.Events.Count(told => told.Type == LedgerEvents.FindingOpened));
    }

    [Fact]
    public void A_repair_that_would_leave_the_account_further_off_is_denied()
    {
        var state = StateOff(0);

        Assert.True(RepairDecision.IsDeniedByBalance(SliceOf(state), Merge(Record("a", 1), Record("b", 2), state)!));
        state = StateOff(-5_00);
        Assert.True(RepairDecision.IsDeniedByBalance(SliceOf(state), Merge(Record("a", 1), Record("b", 2), state)!));
        state = StateOff(7_00);
        Assert.False(RepairDecision.IsDeniedByBalance(SliceOf(state), Merge(Record("a", 1), Record("b", 2), state)!));
    }

    [Fact]
    public void What_is_one_already_is_not_joined()
    {
        var one = Record("a", 1);

        Assert.Null(Merge(one, one, StateOff(5_00)));
    }

    private static SyncPlan? Merge(LedgerRecord one, LedgerRecord other, AccountMatchState state)
    {
        var slice = SliceOf(state) with { Records = [one, other] };
        return RepairDecision.Merge(slice, Duplicate, (one.TransactionId, other.TransactionId), Now);
    }

    private static LedgerSlice SliceOf(AccountMatchState state) =>
        new(1, [])
        {
            MatchStates = new Dictionary<AccountId, AccountMatchState> { [Account] = state },
            Shown = [ShownBy],
        };

    private static AccountMatchState StateOff(long off) =>
        new()
        {
            Feeds = new Dictionary<FeedId, FeedMatchState>
            {
                [Feed] = new()
                {
                    PostedSum = -10_00,
                    AsOf = Since.AddDays(8),
                    Opening = 100_00,
                    Off = off,
                    OffSince = off == 0 ? null : Since,
                    Agreements = 3,
                },
            },
            Account = new AccountBalanceState
            {
                VisibleSum = -10_00,
                BaseFeedId = Feed,
                Off = off,
                OffSince = off == 0 ? null : Since,
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
