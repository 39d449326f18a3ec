using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Reconcile;

public sealed class BalanceCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    // kind | current | available | limit | currency | hours from now it claims to be as of | expected
    [Fact]
    public void A_balance_is_believed_unless_a_rule_refuses_it() =>
        Assert.All(
            LedgerText.Rows(
                """
                Depository | 100.00      |         |          | USD  |     | believed
                Depository | 100.00      | 90.00   |          | USD  | -2  | believed
                Depository | -20.00      |         | 500.00   | USD  |     | believed
                Depository | 0.00        |         |          | USD  |     | believed
                # S15: a card that owes, one overpaid
                Credit     | -500.00     | 1500.00 | 2000.00  | USD  |     | believed
                Credit     | 20.00       |         | 2000.00  | USD  |     | believed
                # never defaulted
                Depository | 100.00      |         |          | none |     | refused currency
                Depository | 100.00 EUR  |         |          | EUR  |     | refused currency
                Depository | 100.00 EUR  |         |          | USD  |     | refused currency
                Depository | 100.00      | 90 EUR  |          | USD  |     | refused currency
                # nothing known, or something but not the balance
                Depository |             |         |          | USD  |     | unknown
                Depository |             |         |          | none |     | refused currency
                Depository |             | 90.00   |          | USD  |     | refused current
                Credit     |             |         | 2000.00  | USD  |     | refused current
                # moments
                Depository | 100.00      |         |          | USD  | 24  | believed
                Depository | 100.00      |         |          | USD  | 25  | refused as_of
                Depository | 100.00      |         |          | USD  | -48 | believed
                Depository | 100.00      |         |          | USD  | -49 | refused as_of
                # plausible
                Credit     | -40000.00   |         | 2000.00  | USD  |     | believed
                Credit     | -42000.00   |         | 2000.00  | USD  |     | refused limit
                Credit     | -42000.00   |         | 0.00     | USD  |     | believed
                Loan       | -42000.00   |         | 2000.00  | USD  |     | believed
                Credit     | -10.00      |         | -2000.00 | USD  |     | refused limit
                """
            ),
            row => Assert.Equal(row[^1], Outcome(BalanceCheck.Of(Claim(row))))
        );

    [Fact]
    public void What_could_not_be_read_is_refused_with_its_reason()
    {
        var claim = Claim(["Depository", "100.00", "", "", "USD", ""]);
        var unreadable = claim.Balance with { Unreadable = new UnreadableField("current", "it is not a number") };
        var verdict = BalanceCheck.Of(claim with { Balance = unreadable });
        Assert.Equal(new BalanceVerdict.Refused("current", "it is not a number"), verdict);
    }

    // source | stated | data as of | expected as of, in hours from now
    [Fact]
    public void It_is_as_of_what_is_stated_else_now_if_live_else_when_the_bank_was_read() =>
        Assert.All(
            LedgerText.Rows(
                """
                Live   | -1 | -5 | -1
                Live   |    | -5 | 0
                Cached | -1 | -5 | -1
                Cached |    | -5 | -5
                Cached |    |    | 0
                """
            ),
            row =>
            {
                var claim = Claim(["Depository", "100.00", "", "", "USD", row[1]]) with
                {
                    Source = Enum.Parse<BalanceSource>(row[0]),
                    DataAsOf = Moment(row[2]),
                };
                var believed = Assert.IsType<BalanceVerdict.Believed>(BalanceCheck.Of(claim));
                Assert.Equal(Moment(row[3]), believed.Snapshot.AsOf);
                Assert.Equal(Now, believed.Snapshot.RecordedAt);
            }
        );

    [Fact]
    public void Only_the_same_source_makes_a_balance_old()
    {
        var claim = Claim(["Depository", "100.00", "", "", "USD", "-49"]);
        Assert.IsType<BalanceVerdict.Refused>(BalanceCheck.Of(claim));
        Assert.IsType<BalanceVerdict.Believed>(BalanceCheck.Of(claim with { Source = BalanceSource.Live }));
    }

    private static string Outcome(BalanceVerdict verdict) =>
        verdict switch
        {
            BalanceVerdict.Believed => "believed",
            BalanceVerdict.DeclaredUnknown => "unknown",
            BalanceVerdict.Refused refused => $"refused {refused.Field}",
            _ => "?",
        };

    // The last cached balance known is two days old.
    private static BalanceClaim Claim(string[] row)
    {
        var kind = Enum.Parse<AccountKind>(row[0]);
        var account = new Account(default, "A", null, null, kind, null, Currency.Official("USD"));
        var feed = new Feed(default, default, default, "a1", null, "A", null, Now);
        var last = new BalanceSnapshot(
            default,
            default,
            LedgerText.Amount("1.00"),
            Available: null,
            Limit: null,
            Now.AddDays(-2),
            Now.AddDays(-2),
            BalanceSource.Cached,
            CameWithUpdate: true
        );
        var balance = new ProviderBalance(
            Amount(row[1]),
            Amount(row[2]),
            Amount(row[3]),
            row[4] == "none" ? null : Currency.Official(row[4]),
            Moment(row[5]),
            Unreadable: null,
            "{}"
        );
        return new BalanceClaim(new FeedState(feed, account, last), balance, BalanceSource.Cached, false, Now, null);
    }

    private static Money? Amount(string text) => text.Length == 0 ? null : LedgerText.Amount(text);

    private static DateTimeOffset? Moment(string hours) => hours.Length == 0 ? null : Now.AddHours(int.Parse(hours));
}
