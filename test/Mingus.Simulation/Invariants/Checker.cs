using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Invariants;

/// <summary>Checks the ten invariants of the architecture, and those of the schedule and the outbox: on what a write
/// touched, right after it, and in full from time to time. What it knows of the past it remembers itself and does not
/// ask the ledger.</summary>
internal sealed partial class Checker(World world, Action<string> onFail)
{
    // What was written last, for the sentence on what is broken.
    private string _by = "";

    private readonly Dictionary<UserId, Memory> _memories = [];

    /// <summary>After a write, before anything else happens.</summary>
    public void Written(Written written)
    {
        var memory = MemoryOf(written.User);
        _by = By(written);
        memory.Hear(written);
        Invariant_8_a_living_run_keeps_its_connection(written.User, memory);
        Invariant_8_a_writer_out_of_date_changes_nothing(written, memory);
        Invariant_9_events_come_with_what_made_them_true(written, memory);
        Invariant_13_news_makes_due(written);
        Invariant_14_who_has_ended_lets_go(written);
        Invariant_15_a_call_is_due_and_counted(written);
        Invariant_16_each_event_is_to_be_delivered(written);
        if (written.Plan is { } plan)
        {
            Invariant_10_nobody_touches_rows_of_others(written.User, plan);
            Invariant_7_an_id_keeps_its_meaning(written, plan, memory);
            Invariant_2_one_record_an_id_and_one_shown_a_transaction(written.User, Touched(plan));
            Invariant_4_two_posted_of_a_feed_are_two(written.User, Touched(plan));
            Invariant_6_coverage_is_tidy_and_claims_what_was_read(written.User, plan, memory);
            if (written.Commit is { } commit)
            {
                Invariant_1_the_cursor_and_its_changes_go_together(written, commit);
                Invariant_5_transactions_explain_the_balance(written, commit, memory);
                Invariant_3_an_update_again_changes_nothing(written, commit);
            }
        }

        memory.Remember(written);
    }

    /// <summary>After a slice was loaded for a user.</summary>
    public void Sliced(UserId userId, LedgerSlice slice)
    {
        var user = world.Database.Of(userId);
        foreach (var record in slice.Records)
        {
            if (!user.Feeds.ContainsKey(record.FeedId))
            {
                Fail($"10: a slice of {userId} has a record of feed {record.FeedId}, which is another's");
            }
        }
    }

    /// <summary>Everything, of everybody.</summary>
    public void All()
    {
        foreach (var user in world.Database.Users.Values)
        {
            var memory = MemoryOf(user);
            if (user.Mutations != memory.Mutations)
            {
                onFail("8: rows changed, and no commit says so");
            }

            var transactions = user.Records.Values.Select(static r => r.TransactionId).ToHashSet();
            Invariant_2_one_record_an_id_and_one_shown_a_transaction(user, transactions);
            Invariant_4_two_posted_of_a_feed_are_two(user, transactions);
            Invariant_9_every_end_was_told(user);
            foreach (var stored in user.Connections.Values)
            {
                Invariant_1_every_row_is_as_the_cursor_says(user, stored);
            }

            foreach (var record in user.Records.Values)
            {
                Invariant_10_a_record_is_of_its_owner(user, record);
            }

            Invariant_7_what_people_said_stands(user, memory);
        }
    }

    /// <summary>What has not converged with the bank yet, in words; null when all has.</summary>
    public string? NotConverged()
    {
        foreach (var stored in world.Connections())
        {
            var connection = stored.Connection;
            var user = world.Database.Of(connection.UserId);
            var item = world.Bank.Item(connection.ItemId);
            if (item.IsRemoved)
            {
                continue;
            }

            if (connection.Status != ConnectionStatus.Healthy || connection.Problem is not null)
            {
                return $"connection {connection.ItemId} is {connection.Status}: {connection.Problem?.Code}";
            }

            if (PositionOf(connection.Cursor) != item.Head)
            {
                return $"connection {connection.ItemId} is at {connection.Cursor} of {item.Head}";
            }

            if (user.Runs.Values.FirstOrDefault(r => !r.Run.IsEnded && r.Run.ConnectionId == connection.Id) is { } run)
            {
                return $"run {run.Run.Id} of {connection.ItemId} is {run.Run.Status} at {run.Node}, {run.Run.Trigger}";
            }

            if (user.Quarantine.Values.FirstOrDefault(q => IsStillAside(item.Id, q, connection.Id)) is { } left)
            {
                return $"{left.ProviderTransactionId} is in quarantine though it can be read";
            }
        }

        return null;
    }

    private void Fail(string what) => onFail($"{what}; written by {_by}");

    private static string By(Written written) =>
        $"{written.Commit?.Run.Type} {written.Commit?.Run.Trigger} "
        + string.Join(", ", written.Plan?.Decisions.Select(static d => $"{d.Rule} {d.Kind}") ?? [])
        + $" {string.Join(", ", written.Plan?.Records.Select(TextOf) ?? [])}";

    private static string TextOf(RecordChange change)
    {
        var (before, after) = (change.Before?.TransactionId, change.After.TransactionId);
        var shown = change.After.IsPrimary ? "!" : "";
        return $"{change.Kind} {change.After.ProviderTransactionId} {before}->{after}{shown}";
    }

    private static bool IsStillAside(string itemId, QuarantineItem item, ConnectionId connection) =>
        item.ConnectionId == connection
        && item.Kind == QuarantineKind.Record
        && item.ProviderTransactionId!.StartsWith($"{itemId}-", StringComparison.Ordinal);

    private static HashSet<TransactionId> Touched(SyncPlan plan)
    {
        var touched = new HashSet<TransactionId>();
        foreach (var change in plan.Records)
        {
            touched.Add(change.After.TransactionId);
            if (change.Before is { } before)
            {
                touched.Add(before.TransactionId);
            }
        }

        return touched;
    }

    private Memory MemoryOf(UserLedger user) =>
        _memories.TryGetValue(user.Id, out var known) ? known : _memories[user.Id] = new Memory();

    private static int PositionOf(string? cursor) => cursor is null ? 0 : Bank.ModelBank.PositionOf(cursor).Position;

    /// <summary>What the checks remember of a user.</summary>
    private sealed class Memory
    {
        public long LastSequence { get; set; }

        public long Mutations { get; set; }

        /// <summary>The transaction under which each record was first seen.</summary>
        public Dictionary<RecordKey, TransactionId> SeenAs { get; } = [];

        /// <summary>When the last balance that came with an update was true.</summary>
        public Dictionary<FeedId, DateTimeOffset> Dated { get; } = [];

        /// <summary>What people said of pairs of records.</summary>
        public Dictionary<(RecordKey, RecordKey), PersonPair> Said { get; } = [];

        /// <summary>Who holds each connection, and until when.</summary>
        public Dictionary<ConnectionId, (RunId Run, string Node, DateTimeOffset Until)> Leases { get; } = [];

        public HashSet<FindingId> Dismissed { get; } = [];

        public Dictionary<FeedId, Mingus.Ledger.Coverage.FeedCoverage> Coverage { get; } = [];

        /// <summary>What people wrote, by the transaction they wrote it on.</summary>
        public Dictionary<TransactionId, string> Notes { get; } = [];

        /// <summary>The last balance that came with an update, and the sum of what was posted then.</summary>
        public Dictionary<FeedId, (long Balance, long Posted, long? Opening)> Witness { get; } = [];

        /// <summary>Before the checks: what a person says now holds from now on.</summary>
        public void Hear(Written written)
        {
            foreach (var pair in written.Plan?.PersonPairs ?? [])
            {
                Said.Remove((pair.One, pair.Other));
                if (pair.Word is not null)
                {
                    Said[(pair.One, pair.Other)] = pair;
                }
            }
        }

        public void Remember(Written written)
        {
            var user = written.User;
            LastSequence = user.LastSequence;
            Mutations = user.Mutations;
            foreach (var stored in user.Connections.Values)
            {
                Leases.Remove(stored.Connection.Id);
                if (stored is { LeaseRun: { } run, LeaseNode: { } node, LeaseUntil: { } until })
                {
                    Leases[stored.Connection.Id] = (run, node, until);
                }
            }

            if (written.Plan is null && written.Commit is null)
            {
                foreach (var (id, note) in user.Notes)
                {
                    if (note.CarriedFrom is null)
                    {
                        Notes[id] = note.Text ?? "";
                    }
                }

                foreach (var finding in user.Findings.Values)
                {
                    if (finding.State == FindingState.Dismissed)
                    {
                        Dismissed.Add(finding.Id);
                    }
                }
            }
        }
    }
}
