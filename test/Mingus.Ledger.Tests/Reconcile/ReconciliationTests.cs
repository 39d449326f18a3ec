using Mingus.Ledger.Match;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Tests.Match;

namespace Mingus.Ledger.Tests.Reconcile;

public sealed class ReconciliationTests
{
    private static readonly Currency s_dollar = Currency.Official("USD");

    [Fact]
    public void What_one_feed_lacks_and_another_tells_leaves_the_account_in_no_doubt()
    {
        var ledger = TwoFeeds()
            .Update('a', "2026-03-20", "+ | A2 | -3.00 | 2026-03-20 | BAKERY | posted", "80.00")
            .Update(
                'b',
                "2026-03-21",
                "+ | B2 | -3.00 | 2026-03-20 | Bakery | posted\n+ | B3 | -7.00 | 2026-03-19 | Cinema | posted",
                "80.00"
            );

        Assert.Equal(-700, ledger.State.Feeds[MatchLedger.Feed('a')].Off);
        Assert.Equal(BalanceState.Agrees, Reconciliation.Of(ledger.State, s_dollar).State);
    }

    [Fact]
    public void What_a_feed_comes_to_lack_after_all_agreed_is_in_doubt()
    {
        var ledger = TwoFeeds().Update('a', "2026-03-20", "+ | A2 | -3.00 | 2026-03-20 | BAKERY | posted", "80.00");

        var found = Reconciliation.Of(ledger.State, s_dollar);

        Assert.Equal((BalanceState.Off, new Money(-700, s_dollar)), (found.State, found.Difference));
    }

    [Fact]
    public void What_was_off_the_day_on_which_all_agreed_is_in_doubt()
    {
        var day = new DateOnly(2026, 3, 20);
        var feed = new FeedMatchState
        {
            Agreements = 3,
            Off = 5,
            OffSince = day,
            OffStoodSince = day,
            AsOf = day,
        };
        var account = new AccountBalanceState { JudgedOn = day };

        Assert.True(Reconciliation.IsInDoubt(feed, account));
        Assert.False(Reconciliation.IsInDoubt(feed, account with { JudgedOn = day.AddDays(1) }));
        Assert.True(Reconciliation.IsInDoubt(feed, account with { JudgedOn = day.AddDays(1), Off = 5 }));
    }

    [Fact]
    public void What_came_before_the_first_agreement_and_was_not_explained_stays_in_doubt()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-01", "+ | A0 | -1.00 | 2026-03-01 | KIOSK | posted", "100.00")
            .Update('a', "2026-03-08", "+ | A1 | -9.00 | 2026-03-08 | UBER TRIP | posted", "95.50")
            .Update('a', "2026-03-15", "+ | A2 | -9.00 | 2026-03-15 | BAKERY | posted", "93.50")
            .Update('a', "2026-03-22", "+ | A3 | -1.00 | 2026-03-22 | KIOSK | posted", "92.50")
            .Update('a', "2026-03-29", "+ | A4 | -1.00 | 2026-03-29 | KIOSK | posted", "91.50");

        var found = Reconciliation.Of(ledger.State, s_dollar);

        Assert.Equal(0, ledger.State.Feeds[MatchLedger.Feed('a')].Off);
        Assert.Equal((BalanceState.Off, new Money(1150, s_dollar)), (found.State, found.Difference));
    }

    [Fact]
    public void A_first_balance_that_lags_is_corrected_and_leaves_no_doubt()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-01", "+ | A0 | -1.00 | 2026-03-01 | KIOSK | posted", "101.00")
            .Update('a', "2026-03-08", "+ | A1 | -9.00 | 2026-03-08 | UBER TRIP | posted", "91.00")
            .Update('a', "2026-03-15", "+ | A2 | -9.00 | 2026-03-15 | BAKERY | posted", "82.00");

        Assert.Equal(BalanceState.Agrees, Reconciliation.Of(ledger.State, s_dollar).State);
    }

    // Two feeds of one account that have agreed with their balances, and with each other.
    private static MatchLedger TwoFeeds() =>
        new MatchLedger()
            .Update('a', "2026-03-01", "+ | A0 | -1.00 | 2026-03-01 | KIOSK | posted", "100.00")
            .Update('a', "2026-03-10", "+ | A1 | -10.00 | 2026-03-10 | UBER TRIP | posted", "90.00")
            .Update('b', "2026-03-10", "+ | B0 | -1.00 | 2026-03-01 | Kiosk | posted", "100.00")
            .Update('b', "2026-03-11", "+ | B1 | -10.00 | 2026-03-10 | Uber | posted", "90.00");
}
