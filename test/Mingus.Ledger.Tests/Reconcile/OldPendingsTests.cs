using Mingus.Ledger.Coverage;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Reconcile;

/// <summary>What is pending for longer than banks take is told, and a person's word on it stands.</summary>
public sealed class OldPendingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly FeedId One = new(new Guid("00000000-0000-7000-8000-000000000001"));
    private static readonly AccountId Id = new(new Guid("00000000-0000-7000-8000-00000000000a"));

    [Theory]
    [InlineData("2026-11-06", "2026-11-20", false)]
    [InlineData("2026-11-05", "2026-11-20", true)]
    [InlineData("2026-11-05", "2026-11-19", false)]
    [InlineData("2026-10-01", null, false)]
    public void A_pending_one_is_old_by_the_day_of_the_banks_data(string since, string? data, bool isOld)
    {
        var outcome = Check(
            FeedOf(data),
            [
                [Pending("a", since)],
            ]
        );

        Assert.Equal((1, isOld ? 1 : 0), (outcome.Examined, outcome.Issues));
    }

    [Fact]
    public void A_connection_that_has_ended_books_nothing_any_more()
    {
        var ended = FeedOf("2026-10-02") with
        {
            History = new FeedHistory(null, HistoryStatus.Complete, LedgerText.Day("2026-10-02"), false, true),
        };

        Assert.Equal(
            1,
            Check(
                ended,
                [
                    [Pending("a", "2026-10-01")],
                ]
            ).Issues
        );
        Assert.Equal(
            0,
            Check(
                ended,
                [
                    [Pending("a", "2026-11-19")],
                ]
            ).Issues
        );
    }

    [Fact]
    public void What_posted_or_was_withdrawn_is_not_pending()
    {
        var (pending, posted) = (Pending("a", "2026-10-01"), Posted("b", "2026-10-03"));
        LedgerRecord[][] transactions =
        [
            [pending with { IsPrimary = false }, posted],
            [pending with { RemovedAt = Now, IsPrimary = false }],
            [posted],
        ];

        Assert.Equal((0, 0), Told(Check(FeedOf("2026-11-20"), transactions)));
    }

    [Theory]
    [InlineData("", "usually posted within 14 days")]
    [InlineData("1 1 2 2", "usually posted within 14 days")]
    [InlineData("0 0 0 5 5", "usually posted on the same day")]
    [InlineData("0 1 1 1 9", "usually posted in 1 day")]
    [InlineData("1 2 3 3 20", "usually posted in 3 days")]
    public void It_says_how_long_the_accounts_others_took(string days, string usual)
    {
        var others = days.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(
                (n, i) =>
                    (LedgerRecord[])
                        [
                            Pending($"p{i}", "2026-10-01") with
                            {
                                RemovedAt = Now,
                                IsPrimary = false,
                            },
                            Posted($"t{i}", LedgerText.Day("2026-10-01").AddDays(int.Parse(n)).ToString("yyyy-MM-dd")),
                        ]
            );

        var outcome = Check(FeedOf("2026-11-20"), [.. others, [Pending("a", "2026-11-01")]]);

        var found = Assert.Single(outcome.Discrepancies);
        Assert.Equal($"Pending since 2026-11-01, {usual}. The bank may have dropped it.", found.Text);
        Assert.Equal(
            ("2026-11-01", "-5.00", "USD", "a"),
            (
                found.Evidence["since"],
                found.Evidence["amount"],
                found.Evidence["currency"],
                found.Evidence["providerTransactionId"]
            )
        );
    }

    [Fact]
    public void It_is_a_question_and_no_error()
    {
        var check = new OldPendings();

        Assert.Equal(Severity.Warning, check.SeverityAt(ValidationLevel.Strict));
        Assert.Equal(Severity.Info, check.SeverityAt(ValidationLevel.Normal));
        Assert.Null(check.SeverityAt(ValidationLevel.Relaxed));
    }

    [Fact]
    public void What_a_person_hid_is_not_told_again_until_they_take_it_back()
    {
        var pending = Pending("a", "2026-10-01");
        var hide = Hide(pending)!;
        var hidden = Assert.Single(hide.Decisions);

        Assert.Equal((true, ("repair", "hide")), (Assert.Single(hide.Hidden).IsHidden, (hidden.Kind, hidden.Rule)));
        Assert.Equal([Finding.Id], hide.Resolved);
        Assert.Contains(hide.Events, told => told.Type == LedgerEvents.TransactionsChanged);
        Assert.Empty(hide.Records);
        Assert.Equal(
            0,
            Check(
                FeedOf("2026-11-20"),
                [
                    [pending],
                ],
                hidden
            ).Issues
        );

        var undo = Undo(pending, hidden, PersonDecisions.UndoRule);
        var undone = hidden with { UndoneBy = undo.Decisions[0].Id };
        Assert.Equal([false], undo.Hidden.Select(one => one.IsHidden));
        Assert.Equal([Finding.Id], undo.Findings.Select(finding => finding.Id));
        Assert.Equal(
            1,
            Check(
                FeedOf("2026-11-20"),
                [
                    [pending],
                ],
                undone,
                undo.Decisions[0]
            ).Issues
        );

        var redo = Undo(pending, undo.Decisions[0], PersonDecisions.RedoRule);
        Assert.Equal([true], redo.Hidden.Select(one => one.IsHidden));
        Assert.Equal(
            0,
            Check(
                FeedOf("2026-11-20"),
                [
                    [pending],
                ],
                undone,
                redo.Decisions[0]
            ).Issues
        );
    }

    [Fact]
    public void What_counts_is_not_hidden()
    {
        Assert.Null(Hide(Posted("a", "2026-10-01")));
        Assert.Null(Hide(Pending("a", "2026-10-01") with { RemovedAt = Now }));
    }

    private static Finding Finding { get; } =
        new(
            new FindingId(new Guid("00000000-0000-7000-8000-0000000000ff")),
            Id,
            null,
            OldPendings.CheckName,
            Severity.Info,
            "Pending since 2026-10-01.",
            new Dictionary<string, string>(),
            ProblemActions.None,
            FindingState.Open,
            Now,
            RunId: null
        );

    private static SyncPlan? Hide(LedgerRecord record) =>
        HideDecision.Hide(new LedgerSlice(1, [record]), Finding, record.TransactionId, Now);

    private static SyncPlan Undo(LedgerRecord record, Decision decision, string rule)
    {
        var state = rule == PersonDecisions.UndoRule ? FindingState.Resolved : FindingState.Open;
        var slice = new LedgerSlice(1, [record]) { Repaired = Finding with { State = state } };
        return PersonDecisions.Undo(slice, decision, rule, Now.AddHours(1))!;
    }

    private static (int, int) Told(CheckOutcome outcome) => (outcome.Examined, outcome.Issues);

    private static CheckOutcome Check(
        CheckedFeed feed,
        IReadOnlyList<LedgerRecord[]> transactions,
        params Decision[] decisions
    )
    {
        var account = new Account(Id, "A", null, null, AccountKind.Depository, null, Currency.Official("USD"));
        var pass = new OldPendings().Begin(new CheckContext(account, ValidationLevel.Normal, [feed], null, [], Now));
        foreach (var transaction in transactions)
        {
            pass.See(transaction);
        }

        foreach (var decision in decisions)
        {
            pass.See(decision);
        }

        return pass.Conclude();
    }

    private static CheckedFeed FeedOf(string? dataDay) =>
        new(
            new Feed(One, new ConnectionId(Guid.Empty), Id, "a1", null, "A", null, Now),
            new FeedHistory(
                null,
                HistoryStatus.Complete,
                dataDay is null ? null : LedgerText.Day(dataDay),
                IsLive: true,
                HasTransactions: true
            ),
            Limit: null
        );

    private static LedgerRecord Pending(string id, string day) => Record(id, day, isPending: true);

    private static LedgerRecord Posted(string id, string day) => Record(id, day, isPending: false);

    private static LedgerRecord Record(string id, string day, bool isPending) =>
        new()
        {
            FeedId = One,
            AccountId = Id,
            ProviderTransactionId = id,
            Content = LedgerText.Content("-5.00", day, "COFFEE", isPending),
            Fingerprint = new Fingerprint(1, new string('0', 64)),
            TransactionId = TransactionId.From(PrefixedId.Derive(Now, id)),
            IsPrimary = true,
            FirstSeenAt = Now,
            UpdatedAt = Now,
            RowNumber = 1,
        };
}
