using System.Collections.Immutable;
using FsCheck.Xunit;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>What holds of planning whatever a provider sends.</summary>
[Properties(Arbitrary = [typeof(RandomStreams)], MaxTest = 300, EndSize = 30)]
public class PlanProperties
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void The_ledger_says_what_the_stream_says(RandomStream stream)
    {
        var ledger = new LedgerModel();
        var said = new List<ProviderChange>();
        foreach (var (changes, now) in Timed(stream))
        {
            ledger.Sync(RandomStreams.Update(changes), now);
            said.AddRange(changes);
            Assert.Equal(RandomStreams.Reference(said), RandomStreams.Live(ledger));
            Assert.Empty(LedgerInvariants.Broken(ledger.Records));
        }
    }

    [Property]
    public void Reapplying_an_update_changes_nothing(RandomStream stream)
    {
        var ledger = new LedgerModel();
        foreach (var (changes, now) in Timed(stream))
        {
            var update = RandomStreams.Update(changes);
            ledger.Sync(update, now);
            AssertChangesNothing(ledger.Plan(update, now.AddHours(1)));
        }
    }

    [Property]
    public void Planning_twice_gives_the_same_plan(RandomStream stream)
    {
        var ledger = new LedgerModel();
        foreach (var (changes, now) in Timed(stream))
        {
            var update = RandomStreams.Update(changes);
            var plan = ledger.Plan(update, now);
            var again = ledger.Plan(update, now);
            Assert.Equal(plan.Records, again.Records);
            Assert.Equivalent(plan, again, strict: true);
            ledger.Apply(plan);
        }
    }

    [Property]
    public void What_is_worked_out_before_the_plan_changes_nothing_of_it(RandomStream stream)
    {
        var ledger = new LedgerModel();
        foreach (var (changes, now) in Timed(stream))
        {
            var update = RandomStreams.Update(changes);
            var context = ledger.Context(now) with { Digests = UpdateDigests.Of(ledger.FeedStates, update) };
            var prepared = TransactionsPlanner.Plan(context, ledger.Slice(update), update);
            var plan = TransactionsPlanner.Plan(ledger.Context(now), ledger.Slice(update), update);
            Assert.Equal(plan.Records, prepared.Records);
            ledger.Apply(plan);
        }
    }

    [Property]
    public void Borders_of_updates_do_not_matter_to_what_is_live(RandomStream stream)
    {
        var (asSent, inOne, oneByOne) = (new LedgerModel(), new LedgerModel(), new LedgerModel());
        foreach (var (changes, now) in Timed(stream))
        {
            asSent.Sync(RandomStreams.Update(changes), now);
        }

        inOne.Sync(RandomStreams.Update(stream.Changes), Start);
        foreach (var (change, minute) in stream.Changes.Select((change, index) => (change, index)))
        {
            oneByOne.Sync(RandomStreams.Update([change]), Start.AddMinutes(minute));
        }

        Assert.Equal(RandomStreams.Live(asSent), RandomStreams.Live(inOne));
        Assert.Equal(RandomStreams.Live(asSent), RandomStreams.Live(oneByOne));
        Assert.Empty(LedgerInvariants.Broken(inOne.Records));
        Assert.Empty(LedgerInvariants.Broken(oneByOne.Records));
    }

    [Property]
    public void Every_live_posted_record_is_shown_so_that_sums_are_preserved(RandomStream stream)
    {
        var ledger = new LedgerModel();
        foreach (var (changes, now) in Timed(stream))
        {
            ledger.Sync(RandomStreams.Update(changes), now);
        }

        var shown = ledger.Records.Where(record => record is { IsPrimary: true, Status: RecordStatus.Posted });
        var said = RandomStreams.Reference(stream.Changes).Values.Where(content => !content.IsPending);
        Assert.Equal(said.Sum(content => content.Amount.Minor), shown.Sum(record => record.Content.Amount.Minor));
    }

    [Property]
    public void A_transaction_that_is_shown_keeps_its_id_or_leads_on_to_the_one_it_joined(RandomStream stream)
    {
        var ledger = new LedgerModel();
        foreach (var (changes, now) in Timed(stream))
        {
            var before = ledger.Records.Where(record => record.IsPrimary).ToDictionary(RecordKey.Of);
            var parted = Parted(ledger.Sync(RandomStreams.Update(changes), now));
            foreach (var record in ledger.Records.Where(record => before.ContainsKey(RecordKey.Of(record))))
            {
                var key = RecordKey.Of(record);
                if (!parted.Contains(key))
                {
                    Assert.Equal(ledger.Follow(before[key].TransactionId), record.TransactionId);
                }
            }
        }
    }

    // Records of transactions of which a link took a pending record back: a decision names them.
    private static HashSet<RecordKey> Parted(SyncPlan plan) =>
        [
            .. plan
                .Decisions.Select(made =>
                    (Before: DecisionState.Read(made.Before), After: DecisionState.Read(made.After))
                )
                .Where(made => made.Before.Records.Except(made.After.Records).Any())
                .SelectMany(made => made.Before.Records),
        ];

    [Property]
    public void The_order_of_changes_of_different_records_does_not_matter(RandomStream stream, int seed)
    {
        // Which of two claimers of one pending record comes first does matter; they are left out.
        var (one, other) = (new LedgerModel(), new LedgerModel());
        foreach (var (changes, now) in Timed(stream))
        {
            var distinct = changes
                .Where(change => change.ProviderAccountId.Length > 0)
                .DistinctBy(change => (change.ProviderAccountId, change.ProviderTransactionId))
                .DistinctBy(change => (change.ProviderAccountId, LinkOf(change) ?? change.ProviderTransactionId + "*"))
                .ToArray();
            var shuffled = distinct.ToArray();
            new Random(seed).Shuffle(shuffled);
            one.Sync(RandomStreams.Update(distinct), now);
            other.Sync(RandomStreams.Update(shuffled), now);
            Assert.Equal(Sorted(one.Records), Sorted(other.Records));
        }
    }

    [Property]
    public void A_replay_of_everything_live_changes_nothing(RandomStream stream)
    {
        var ledger = new LedgerModel();
        foreach (var (changes, now) in Timed(stream))
        {
            ledger.Sync(RandomStreams.Update(changes), now);
        }

        var replayed = RandomStreams
            .Reference(stream.Changes)
            .Select(pair => (ProviderChange)new ProviderChange.Upsert(pair.Key.Account, pair.Key.Id, pair.Value));
        var update = RandomStreams.Update([.. replayed]);
        AssertChangesNothing(ledger.Plan(update, Start.AddYears(1), replay: ledger.Replay()), but: "accounts");
    }

    private static string? LinkOf(ProviderChange change) =>
        (change as ProviderChange.Upsert)?.Content.PendingTransactionId;

    private static IEnumerable<LedgerRecord> Sorted(IEnumerable<LedgerRecord> records) =>
        records.OrderBy(record => record.FeedId.Value).ThenBy(r => r.ProviderTransactionId, StringComparer.Ordinal);

    private static IEnumerable<(ImmutableArray<ProviderChange> Changes, DateTimeOffset Now)> Timed(
        RandomStream stream
    ) => stream.Updates.Select((changes, index) => (changes, Start.AddDays(index)));

    private static void AssertChangesNothing(SyncPlan plan, string but = "")
    {
        Assert.Empty(plan.Records);
        Assert.Empty(plan.Decisions);
        Assert.Empty(plan.Findings);
        Assert.Empty(plan.Resolved);
        Assert.Empty(plan.Quarantine);
        if (but != "accounts")
        {
            Assert.Empty(plan.NewAccounts);
            Assert.Empty(plan.NewFeeds);
            Assert.Empty(plan.Balances);
            Assert.Empty(plan.Events);
        }

        Assert.Empty(plan.ChangedAccounts);
        Assert.Empty(plan.ChangedFeeds);
    }
}
