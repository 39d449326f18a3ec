using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>The scenarios of the product that the planner alone decides, each by its name there.</summary>
public sealed class ScenarioTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 18, 4, 0, TimeSpan.Zero);

    private readonly LedgerModel _ledger = new();
    private int _day;

    [Fact]
    public void S2_Identical_twins_both_stay_and_are_still_two_when_told_again()
    {
        const string Twins = """
            + | C1 | -4.50 | 2026-11-20 | Blue Bottle | posted
            + | C2 | -4.50 | 2026-11-20 | Blue Bottle | posted
            """;
        Sync(Twins);
        Sync(Twins);

        AssertRecords(
            """
            C1 | posted | -4.50 | 2026-11-20 | Blue Bottle | t1 | shown
            C2 | posted | -4.50 | 2026-11-20 | Blue Bottle | t2 | shown
            """
        );
        Assert.Single(_ledger.Records.Select(record => record.Fingerprint).Distinct());
    }

    [Fact]
    public void S3_Drift_of_a_known_record_amends_it_and_keeps_fingerprint_and_id()
    {
        Sync("+ | T1 | -4.50 | 2026-11-20 | Blue Bottle | posted");
        var before = Assert.Single(_ledger.Records);
        var plan = Sync("+ | T1 | -4.50 | 2026-11-20 | BLUE  bottle | posted");

        Assert.Equal(ChangeKind.Amended, Assert.Single(plan.Records).Kind);
        var after = Assert.Single(_ledger.Records);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(before.TransactionId, after.TransactionId);
        Assert.Equal("BLUE  bottle", after.Content.Description);
    }

    [Fact]
    public void S4_Posted_claims_its_pending_in_one_page()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        var plan = Sync(
            """
            - | P1
            + | T1 | -24.00 | 2026-11-21 | Blue Bottle Coffee | posted | P1
            """
        );

        AssertRecords(
            """
            P1 | removed | -20.00 | 2026-11-20 | Blue Bottle        | t1 | -
            T1 | posted  | -24.00 | 2026-11-21 | Blue Bottle Coffee | t1 | shown
            """
        );
        var decision = Assert.Single(plan.Decisions);
        Assert.Equal(("match", "pending_link", false), (decision.Kind, decision.Rule, decision.ByPerson));
        Assert.Contains("the amount differs", decision.Reasons);
        Assert.Matches("/P1\",\"[^\"]*/T1\"", decision.After);
        Assert.EndsWith("/P1\"]}", decision.Before, StringComparison.Ordinal);
        Assert.Empty(_ledger.Findings);
    }

    [Fact]
    public void S4_Posted_claims_its_pending_that_went_days_before()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync("- | P1");
        AssertRecords("P1 | removed | -20.00 | 2026-11-20 | Blue Bottle | t1 | -");
        Sync("+ | T1 | -24.00 | 2026-11-23 | Blue Bottle | posted | P1");

        AssertRecords(
            """
            P1 | removed | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -24.00 | 2026-11-23 | Blue Bottle | t1 | shown
            """
        );
    }

    [Fact]
    public void S4_Posted_claims_its_pending_that_goes_days_after()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        var plan = Sync("+ | T1 | -24.00 | 2026-11-23 | Blue Bottle | posted | P1");
        Assert.Equal([ChangeKind.PrimaryMoved, ChangeKind.Posted], plan.Records.Select(change => change.Kind));
        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -24.00 | 2026-11-23 | Blue Bottle | t1 | shown
            """
        );

        Sync("- | P1");
        AssertRecords(
            """
            P1 | removed | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -24.00 | 2026-11-23 | Blue Bottle | t1 | shown
            """
        );
    }

    [Fact]
    public void S4_Without_a_link_a_pending_row_that_the_bank_still_lists_is_not_merged()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync("+ | T1 | -24.00 | 2026-11-21 | Blue Bottle | posted");

        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | shown
            T1 | posted  | -24.00 | 2026-11-21 | Blue Bottle | t2 | shown
            """
        );
        Assert.Empty(_ledger.Decisions);
    }

    [Fact]
    public void S4_Without_a_link_a_withdrawn_pending_row_is_joined_by_a_decision_that_says_why()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync(
            """
            - | P1
            + | T1 | -24.00 | 2026-11-21 | Blue Bottle | posted
            """
        );

        AssertRecords(
            """
            P1 | removed | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -24.00 | 2026-11-21 | Blue Bottle | t1 | shown
            """
        );
        var decision = Assert.Single(_ledger.Decisions);
        Assert.Equal(("match", false), (decision.Kind, decision.ByPerson));
        Assert.NotEmpty(decision.Reasons);
        Assert.NotNull(decision.Score);
    }

    [Fact]
    public void S5_A_wrong_link_is_refuted_and_told()
    {
        Sync("+ | P9 | -84.00 | 2026-11-20 | Google Domains | pending");
        Sync("+ | T1 | -1.99 | 2026-11-21 | PWP | posted | P9");

        AssertRecords(
            """
            P9 | pending | -84.00 | 2026-11-20 | Google Domains | t1 | shown
            T1 | posted  |  -1.99 | 2026-11-21 | PWP            | t2 | shown
            """
        );
        var finding = Assert.Single(_ledger.Findings);
        Assert.Equal(("pending_link_refuted", Severity.Warning), (finding.Check, finding.Severity));
        Assert.Equal("-1.99", finding.Evidence["amount"]);
        Assert.Equal("-84.00", finding.Evidence["pendingAmount"]);
        Assert.Equal(
            ("T1", "P9"),
            (finding.Evidence["providerTransactionId"], finding.Evidence["pendingTransactionId"])
        );
        Assert.Empty(_ledger.Decisions);
    }

    [Fact]
    public void S7_A_removed_record_that_returns_has_its_id_again()
    {
        Sync("+ | T5 | -9.00 | 2026-11-20 | Books | posted");
        var before = Assert.Single(_ledger.Records);
        Sync("- | T5");
        Assert.Equal(RecordStatus.Removed, Assert.Single(_ledger.Records).Status);
        var plan = Sync("+ | T5 | -9.00 | 2026-11-20 | Books | posted");

        Assert.Equal(ChangeKind.Restored, Assert.Single(plan.Records).Kind);
        var after = Assert.Single(_ledger.Records);
        Assert.Equal(before.TransactionId, after.TransactionId);
        Assert.True(after is { IsLive: true, IsPrimary: true });
    }

    [Fact]
    public void S7_Removing_what_was_never_seen_is_nothing()
    {
        Sync("+ | T1 | -9.00 | 2026-11-20 | Books | posted");
        var plan = Sync("- | T5");
        Assert.Empty(plan.Records);
        Assert.Empty(plan.Events);
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public void S15_A_row_in_another_currency_keeps_it()
    {
        Sync("+ | T1 | -250.00 NOK | 2026-11-20 | Kaffe | posted");
        Assert.Equal("NOK", Assert.Single(_ledger.Records).Content.Amount.Currency.Code);
        Assert.Equal("USD", Assert.Single(_ledger.Accounts).Currency.Code);
    }

    private SyncPlan Sync(string changes) => _ledger.Sync(LedgerText.Update(changes), Start.AddDays(_day++));

    private void AssertRecords(string expected)
    {
        Assert.Equal(LedgerText.Tidy(expected), LedgerText.Of(_ledger.Records));
        Assert.Empty(LedgerInvariants.Broken(_ledger.Records));
    }
}
