using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>Accounts, quarantine, counts and events of an update.</summary>
public sealed class TransactionsPlannerTests
{
    private static readonly ProviderUpdate Nothing = LedgerText.Update("") with
    {
        Accounts = [LedgerText.Account("a1")],
    };

    private static readonly UnreadableRecord Poison = new(
        "a1",
        "T9",
        "amount",
        "it is not a number",
        """{"amount":"x"}"""
    );

    private readonly LedgerModel _ledger = new();
    private DateTimeOffset _now = new(2026, 11, 20, 18, 4, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_account_is_made_with_its_feed_balance_and_events()
    {
        var update = LedgerText.Update("+ | T1 | -4.50 | 2026-11-20 | Coffee | posted");
        var plan = Sync(update with { Accounts = [LedgerText.Account("a1")] });

        var account = Assert.Single(plan.NewAccounts);
        var feed = Assert.Single(plan.NewFeeds);
        Assert.Equal(("Checking a1", "USD", "0001"), (account.Name, account.Currency.Code, account.Mask));
        Assert.Equal((account.Id, "a1", _now), (feed.AccountId, feed.ProviderAccountId, feed.Since));
        var balance = Assert.Single(plan.Balances);
        Assert.Equal((BalanceSource.Cached, true), (balance.Source, balance.CameWithUpdate));
        Assert.Equal("next", plan.NextCursor);
        Assert.Equal(new AccountCounts(account.Id, 1, 1, 0, 0, 0), Assert.Single(plan.Counts));
        Assert.Equal(
            ["account.changed", "transactions.changed", "balance.changed"],
            plan.Events.Select(told => told.Type)
        );
        Assert.All(plan.Events, told => Assert.Equal((account.Id, _ledger.RunId), (told.AccountId, told.RunId)));
        Assert.Equal("added", plan.Events[0].Members["reason"]);
    }

    [Fact]
    public void An_account_without_a_balance_has_the_currency_of_its_first_record()
    {
        var update = LedgerText.Update("+ | T1 | -450 JPY | 2026-11-20 | Coffee | posted");
        var account = LedgerText.Account("a1") with { Balance = null };
        Assert.Equal("JPY", Assert.Single(Sync(update with { Accounts = [account] }).NewAccounts).Currency.Code);
    }

    [Fact]
    public void An_account_of_which_no_currency_is_known_waits_and_loses_nothing()
    {
        var noCurrency = LedgerText.Balance("1.00") with { Currency = null, Current = null };
        var account = LedgerText.Account("a1") with { Balance = noCurrency };
        var plan = Sync(Nothing with { Accounts = [account], Unreadable = [Poison] });

        Assert.Empty(plan.NewAccounts);
        Assert.Equal([QuarantineKind.Record, QuarantineKind.Balance], plan.Quarantine.Select(item => item.Kind));
        Assert.All(plan.Quarantine, item => Assert.Null(item.AccountId));
    }

    [Fact]
    public void A_record_of_an_account_nobody_lists_is_put_aside()
    {
        var update = LedgerText.Update("+ | T1@a7 | -4.50 | 2026-11-20 | Coffee | posted");
        var plan = Sync(update with { Accounts = [LedgerText.Account("a1")] });

        Assert.Empty(plan.Records);
        var item = Assert.Single(plan.Quarantine);
        Assert.Equal(("a7", "T1", "account_id"), (item.ProviderAccountId, item.ProviderTransactionId, item.Field));
        Assert.Contains("\"amount\":\"-4.50\"", item.Payload, StringComparison.Ordinal);
        var finding = Assert.Single(plan.Findings);
        Assert.Equal((Severity.Error, item.Id.ToString()), (finding.Severity, finding.Evidence["quarantineId"]));
    }

    [Fact]
    public void A_removal_that_names_no_account_is_looked_for_in_all()
    {
        Sync(LedgerText.Update("+ | T1@a2 | -4.50 | 2026-11-20 | Coffee | posted"));
        var removal = Nothing with { Changes = [new ProviderChange.Removal("", "T1")] };
        Assert.Contains("T1", PlanNeeds.Of(_ledger.FeedStates, removal).Select(key => key.ProviderTransactionId));
        Assert.Equal(ChangeKind.Removed, Assert.Single(Sync(removal).Records).Kind);
    }

    [Fact]
    public void Needs_name_upserts_removals_and_pending_links_of_known_feeds()
    {
        Sync(LedgerText.Update("- | none@a2"));
        var update = LedgerText.Update(
            """
            + | T1    | -4.50 | 2026-11-20 | Coffee | posted | P1
            + | T1    | -4.60 | 2026-11-20 | Coffee | posted | P1
            - | T2@a2
            + | T3@a3 | -4.50 | 2026-11-20 | Coffee | posted | P3
            """
        );
        var feeds = _ledger.Feeds.ToDictionary(feed => feed.ProviderAccountId, feed => feed.Id);
        Assert.Equal(
            [new RecordKey(feeds["a1"], "T1"), new RecordKey(feeds["a1"], "P1"), new RecordKey(feeds["a2"], "T2")],
            PlanNeeds.Of(_ledger.FeedStates, update)
        );
    }

    [Fact]
    public void The_last_change_of_an_id_wins()
    {
        Sync(
            LedgerText.Update(
                """
                + | T1 | -1.00 | 2026-11-20 | Coffee | posted
                + | T2 | -2.00 | 2026-11-20 | Tea    | posted
                - | T2
                - | T1
                + | T1 | -3.00 | 2026-11-20 | Coffee | posted
                """
            )
        );
        Assert.Equal("T1 | posted | -3.00 | 2026-11-20 | Coffee | t1 | shown", LedgerText.Of(_ledger.Records));
    }

    [Fact]
    public void S9_One_poisonous_record_is_put_aside_and_the_rest_committed()
    {
        var update = LedgerText.Update("+ | T1 | -4.50 | 2026-11-20 | Coffee | posted") with { Unreadable = [Poison] };
        var plan = Sync(update);

        Assert.Single(plan.Records);
        var item = Assert.Single(plan.Quarantine);
        Assert.Equal(("amount", Poison.Payload), (item.Field, item.Payload));
        Assert.Equal("unreadable_record", Assert.Single(plan.Findings).Check);
        Assert.Equal((2, 1), (plan.Counts[0].Processed, plan.Counts[0].Quarantined));

        // The same poison again: the same item, and nothing is told a second time.
        var again = Sync(update);
        Assert.Equal(item.Id, Assert.Single(again.Quarantine).Id);
        Assert.Empty(again.Findings);
        Assert.Empty(again.Events);
        Assert.Single(_ledger.Quarantine);
    }

    [Theory]
    [InlineData("+ | T9 | -4.50 | 2026-11-20 | Coffee | posted", true)]
    [InlineData("- | T9", true)]
    [InlineData("+ | T8 | -4.50 | 2026-11-20 | Coffee | posted", false)]
    public void What_can_be_read_again_leaves_quarantine(string change, bool leaves)
    {
        Sync(Nothing with { Unreadable = [Poison] });
        var plan = Sync(LedgerText.Update(change));
        Assert.Equal(leaves, plan.Readable.Contains((_ledger.ConnectionId, "T9")));
        Assert.Equal(leaves, _ledger.Quarantine.Count == 0);
    }

    [Fact]
    public void What_is_unreadable_in_the_same_update_stays_in_quarantine()
    {
        Sync(Nothing with { Unreadable = [Poison] });
        var update = LedgerText.Update("+ | T9 | -4.50 | 2026-11-20 | Coffee | posted");
        Assert.Empty(Sync(update with { Unreadable = [Poison] }).Readable);
    }

    [Fact]
    public void Rounded_amounts_and_cut_texts_are_told_once_a_feed()
    {
        var content = LedgerText.Content("-4.50", "2026-11-20", "Coffee") with
        {
            Details = new RecordDetails { ExactAmount = "4.5001", CutFields = new ValueList<string>(["name"]) },
        };
        var update = LedgerText.Update([new ProviderChange.Upsert("a1", "T1", content)]);
        Sync(update);
        Assert.Equal(["amount_rounded", "text_cut"], _ledger.Findings.Select(finding => finding.Check));
        Assert.All(_ledger.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.Equal("4.5001", _ledger.Findings.First().Evidence["given"]);
        Assert.Empty(Sync(update).Findings);

        Sync(LedgerText.Update([new ProviderChange.Upsert("a1", "T2", content)]));
        Assert.Equal(2, _ledger.Findings.Count());
    }

    [Fact]
    public void Events_count_per_account_and_name_at_most_100_transactions()
    {
        var rows = Enumerable.Range(0, 150).Select(n => $"+ | T{n} | -1.00 | 2026-11-20 | Coffee {n} | posted");
        var plan = Sync(
            LedgerText.Update(string.Join('\n', [.. rows, "+ | U1@a2 | -1.00 | 2026-11-20 | Tea | posted"]))
        );

        var told = plan.Events.Where(one => one.Type == "transactions.changed").ToList();
        Assert.Equal(2, told.Count);
        Assert.Equal((150, 0, 0), (told[0].Members["created"], told[0].Members["updated"], told[0].Members["removed"]));
        Assert.Equal((100, true), (((List<string>)told[0].Members["transactionIds"]).Count, told[0].Members["more"]));
        Assert.Equal((1, false), (told[1].Members["created"], told[1].Members["more"]));
    }

    [Fact]
    public void An_update_without_a_cursor_moves_none_and_its_balance_bears_no_witness()
    {
        var plan = Sync(Nothing with { NextCursor = "", History = HistoryStatus.NotReady });
        Assert.Null(plan.NextCursor);
        Assert.False(Assert.Single(plan.Balances).CameWithUpdate);
    }

    [Fact]
    public void A_cached_balance_older_than_a_live_one_is_kept_once_and_told_to_nobody()
    {
        Sync(Nothing);
        var live = LedgerText.Account("a1") with { Balance = LedgerText.Balance("90.00") };
        _ledger.Apply(BalancePlanner.Plan(_ledger.Context(_now.AddHours(2)), [live], [], BalanceSource.Live));

        var readAt = _now.AddHours(1);
        var plan = _ledger.Sync(Nothing, _now.AddHours(3), readAt);
        Assert.Equal(readAt, Assert.Single(plan.Balances).AsOf);
        Assert.Empty(plan.Events);
        Assert.Empty(_ledger.Sync(Nothing, _now.AddHours(4), readAt).Balances);
    }

    private SyncPlan Sync(ProviderUpdate update) => _ledger.Sync(update, _now = _now.AddDays(1));
}
