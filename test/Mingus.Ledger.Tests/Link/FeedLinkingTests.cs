using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Link;

/// <summary>What accounts show after a feed moved.</summary>
public sealed class FeedLinkingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Account From = AccountOf("from");
    private static readonly Account To = AccountOf("to");
    private static readonly FeedId Moving = FeedId.From(PrefixedId.Derive(Now, "feed b"));

    [Fact]
    public void What_a_feed_shows_goes_with_it()
    {
        var plan = Join(ShownBy(From), from: -1_250, to: 0);

        Assert.Equal(0, plan.MatchStates[From.Id].Account.VisibleSum);
        Assert.Equal(-1_250, plan.MatchStates[To.Id].Account.VisibleSum);
    }

    [Fact]
    public void A_feed_that_came_before_is_not_counted_again()
    {
        var plan = Join(ShownBy(To), from: 0, to: -1_250);

        Assert.Equal(0, plan.MatchStates[From.Id].Account.VisibleSum);
        Assert.Equal(-1_250, plan.MatchStates[To.Id].Account.VisibleSum);
    }

    private static SyncPlan Join(IReadOnlyList<LedgerRecord> records, long from, long to) =>
        FeedLinking
            .Join(
                new FeedMove
                {
                    Feed = new FeedState(FeedOf(), From, LastBalance: null),
                    To = To,
                    LeavesAccountEmpty = true,
                    Records = records,
                    States = new Dictionary<AccountId, AccountMatchState>
                    {
                        [From.Id] = Showing(from),
                        [To.Id] = Showing(to),
                    },
                    Now = Now,
                    ByPerson = true,
                    Rule = FeedLinking.PersonRule,
                }
            )
            .Complete([]);

    private static AccountMatchState Showing(long sum) =>
        AccountMatchState.Empty with
        {
            Account = new AccountBalanceState { VisibleSum = sum },
        };

    private static LedgerRecord[] ShownBy(Account account) =>
        [RecordOf("B1", "-8.00", account), RecordOf("B2", "-4.50", account)];

    private static LedgerRecord RecordOf(string id, string amount, Account account) =>
        new()
        {
            FeedId = Moving,
            AccountId = account.Id,
            ProviderTransactionId = id,
            Content = LedgerText.Content(amount, "2026-03-02", $"STORE {id}"),
            Fingerprint = default,
            TransactionId = TransactionId.From(PrefixedId.Derive(Now, id)),
            IsPrimary = true,
            FirstSeenAt = Now,
            UpdatedAt = Now,
        };

    private static Feed FeedOf() =>
        new(Moving, default, From.Id, "p1", PersistentAccountId: null, "Checking", Mask: null, Now);

    private static Account AccountOf(string name) =>
        new(
            AccountId.From(PrefixedId.Derive(Now, name)),
            name,
            OfficialName: null,
            Mask: null,
            AccountKind.Depository,
            Subtype: null,
            LedgerText.Amount("0.00").Currency
        );
}
