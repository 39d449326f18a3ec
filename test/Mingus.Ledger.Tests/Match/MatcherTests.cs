using Mingus.Ledger.Match;

namespace Mingus.Ledger.Tests.Match;

public sealed class MatcherTests
{
    private const string OldBank = """
        + | A1 | -12.40  | 2026-03-02 | CHECKCARD 0301 GREEN GROCER 4410 | posted
        + | A2 | -4.50   | 2026-03-03 | BLUE BOTTLE COFFEE               | posted
        + | A3 | -4.50   | 2026-03-03 | BLUE BOTTLE COFFEE               | posted
        + | A4 | -980.00 | 2026-03-05 | PROPERTY MGMT                    | posted
        """;

    private const string NewBank = """
        + | B1 | -12.40  | 2026-03-02 | Green Grocer   | posted
        + | B2 | -4.50   | 2026-03-03 | Blue Bottle    | posted
        + | B3 | -4.50   | 2026-03-03 | Blue Bottle    | posted
        + | B4 | -980.00 | 2026-03-06 | Property Rent  | posted
        """;

    [Fact]
    public void A_bank_linked_again_adds_nothing()
    {
        var ledger = new MatchLedger().Update('a', "2026-03-20", OldBank, "100.00");
        var first = ledger.TransactionOf("A1");

        ledger.Update('b', "2026-03-21", NewBank, "100.00");

        Assert.Equal("A1+B1 A2+B2 A3+B3 A4+B4", ledger.Shown());
        Assert.Equal(first, ledger.TransactionOf("B1"));
        Assert.All(ledger.Last!.Decisions, decision => Assert.Equal("cross_feed", decision.Rule));
    }

    [Theory]
    [InlineData("Reims", "Lyon", "A1+B2 A2+B1")]
    [InlineData("Lyon", "Reims", "A1+B1 A2+B2")]
    [InlineData("#7170", "#4410", "A1+B2 A2+B1")]
    // One that names no place says nothing: the order decides.
    [InlineData("#4410", "Lyon", "A1+B1 A2+B2")]
    public void Two_coffees_are_told_apart_by_place(string first, string second, string shown)
    {
        var (one, other) = first[0] == '#' ? ("#4410", "#7170") : ("Lyon", "Reims");
        var ledger = new MatchLedger()
            .Update(
                'a',
                "2026-03-20",
                $"""
                + | A1 | -4.50 | 2026-03-02 | CAFE PAUL | posted | {one}
                + | A2 | -4.50 | 2026-03-02 | CAFE PAUL | posted | {other}
                """
            )
            .Update(
                'b',
                "2026-03-21",
                $"""
                + | B1 | -4.50 | 2026-03-02 | Cafe Paul | posted | {first}
                + | B2 | -4.50 | 2026-03-02 | Cafe Paul | posted | {second}
                """
            );

        Assert.Equal(shown, ledger.Shown());
    }

    [Fact]
    public void The_order_of_records_decides_nothing()
    {
        var forward = new MatchLedger().Update('a', "2026-03-20", OldBank).Update('b', "2026-03-21", NewBank);
        var backward = new MatchLedger { IsReversed = true }
            .Update('a', "2026-03-20", OldBank)
            .Update('b', "2026-03-21", NewBank);

        Assert.Equal(forward.Shown(), backward.Shown());
        Assert.Equal(forward.State.Unsettled, backward.State.Unsettled);
    }

    [Fact]
    public void The_same_update_again_changes_nothing()
    {
        var ledger = new MatchLedger().Update('a', "2026-03-20", OldBank, "100.00").Update('b', "2026-03-21", NewBank);

        ledger.Update('b', "2026-03-21", NewBank);

        Assert.Empty(ledger.Last!.Moves);
        Assert.Empty(ledger.Last.Decisions);
        Assert.Equal("A1+B1 A2+B2 A3+B3 A4+B4", ledger.Shown());
    }

    [Fact]
    public void A_pending_record_beside_a_posted_one_waits_until_it_is_withdrawn()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", "+ | P1 | -20.00 | 2026-03-02 | PIZZERIA DELFINA | pending")
            .Update('a', "2026-03-04", "+ | T1 | -24.00 | 2026-03-04 | PIZZERIA DELFINA | posted");
        Assert.Equal("P1 T1", ledger.Shown());
        var pending = ledger.TransactionOf("P1");

        ledger.Update('a', "2026-03-05", "- | P1");

        Assert.Equal("T1", ledger.Shown());
        Assert.Equal(pending, ledger.TransactionOf("T1"));
    }

    [Fact]
    public void A_rival_is_looked_up_while_its_pending_record_waits_and_forgotten_once_that_is_linked()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", "+ | P1 | -20.00 | 2026-03-02 | PIZZERIA DELFINA | pending")
            .Update('a', "2026-03-04", "+ | T1 | -24.00 | 2026-03-04 | PIZZERIA DELFINA | posted");
        var rival = ledger.TransactionOf("T1");

        ledger.Update('a', "2026-03-05", "+ | T2 | -7.00 | 2026-03-05 | KIOSK | posted");
        Assert.Contains(rival, ledger.Needs!.Transactions);

        ledger.Update(
            'a',
            "2026-03-06",
            """
            - | P1
            + | T3 | -20.00 | 2026-03-05 | PIZZERIA DELFINA | posted | =P1
            """
        );
        Assert.Empty(ledger.Needs.Transactions);
        Assert.Empty(ledger.State.Unsettled);
        Assert.Equal("T1 T2 T3", ledger.Shown());
    }

    [Fact]
    public void A_pending_record_still_listed_after_a_week_is_a_leftover()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", "+ | P1 | -20.00 | 2026-03-02 | PIZZERIA DELFINA | pending")
            .Update('a', "2026-03-04", "+ | T1 | -20.00 | 2026-03-04 | PIZZERIA DELFINA | posted")
            .Update('a', "2026-03-10", "+ | T2 | -7.00  | 2026-03-10 | KIOSK            | posted");

        Assert.Equal("P1+T1 T2", ledger.Shown());
    }

    // what is posted, days before the pending record's day and under another name | what is shown
    [Theory]
    [InlineData("2026-03-04", "From checking", "P1+T1 T2")]
    [InlineData("2026-02-28", "UMBUCHUNG GIRO", "P1+T1 T2")]
    [InlineData("2026-02-20", "UMBUCHUNG GIRO", "P1 T1 T2")]
    public void What_alone_has_the_amount_and_came_later_left_the_pending_record_over(
        string date,
        string text,
        string shown
    )
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", "+ | P1 | -20.00 | 2026-03-02 | UMBUCHUNG GIRO | pending")
            .Update('a', "2026-03-04", $"+ | T1 | -20.00 | {date} | {text} | posted")
            .Update('a', "2026-03-10", "+ | T2 | -7.00 | 2026-03-10 | KIOSK | posted");

        Assert.Equal(shown, ledger.Shown());
    }

    [Fact]
    public void What_bears_another_name_left_nothing_over_where_another_has_the_amount()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-02", "+ | P1 | -20.00 | 2026-03-02 | UMBUCHUNG GIRO | pending")
            .Update('a', "2026-03-04", "+ | T1 | -20.00 | 2026-03-04 | From checking | posted")
            .Update('a', "2026-03-10", "+ | T2 | -20.00 | 2026-03-10 | KIOSK | posted");

        Assert.Equal("P1 T1 T2", ledger.Shown());
    }

    [Fact]
    public void Another_merchant_left_nothing_over()
    {
        var ledger = new MatchLedger()
            .Update(
                'a',
                "2026-03-02",
                """
                + | R2 | -10.00 | 2026-03-02 | Google Domains | posted
                + | R4 | -10.00 | 2026-03-02 | BLUE BOTTLE    | pending
                """
            )
            .Update('a', "2026-03-10", "+ | T2 | -7.00 | 2026-03-10 | KIOSK | posted");

        Assert.Equal("R2 R4 T2", ledger.Shown());
    }

    // balance after the repeated row | what is shown
    [Theory]
    [InlineData("72.00", "A0 A1+A2 A3")]
    [InlineData("62.00", "A0 A1 A2 A3")]
    [InlineData(null, "A0 A1 A2 A3")]
    public void The_balance_decides_whether_a_repeated_row_is_a_second_charge(string? balance, string shown)
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-03", "+ | A1 | -10.00 | 2026-03-02 | UBER TRIP | posted", "90.00")
            .Update('a', "2026-03-04", "+ | A0 | -5.00  | 2026-03-04 | BAKERY    | posted", "85.00")
            .Update('a', "2026-03-05", "+ | A3 | -13.00 | 2026-03-05 | KIOSK     | posted", "72.00")
            .Update('a', "2026-03-09", "+ | A2 | -10.00 | 2026-03-02 | UBER TRIP | posted", balance);

        Assert.Equal(shown, ledger.Shown());
    }

    [Fact]
    public void What_the_balance_does_not_explain_is_the_verdict()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-03", "+ | A1 | -10.00 | 2026-03-02 | UBER TRIP | posted", "90.00")
            .Update('a', "2026-03-05", "+ | A3 | -18.00 | 2026-03-05 | KIOSK     | posted", "72.00")
            .Update('a', "2026-03-07", "+ | A4 | -2.00  | 2026-03-07 | BAKERY    | posted", "60.00");

        Assert.Equal(BalanceState.Off, ledger.Last!.Balance.State);
        Assert.Equal(-1000, ledger.Last.Balance.Off);
        Assert.Equal(new DateOnly(2026, 3, 7), ledger.Last.Balance.Since);
    }

    [Fact]
    public void What_a_person_called_different_stays_apart()
    {
        var ledger = new MatchLedger
        {
            Persons = PersonalDecisions.None with
            {
                Different = new HashSet<(RecordKey, RecordKey)>
                {
                    (MatchLedger.Key('b', "B4"), MatchLedger.Key('a', "A4")),
                },
            },
        };

        ledger.Update('a', "2026-03-20", OldBank).Update('b', "2026-03-21", NewBank);

        Assert.Equal("A1+B1 A2+B2 A3+B3 A4 B4", ledger.Shown());
    }

    [Theory]
    [InlineData("X", "A1+B1 A2+B2 A3+B3 A4+B4")]
    [InlineData("P4", "A1+B1 A2+B2 A3+B3 A4 B4")]
    public void A_word_about_a_pending_record_holds_for_what_takes_over_from_it(string different, string shown)
    {
        var ledger = new MatchLedger
        {
            Persons = PersonalDecisions.None with
            {
                Different = new HashSet<(RecordKey, RecordKey)>
                {
                    (MatchLedger.Key('a', different), MatchLedger.Key('b', "B4")),
                },
            },
        };

        ledger
            .Update('a', "2026-03-04", "+ | P4 | -980.00 | 2026-03-05 | PROPERTY MGMT                    | pending")
            .Update('a', "2026-03-20", $"- | P4\n{OldBank}")
            .Update('b', "2026-03-21", NewBank);

        Assert.Equal(shown, ledger.Shown());
    }

    [Fact]
    public void What_two_feeds_tell_and_stays_two_is_seen_in_the_balance_of_the_account()
    {
        var ledger = new MatchLedger
        {
            Persons = PersonalDecisions.None with
            {
                Different = new HashSet<(RecordKey, RecordKey)>
                {
                    (MatchLedger.Key('b', "B1"), MatchLedger.Key('a', "A1")),
                },
            },
        };

        ledger
            .Update('a', "2026-03-01", "+ | A0 | -1.00  | 2026-03-01 | KIOSK       | posted", "100.00")
            .Update('a', "2026-03-20", "+ | A1 | -10.00 | 2026-03-20 | UBER TRIP   | posted", "90.00")
            .Update('b', "2026-03-20", "+ | B0 | -1.00  | 2026-03-01 | Kiosk       | posted", "100.00")
            .Update('b', "2026-03-21", "+ | B1 | -10.00 | 2026-03-20 | Uber        | posted", "90.00");

        Assert.Equal("A0+B0 A1 B1", ledger.Shown());
        Assert.Equal(1000, ledger.State.Account.Off);
        Assert.True(ledger.State.Account.IsOff);
    }

    [Fact]
    public void A_later_record_corrects_what_was_decided_before_it_came()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-20", "+ | A1 | -9.99 | 2026-03-11 | SPOTIFY | posted")
            .Update('b', "2026-03-20", "+ | B1 | -9.99 | 2026-03-12 | Spotify | posted");
        Assert.Equal("A1+B1", ledger.Shown());

        ledger.Update('a', "2026-03-21", "+ | A2 | -9.99 | 2026-03-12 | SPOTIFY | posted");

        Assert.Equal("A1 A2+B1", ledger.Shown());
    }

    [Fact]
    public void One_quiet_feed_needs_no_neighbourhood()
    {
        var ledger = new MatchLedger()
            .Update('a', "2026-03-03", "+ | A1 | -10.00 | 2026-03-02 | UBER TRIP | posted", "90.00")
            .Update('a', "2026-03-05", "+ | A3 | -18.00 | 2026-03-05 | KIOSK     | posted", "72.00");

        var needs = MatchNeeds.Of([], ledger.State, MatchLedger.Feed('a'), new DateOnly(2026, 3, 9), 7200);

        Assert.Empty(needs.Transactions);
        Assert.Empty(needs.Amounts);
    }
}
