namespace Mingus.Ledger.Tests.Match;

/// <summary>What the available balance says of pending records.</summary>
public sealed class HoldWitnessTests
{
    private const string Pending = """
        + | P1 | -20.00 | 2026-03-02 | PIZZERIA DELFINA | pending
        + | P2 | -4.50  | 2026-03-02 | BLUE BOTTLE      | pending
        """;

    // The bank held what it listed, twice: from then on the difference of its balances is believed.
    private static MatchLedger Trusted() =>
        new MatchLedger()
            .Update('a', "2026-02-20", "+ | X1 | -9.00 | 2026-02-20 | KIOSK | pending", "100.00", "-9.00")
            .Update('a', "2026-02-21", "- | X1", "100.00", "0.00")
            .Update('a', "2026-03-02", Pending, "100.00", "-24.50");

    [Theory]
    // Not held any more: the pending record that is still listed is the posted one.
    [InlineData("+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted", "80.00", "-4.50", "P1+T1 P2")]
    // With a tip.
    [InlineData("+ | T1 | -24.00 | 2026-03-04 | PIZZERIA DELFINA | posted", "76.00", "-4.50", "P1+T1 P2")]
    // Still held: there is a second purchase.
    [InlineData("+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted", "80.00", "-24.50", "P1 P2 T1")]
    // Not said: it waits.
    [InlineData("+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted", "80.00", null, "P1 P2 T1")]
    // No choice of pending records explains what is held: it waits.
    [InlineData("+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted", "80.00", "-5.00", "P1 P2 T1")]
    public void What_is_held_says_which_pending_record_has_posted(
        string table,
        string balance,
        string? held,
        string shown
    ) => Assert.Equal(shown, Trusted().Update('a', "2026-03-04", table, balance, held).Shown());

    [Fact]
    public void A_pending_record_that_is_long_held_is_no_leftover()
    {
        const string twin = "+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted";
        const string other = "+ | T2 | -7.00  | 2026-03-11 | KIOSK            | posted";

        var held = Trusted().Update('a', "2026-03-04", twin, "80.00", "-24.50");
        held.Update('a', "2026-03-11", other, "73.00", "-24.50");
        var unsaid = Trusted().Update('a', "2026-03-04", twin, "80.00").Update('a', "2026-03-11", other, "73.00");

        Assert.Equal("P1 P2 T1 T2", held.Shown());
        Assert.Equal("P1+T1 P2 T2", unsaid.Shown());
    }

    [Fact]
    public void A_purchase_and_its_reversal_post_though_they_cancel_out()
    {
        var ledger = Trusted()
            .Update('a', "2026-03-03", "+ | P3 | 20.00 | 2026-03-03 | PIZZERIA DELFINA | pending", "100.00", "-4.50")
            .Update(
                'a',
                "2026-03-04",
                """
                + | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted
                + | T3 | 20.00  | 2026-03-04 | PIZZERIA DELFINA | posted
                """,
                "100.00",
                "-4.50"
            );

        Assert.Equal("P1+T1 P2 P3+T3", ledger.Shown());
    }

    [Fact]
    public void A_bank_that_does_not_hold_what_it_lists_is_not_believed()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", Pending, "100.00", "0.00")
            .Update('a', "2026-03-04", "+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted", "80.00", "0.00");

        Assert.Equal("P1 P2 T1", ledger.Shown());
    }
}
