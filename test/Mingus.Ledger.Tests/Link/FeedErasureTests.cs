using Mingus.Ledger.Tests.Match;

namespace Mingus.Ledger.Tests.Link;

public sealed class FeedErasureTests
{
    private const string Old = """
        + | A0 | -50.00  | 2026-01-05 | DENTIST          | posted
        + | A1 | -12.40  | 2026-03-02 | GREEN GROCER     | posted
        + | A2 | -980.00 | 2026-03-05 | PROPERTY MGMT    | posted
        """;

    private const string New = """
        + | B1 | -12.40  | 2026-03-02 | GREEN GROCER     | posted
        + | B2 | -980.00 | 2026-03-05 | PROPERTY MGMT    | posted
        """;

    [Fact]
    public void The_account_agrees_with_its_balance_after_a_feed_with_a_longer_history_is_erased()
    {
        var ledger = Linked().Erase('a');

        Assert.Equal("B1 B2 B3", ledger.Shown());
        Assert.Equal([MatchLedger.Feed('b')], ledger.State.Feeds.Keys);
        GoOn(ledger, "100.00");
        Assert.Equal(0, ledger.State.Account.Off);
    }

    private static MatchLedger Linked() =>
        new MatchLedger()
            .Update('a', "2026-03-20", Old, "200.00")
            .Update('b', "2026-03-21", New, "200.00")
            .Update('a', "2026-03-22", "+ | A3 | -100.00 | 2026-03-22 | GARAGE | posted", "100.00")
            .Update('b', "2026-03-23", "+ | B3 | -100.00 | 2026-03-22 | GARAGE | posted", "100.00");

    private static void GoOn(MatchLedger ledger, string balance)
    {
        var left = decimal.Parse(balance, System.Globalization.CultureInfo.InvariantCulture);
        for (var day = 1; day <= 9; day++)
        {
            left -= day;
            ledger.Update(
                'b',
                $"2026-04-0{day}",
                $"+ | C{day} | -{day}.00 | 2026-04-0{day} | SHOP {day} | posted",
                FormattableString.Invariant($"{left:0.00}")
            );
        }
    }
}
