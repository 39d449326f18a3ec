using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

public sealed class BalancePlannerTests
{
    private static readonly ProviderAccount Checking = LedgerText.Account("a1");

    private readonly LedgerModel _ledger = new();
    private DateTimeOffset _now = new(2026, 11, 20, 18, 4, 0, TimeSpan.Zero);

    [Fact]
    public void A_first_list_makes_accounts_feeds_and_balances()
    {
        var plan = Plan(BalanceSource.Live, Checking, LedgerText.Account("a2"));
        Assert.Equal(2, plan.NewAccounts.Count);
        Assert.Equal(2, plan.NewFeeds.Count);
        Assert.All(plan.Balances, balance => Assert.Equal((_now, false), (balance.AsOf, balance.CameWithUpdate)));
        Assert.Equal(2, plan.Balances.Count);
        Assert.Null(plan.NextCursor);
        Assert.Equal(
            ["account.changed", "account.changed", "balance.changed", "balance.changed"],
            plan.Events.Select(told => told.Type)
        );
    }

    // balance | hours the bank was read before | expected: snapshots, then events
    [Fact]
    public void Only_news_is_kept_and_only_other_numbers_are_told()
    {
        Plan(BalanceSource.Cached, readHoursAgo: 10, Checking);
        Assert.All(
            LedgerText.Rows(
                """
                100.00 | 10 | 0 0
                100.00 | 8  | 1 0
                90.00  | 8  | 1 1
                90.00  | 9  | 0 0
                80.00  | 9  | 0 0
                80.00  | 8  | 1 1
                """
            ),
            row =>
            {
                var account = Checking with { Balance = LedgerText.Balance(row[0]) };
                var plan = Plan(BalanceSource.Cached, int.Parse(row[1]), account);
                Assert.Equal(row[^1], $"{plan.Balances.Count} {plan.Events.Count}");
            }
        );
    }

    [Fact]
    public void Without_knowing_when_the_bank_was_read_the_same_numbers_are_no_news()
    {
        Plan(BalanceSource.Cached, Checking);
        _now = _now.AddHours(1);
        Assert.Empty(Plan(BalanceSource.Cached, Checking).Balances);
    }

    [Fact]
    public void A_refused_balance_is_put_aside_and_the_last_good_one_stays()
    {
        Plan(BalanceSource.Cached, Checking);
        var bad = Checking with { Balance = LedgerText.Balance("5.00") with { Currency = null } };
        var plan = Plan(BalanceSource.Cached, bad);

        Assert.Empty(plan.Balances);
        Assert.Equal(QuarantineKind.Balance, Assert.Single(plan.Quarantine).Kind);
        var finding = Assert.Single(plan.Findings);
        Assert.Equal(("balance_refused", Severity.Warning), (finding.Check, finding.Severity));
        Assert.Single(_ledger.Balances);

        Assert.Empty(Plan(BalanceSource.Cached, bad).Findings);
        Assert.Equal(finding.Id, Assert.Single(Plan(BalanceSource.Cached, Checking).Resolved));
    }

    [Fact]
    public void A_balance_declared_unknown_is_nothing()
    {
        Plan(BalanceSource.Cached, Checking);
        var unknown = Checking with { Balance = LedgerText.Balance("0.00") with { Current = null } };
        Assert.Empty(Plan(BalanceSource.Cached, unknown).Events);
        Assert.Empty(_ledger.Quarantine);
    }

    [Fact]
    public void What_a_complete_list_leaves_out_is_gone_until_it_is_listed_again()
    {
        Plan(BalanceSource.Cached, Checking, LedgerText.Account("a2"));
        Assert.Empty(Plan(BalanceSource.Cached, [Checking], isComplete: false).ChangedFeeds);

        var gone = Plan(BalanceSource.Cached, [Checking], isComplete: true);
        Assert.Equal(("a2", _now), (gone.ChangedFeeds[0].ProviderAccountId, gone.ChangedFeeds[0].GoneSince!.Value));
        Assert.Equal("account_gone", Assert.Single(gone.Findings).Check);
        Assert.Equal("gone", gone.Events[0].Members["reason"]);
        Assert.Empty(Plan(BalanceSource.Cached, [Checking], isComplete: true).Events);

        var back = Plan(BalanceSource.Cached, Checking, LedgerText.Account("a2"));
        Assert.Null(Assert.Single(back.ChangedFeeds).GoneSince);
        Assert.Equal(gone.Findings[0].Id, Assert.Single(back.Resolved));
        Assert.Equal("returned", back.Events[0].Members["reason"]);
    }

    [Fact]
    public void The_providers_new_name_is_taken_over_but_not_over_a_persons()
    {
        Plan(BalanceSource.Cached, Checking);
        var renamed = Plan(BalanceSource.Cached, Checking with { Name = "Everyday", Mask = "9999" });
        Assert.Equal(("Everyday", "9999"), (renamed.ChangedAccounts[0].Name, renamed.ChangedAccounts[0].Mask));
        Assert.Equal("renamed", renamed.Events[0].Members["reason"]);

        var mine = _ledger.Accounts.Single() with { Name = "Mine", IsNamedByPerson = true };
        _ledger.Apply(SyncPlan.Empty with { ChangedAccounts = [mine] });
        var plan = Plan(BalanceSource.Cached, Checking with { Name = "Everyday Plus", Subtype = "savings" });
        Assert.Equal(("Mine", "savings"), (plan.ChangedAccounts[0].Name, plan.ChangedAccounts[0].Subtype));
        Assert.Equal("Everyday Plus", plan.ChangedFeeds[0].Name);
    }

    [Fact]
    public void An_account_that_cannot_be_read_is_put_aside_with_its_payload()
    {
        var item = Assert.Single(Plan(BalanceSource.Cached, [Checking], isComplete: false).Quarantine);
        Assert.Equal(("a9", "type", "{}"), (item.ProviderAccountId, item.Field, item.Payload));
    }

    [Fact]
    public void An_account_without_a_currency_is_not_made_on_a_guess()
    {
        var noCurrency = LedgerText.Balance("5.00") with { Currency = null };
        var plan = Plan(BalanceSource.Cached, Checking with { Balance = noCurrency });
        Assert.Empty(plan.NewAccounts);
        Assert.Single(plan.Quarantine);
        Assert.Null(Assert.Single(plan.Findings).AccountId);
        Assert.Single(Plan(BalanceSource.Cached, Checking).NewAccounts);
    }

    private SyncPlan Plan(BalanceSource source, params ProviderAccount[] accounts) =>
        Plan(source, accounts, isComplete: true);

    private SyncPlan Plan(BalanceSource source, int readHoursAgo, ProviderAccount account) =>
        Apply(BalancePlanner.Plan(_ledger.Context(_now, _now.AddHours(-readHoursAgo)), [account], [], source));

    private SyncPlan Plan(BalanceSource source, IReadOnlyList<ProviderAccount> accounts, bool isComplete) =>
        Apply(BalancePlanner.Plan(_ledger.Context(_now), accounts, isComplete ? [] : [Unreadable], source));

    private static readonly UnreadableRecord Unreadable = new("a9", null, "type", "It is not text.", "{}");

    private SyncPlan Apply(SyncPlan plan)
    {
        _ledger.Apply(plan);
        return plan;
    }
}
