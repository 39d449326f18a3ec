using Mingus.Ledger.Match;

namespace Mingus.Ledger.Tests.Match;

/// <summary>What a feed's own balance says of its records.</summary>
public sealed class BalanceWitnessTests
{
    private const string Told = "+ | A1 | -4.50 | 2026-03-02 | BLUE BOTTLE | posted";
    private const string Again = "+ | A2 | -4.50 | 2026-03-02 | BLUE BOTTLE | posted";

    // Two agreements, then a difference that nothing explains.
    private static MatchLedger Off() =>
        new MatchLedger()
            .Update('a', "2026-02-20", "+ | X1 | -9.00 | 2026-02-20 | KIOSK | posted", "100.00")
            .Update('a', "2026-02-22", "+ | X2 | -8.00 | 2026-02-22 | KIOSK | posted", "92.00")
            .Update('a', "2026-02-24", "+ | X3 | -7.00 | 2026-02-24 | KIOSK | posted", "85.00")
            .Update('a', "2026-03-02", Told, "70.50");

    [Fact]
    public void An_old_difference_does_not_hide_that_a_row_is_told_twice()
    {
        var ledger = Off().Update('a', "2026-03-30", Again, "70.50");

        Assert.Equal("A1+A2 X1 X2 X3", ledger.Shown());
        Assert.Equal(-1000, ledger.Last!.Balance.Off);
    }

    [Fact]
    public void A_new_difference_may_be_that_row_itself_which_the_balance_had_before()
    {
        // The second charge of 4.50 is in the balance of 9 March, its record comes later.
        var ledger = Off()
            .Update('a', "2026-03-09", "+ | X4 | -1.00 | 2026-03-09 | KIOSK | posted", "65.00")
            .Update('a', "2026-03-20", Again, "65.00");

        Assert.Equal("A1 A2 X1 X2 X3 X4", ledger.Shown());
        Assert.Equal(-1000, ledger.Last!.Balance.Off);
    }

    [Fact]
    public void A_first_balance_that_no_later_one_agrees_with_is_given_up()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-02-20", "+ | X0 | -1.00 | 2026-02-20 | KIOSK | posted", "100.00")
            .Update('a', "2026-03-02", $"{Told}\n{Again}", "93.00");
        foreach (var (day, id, balance) in new[] { (3, "X1", "92"), (5, "X2", "91"), (7, "X3", "90") })
        {
            ledger.Update('a', $"2026-03-{day:00}", $"+ | {id} | -1.00 | 2026-03-{day:00} | KIOSK | posted", balance);
        }

        Assert.Equal(BalanceState.Off, ledger.Last!.Balance.State);

        ledger.Update('a', "2026-03-30", "+ | X4 | -1.00 | 2026-03-30 | KIOSK | posted", "89");

        Assert.Equal(BalanceState.Agrees, ledger.Last.Balance.State);
    }

    // The balance with the second bank's history | what is shown
    [Theory]
    [InlineData("78.00", "A1+B1 A2+B2 A3+B3")]
    // The second bank's history began with other money: its first transaction may be one that the first lacks.
    [InlineData("68.00", "A1 A2+B2 A3+B3 B1")]
    public void Histories_that_begin_with_one_balance_begin_with_one_transaction(string balance, string shown)
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", "+ | A1 | -10.00 | 2026-03-02 | SAM LEE | posted", "90.00")
            .Update('a', "2026-03-09", "+ | A2 | -10.00 | 2026-03-09 | SAM LEE | posted", "80.00")
            .Update('a', "2026-03-20", "+ | A3 | -2.00  | 2026-03-20 | KIOSK   | posted", "78.00")
            .Update(
                'b',
                "2026-03-21",
                """
                + | B1 | -10.00 | 2026-03-01 | Sam Lee | posted
                + | B2 | -10.00 | 2026-03-09 | Sam Lee | posted
                + | B3 | -2.00  | 2026-03-20 | Kiosk   | posted
                """,
                balance
            );

        Assert.Equal(shown, ledger.Shown());
    }

    // The day on which a second bank brings the history | what is shown
    [Theory]
    [InlineData("2026-05-01", "A0 A1+B1 A2+B2+B3 A4+B4 A9")]
    // What is recent may still be withdrawn, come back, or come late.
    [InlineData("2026-03-26", "A0 A1+B1 A2+B2 A4+B4 A9 B3")]
    public void A_habit_that_a_history_tells_once_too_often_is_told_twice(string asOf, string shown)
    {
        const string coffee = "BLUE BOTTLE | posted";
        var ledger = new MatchLedger()
            .Update('a', "2026-02-10", "+ | A0 | -1.00 | 2026-02-10 | KIOSK | posted", "100.00")
            .Update(
                'a',
                "2026-03-08",
                $"""
                + | A1 | -4.50 | 2026-03-02 | {coffee}
                + | A2 | -4.50 | 2026-03-04 | {coffee}
                + | A4 | -4.50 | 2026-03-06 | {coffee}
                """,
                "86.50"
            )
            .Update('a', "2026-03-25", "+ | A9 | -2.00 | 2026-03-25 | KIOSK | posted", "84.50");

        ledger.Update(
            'b',
            asOf,
            $"""
            + | B1 | -4.50 | 2026-03-02 | {coffee}
            + | B2 | -4.50 | 2026-03-04 | {coffee}
            + | B3 | -4.50 | 2026-03-04 | {coffee}
            + | B4 | -4.50 | 2026-03-06 | {coffee}
            """
        );

        Assert.Equal(shown, ledger.Shown());
    }

    [Fact]
    public void An_account_counts_from_the_feed_whose_history_begins_first()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-01", "+ | A1 | -1.00 | 2026-03-01 | KIOSK  | posted", "100.00")
            .Update('a', "2026-03-05", "+ | A2 | -2.00 | 2026-03-05 | BAKERY | posted", "98.00")
            .Update(
                'b',
                "2026-03-06",
                """
                + | B0 | -3.00 | 2026-02-03 | Tailor | posted
                + | B1 | -1.00 | 2026-03-01 | Kiosk  | posted
                + | B2 | -2.00 | 2026-03-05 | Bakery | posted
                """,
                "98.00"
            )
            .Update('b', "2026-03-09", "+ | B3 | -4.00 | 2026-03-09 | Cinema | posted", "94.00");

        Assert.Equal(MatchLedger.Feed('b'), ledger.State.Account.BaseFeedId);
        Assert.Equal(0, ledger.State.Account.OlderSum);
        Assert.Equal(0, ledger.State.Account.Off);
    }
}
