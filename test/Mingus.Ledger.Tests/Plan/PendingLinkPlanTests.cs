using Mingus.Ledger.Decisions;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>Who has which transaction when links cross, and who is shown.</summary>
public sealed class PendingLinkPlanTests
{
    private readonly LedgerModel _ledger = new();
    private DateTimeOffset _now = new(2026, 11, 20, 18, 4, 0, TimeSpan.Zero);

    [Fact]
    public void The_second_claimer_of_a_pending_has_a_transaction_of_its_own_and_a_finding()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync(
            """
            + | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1
            + | T2 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1
            """
        );

        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -20.00 | 2026-11-21 | Blue Bottle | t1 | shown
            T2 | posted  | -20.00 | 2026-11-21 | Blue Bottle | t2 | shown
            """
        );
        Assert.Equal("pending_link_taken", Assert.Single(_ledger.Findings).Check);
        Assert.Single(_ledger.Decisions);
    }

    [Fact]
    public void A_claimer_that_returns_to_a_taken_transaction_goes_on_apart()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync("+ | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");
        Sync("- | T1");
        Sync("+ | T2 | -20.00 | 2026-11-22 | Blue Bottle | posted | P1");
        Sync("+ | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");

        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -20.00 | 2026-11-21 | Blue Bottle | t2 | shown
            T2 | posted  | -20.00 | 2026-11-22 | Blue Bottle | t1 | shown
            """
        );
        Assert.Equal("pending_link_taken", Assert.Single(_ledger.Findings).Check);
    }

    [Fact]
    public void A_pending_that_posts_itself_beside_its_claimer_goes_on_apart()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync("+ | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | posted");

        AssertRecords(
            """
            P1 | posted | -20.00 | 2026-11-20 | Blue Bottle | t1 | shown
            T1 | posted | -20.00 | 2026-11-21 | Blue Bottle | t2 | shown
            """
        );
    }

    [Fact]
    public void Of_two_that_become_posted_at_once_the_one_shown_keeps_the_transaction()
    {
        Sync("+ | Z1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        var shown = Assert.Single(_ledger.Records).TransactionId;
        Sync("+ | A1 | -20.00 | 2026-11-21 | Blue Bottle | posted | Z1");
        Sync("- | A1");
        Sync(
            """
            + | A1 | -20.00 | 2026-11-21 | Blue Bottle | posted | Z1
            + | Z1 | -20.00 | 2026-11-20 | Blue Bottle | posted
            """
        );

        Assert.Equal(shown, _ledger.Records.Single(record => record.ProviderTransactionId == "Z1").TransactionId);
        Assert.Empty(LedgerInvariants.Broken(_ledger.Records));
    }

    [Fact]
    public void Of_two_pendings_first_seen_together_the_lowest_id_is_shown()
    {
        Sync(
            """
            + | Z1 | -20.00 | 2026-11-20 | Blue Bottle | pending
            + | A1 | -20.00 | 2026-11-21 | Blue Bottle | posted | Z1
            """
        );
        Sync("+ | A1 | -20.00 | 2026-11-21 | Blue Bottle | pending");
        Sync("- | Z1");
        Sync("+ | Z1 | -20.00 | 2026-11-20 | Blue Bottle | pending");

        AssertRecords(
            """
            Z1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            A1 | pending | -20.00 | 2026-11-21 | Blue Bottle | t1 | shown
            """
        );
    }

    [Fact]
    public void When_the_posted_goes_the_pending_is_shown_again()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync("+ | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");
        var plan = Sync("- | T1");

        Assert.Equal([ChangeKind.Removed, ChangeKind.PrimaryMoved], plan.Records.Select(change => change.Kind));
        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | shown
            T1 | removed | -20.00 | 2026-11-21 | Blue Bottle | t1 | -
            """
        );
    }

    [Fact]
    public void A_link_that_becomes_known_later_moves_no_id()
    {
        Sync(
            """
            + | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending
            + | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted
            """
        );
        Sync("+ | T1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");

        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | shown
            T1 | posted  | -20.00 | 2026-11-21 | Blue Bottle | t2 | shown
            """
        );
        Assert.Empty(_ledger.Decisions);
    }

    [Fact]
    public void A_pending_that_is_claimed_anew_leaves_though_the_transaction_began_with_it()
    {
        Sync(
            """
            + | A1 | -5.00  | 2026-11-20 | Blue Bottle | posted | P1
            + | P1 | -10.00 | 2026-11-20 | Blue Bottle | pending
            """
        );
        Sync("+ | A1 | -10.00 | 2026-11-20 | Blue Bottle | posted");
        Sync("+ | T1 | -12.00 | 2026-11-20 | Blue Bottle | posted | P1");

        AssertRecords(
            """
            P1 | pending | -10.00 | 2026-11-20 | Blue Bottle | t1 | -
            A1 | posted  | -10.00 | 2026-11-20 | Blue Bottle | t2 | shown
            T1 | posted  | -12.00 | 2026-11-20 | Blue Bottle | t1 | shown
            """
        );
    }

    [Fact]
    public void Posted_in_place_keeps_its_id()
    {
        Sync("+ | X1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        var plan = Sync("+ | X1 | -24.00 | 2026-11-21 | Blue Bottle | posted");

        Assert.Equal(ChangeKind.Posted, Assert.Single(plan.Records).Kind);
        AssertRecords("X1 | posted | -24.00 | 2026-11-21 | Blue Bottle | t1 | shown");
    }

    [Fact]
    public void Pending_and_posted_in_one_update_are_one_wherever_they_stand()
    {
        Sync(
            """
            + | T1 | -24.00 | 2026-11-21 | Blue Bottle | posted | P1
            + | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending
            """
        );
        AssertRecords(
            """
            P1 | pending | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -24.00 | 2026-11-21 | Blue Bottle | t1 | shown
            """
        );
    }

    [Fact]
    public void A_link_into_another_account_is_not_followed()
    {
        Sync("+ | P1@a2 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync("+ | T1@a1 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");
        Assert.Equal(2, _ledger.Records.Select(record => record.TransactionId).Distinct().Count());
        Assert.Empty(_ledger.Findings);
    }

    [Fact]
    public void A_link_that_comes_after_evidence_had_chosen_another_takes_the_pending_back()
    {
        MistakeFollower();
        Sync("+ | T2 | -20.00 | 2026-11-20 | Blue Bottle | posted | P1");

        AssertRecords(
            """
            P1 | removed | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -20.00 | 2026-11-20 | Blue Bottle | t2 | shown
            T2 | posted  | -20.00 | 2026-11-20 | Blue Bottle | t1 | shown
            """
        );
        Assert.Equal(["succession", "pending_link"], _ledger.Decisions.Select(decision => decision.Rule));
        Assert.Empty(_ledger.Findings);
    }

    [Fact]
    public void What_the_link_took_back_stands_for_itself_under_the_id_it_was_shown_with()
    {
        Sync(
            """
            + | A1 | -18.00 | 2026-11-20 | Blue Bottle | posted
            + | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending
            """
        );
        var shown = _ledger.Records.ToDictionary(r => r.ProviderTransactionId, r => r.TransactionId);
        Sync("- | P1");
        Assert.Equal(shown["A1"], _ledger.Redirects[shown["P1"]]);

        Sync("+ | T1 | -20.00 | 2026-11-20 | Blue Bottle | posted | P1");
        var now = _ledger.Records.ToDictionary(r => r.ProviderTransactionId, r => r.TransactionId);
        Assert.Equal((shown["A1"], shown["P1"], shown["P1"]), (now["A1"], now["P1"], now["T1"]));
        Assert.Empty(_ledger.Redirects);
        Assert.Empty(LedgerInvariants.Broken(_ledger.Records));
    }

    [Fact]
    public void Undone_the_evidence_counts_again_and_no_link_overturns_a_person()
    {
        MistakeFollower();
        Sync("+ | T2 | -20.00 | 2026-11-20 | Blue Bottle | posted | P1");
        var undo = PersonDecisions.Undo(_ledger.Whole(), _ledger.Decisions[^1], PersonDecisions.UndoRule, _now);
        _ledger.Apply(undo!);
        const string AsBefore = """
            P1 | removed | -20.00 | 2026-11-20 | Blue Bottle | t1 | -
            T1 | posted  | -20.00 | 2026-11-20 | Blue Bottle | t1 | shown
            T2 | posted  | -20.00 | 2026-11-20 | Blue Bottle | t2 | shown
            """;
        AssertRecords(AsBefore);

        Sync("+ | T3 | -20.00 | 2026-11-21 | Blue Bottle | posted | P1");
        AssertRecords(AsBefore + "\nT3 | posted | -20.00 | 2026-11-21 | Blue Bottle | t3 | shown");
        Assert.Equal("pending_link_taken", Assert.Single(_ledger.Findings).Check);
    }

    // The bank withdraws the pending record in the update that brings another posted one of its amount.
    private void MistakeFollower()
    {
        Sync("+ | P1 | -20.00 | 2026-11-20 | Blue Bottle | pending");
        Sync(
            """
            - | P1
            + | T1 | -20.00 | 2026-11-20 | Blue Bottle | posted
            """
        );
        Assert.Single(_ledger.Records.Select(record => record.TransactionId).Distinct());
    }

    private SyncPlan Sync(string changes) => _ledger.Sync(LedgerText.Update(changes), _now = _now.AddDays(1));

    private void AssertRecords(string expected)
    {
        Assert.Equal(LedgerText.Tidy(expected), LedgerText.Of(_ledger.Records));
        Assert.Empty(LedgerInvariants.Broken(_ledger.Records));
    }
}
