using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Invariants;

/// <summary>Invariants 8, 9 and 10: who may write, what is told, whose it is.</summary>
internal sealed partial class Checker
{
    private void Invariant_8_a_writer_out_of_date_changes_nothing(Written written, Memory memory)
    {
        var changes = written.Plan?.Records.Select(static c => RecordKey.Of(c.After)).Distinct().Count() ?? 0;
        if (written.User.Mutations - memory.Mutations != changes)
        {
            var by = written.User.Mutations - memory.Mutations;
            Fail($"8: {by} rows were written since the last commit, and this one has {changes}");
        }

        if (written.SeenVersion is { } seen && seen != written.VersionBefore)
        {
            Fail($"8: a decision made at version {seen} was committed at {written.VersionBefore}");
        }

        if (written.Commit is not { } commit)
        {
            return;
        }

        if (commit.SliceUserVersion is { } slice && slice != written.VersionBefore)
        {
            Fail($"8: a plan made at version {slice} was committed at {written.VersionBefore}");
        }

        if (commit.Plan.Records.Count > 0 && commit.SliceUserVersion is null)
        {
            Fail("8: a plan that changes records rests on no version");
        }

        if (written.Before?.Version != commit.Connection.Version || written.LeaseBefore != commit.Run.Id)
        {
            Fail($"8: run {commit.Run.Id} committed though the connection was another run's by then");
        }
    }

    private void Invariant_8_a_living_run_keeps_its_connection(UserLedger user, Memory memory)
    {
        foreach (var stored in user.Connections.Values)
        {
            if (
                memory.Leases.TryGetValue(stored.Connection.Id, out var held)
                && stored.LeaseRun is { } run
                && run != held.Run
                && stored.LeaseNode != held.Node
                && !world.Database.IsDead(held.Node, stored.LeaseNode!)
                && held.Until >= world.Clock.Now
            )
            {
                Fail($"8: {stored.Connection.ItemId} was taken from run {held.Run}, whose node lives");
            }
        }
    }

    private void Invariant_9_every_end_was_told(UserLedger user)
    {
        var told = user
            .Events.Where(static e => e.Event.Type == "sync.completed")
            .Select(static e => e.Event.RunId)
            .ToHashSet();
        foreach (var run in user.Runs.Values)
        {
            if (run.Run is { IsEnded: true, Status: not RunStatus.Abandoned } && !told.Contains(run.Run.Id))
            {
                Fail($"9: run {run.Run.Id} is {run.Run.Status}, and its end was never told");
            }
        }
    }

    private void Invariant_9_events_come_with_what_made_them_true(Written written, Memory memory)
    {
        var user = written.User;
        if (written.EventsBefore != memory.LastSequence)
        {
            Fail($"9: the sequence went from {memory.LastSequence} to {written.EventsBefore} without a commit");
        }

        var told = user.Events.Skip(user.Events.Count - (int)(user.LastSequence - written.EventsBefore)).ToList();
        for (var i = 0; i < told.Count; i++)
        {
            if (told[i].Sequence != written.EventsBefore + 1 + i)
            {
                Fail($"9: the sequence jumps at {told[i].Sequence}");
            }
        }

        var named = told.SelectMany(static t => IdsOf(t.Event).Select(id => (t.Event.AccountId, Id: id))).ToList();
        if (named.Count != named.Distinct().Count() && written.Commit is not null)
        {
            Fail("9: one commit tells a transaction twice");
        }

        var names = named.Select(static n => n.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var change in written.Plan?.Records ?? [])
        {
            if (!names.Contains(PrefixedId.Format(change.After.TransactionId)))
            {
                Fail($"9: {change.After.TransactionId} changed, and no event of the commit says so");
            }
        }

        foreach (var name in names)
        {
            if (!PrefixedId.TryParse<TransactionId>(name, out var id) || !IsKnown(user, id))
            {
                Fail($"9: an event tells of {name}, which is nowhere");
            }
        }

        if (written.Commit is { } commit)
        {
            CheckEnd(commit, told);
        }
    }

    private void CheckEnd(SyncCommit commit, List<WrittenEvent> told)
    {
        var ends = told.Count(t => t.Event.Type == "sync.completed" && t.Event.RunId == commit.Run.Id);
        if (ends != (commit.Run.IsEnded ? 1 : 0))
        {
            Fail($"9: run {commit.Run.Id} is {commit.Run.Status}, and its end is told {ends} times");
        }

        var balances = commit.Plan.Events.Count(static e => e.Type == LedgerEvents.BalanceChanged);
        var toldBalances = told.Count(static t => t.Event.Type == LedgerEvents.BalanceChanged);
        if (balances != toldBalances)
        {
            Fail($"9: {toldBalances} changes of balances are told, and there were {balances}");
        }
    }

    private static bool IsKnown(UserLedger user, TransactionId id) =>
        user.MembersOf(id).Count > 0 || user.MembersOf(user.Follow(id)).Count > 0;

    private static IEnumerable<string> IdsOf(LedgerEvent told) =>
        told.Type == LedgerEvents.TransactionsChanged && told.Members.TryGetValue("transactionIds", out var ids)
            ? (IEnumerable<string>)ids
            : [];

    private void Invariant_10_nobody_touches_rows_of_others(UserLedger user, SyncPlan plan)
    {
        foreach (var feed in plan.NewFeeds.Concat(plan.ChangedFeeds))
        {
            if (!user.Connections.ContainsKey(feed.ConnectionId))
            {
                Fail($"10: feed {feed.Id} of {user.Id} is of a connection that is not theirs");
            }
        }

        foreach (var change in plan.Records)
        {
            Invariant_10_a_record_is_of_its_owner(user, change.After);
        }
    }

    private void Invariant_10_a_record_is_of_its_owner(UserLedger user, LedgerRecord record)
    {
        var item = world.Bank.Find(record.ProviderTransactionId.Split('-')[0]);
        if (!user.Feeds.ContainsKey(record.FeedId) || item?.UserNumber != user.Id.Value)
        {
            Fail($"10: {record.ProviderTransactionId} stands with {user.Id}, whose it is not");
        }
    }
}
