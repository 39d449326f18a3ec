using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Planted;

/// <summary>Bugs in the store: versions, leases, the queue, other users' rows, what people wrote.</summary>
internal static class StoreBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("no version check", 8, "A plan is committed whatever happened since its slice was loaded.")
        {
            Lapses = new Lapses { SkipsUserVersion = true },
        },
        new("no fence", 8, "A run commits that lost its connection to another.")
        {
            Lapses = new Lapses { SkipsFence = true },
        },
        new("lease ignored", 8, "A connection is taken from a run that lives.")
        {
            Lapses = new Lapses { IgnoresLease = true },
        },
        new("not as a whole", 8, "A refused commit has written its records by then.")
        {
            Lapses = new Lapses { WritesBeforeFence = true },
        },
        new("store loses a plan", 8, "Every third commit writes its run and not its records.")
        {
            Lapses = new Lapses { LosesPlan = true },
        },
        new("store loses a cursor", 1, "Every third commit writes its records and not its cursor.")
        {
            Lapses = new Lapses { LosesCursor = true },
        },
        new("rows of others read", 10, "A slice holds a record of another user.") { Slice = AddForeign },
        new("note lost", 7, "What a person wrote is lost when its transaction changes.")
        {
            After = static w =>
            {
                foreach (var change in w.Plan?.Records ?? [])
                {
                    if (change.Kind is ChangeKind.Posted or ChangeKind.Moved or ChangeKind.Amended)
                    {
                        w.User.Notes.Remove(change.After.TransactionId);
                    }
                }
            },
        },
        new("dismissal undone", 7, "A finding that a person dismissed is opened again by a sync.")
        {
            After = static w =>
            {
                foreach (var found in w.Plan?.Findings ?? [])
                {
                    w.User.Findings[found.Id] = found;
                }
            },
        },
        new("word forgotten", 7, "What a person said of two records is forgotten by the next sync.")
        {
            After = static w =>
            {
                if (w.Commit is not null)
                {
                    w.User.Said.Clear();
                }
            },
        },
        new("broken run succeeds", 9, "A run that was abandoned is acknowledged as succeeded.")
        {
            After = static w =>
            {
                foreach (var run in w.User.Runs.Values.Where(static r => r.Run.Status == RunStatus.Abandoned).ToList())
                {
                    w.User.Runs[run.Run.Id] = run with { Run = run.Run with { Status = RunStatus.Succeeded } };
                }
            },
        },
    ];

    private static LedgerSlice AddForeign(LedgerSlice slice, MemoryDatabase database)
    {
        var mine = slice.Records.Count == 0 ? null : slice.Records[0];
        var other = database
            .Users.Values.Where(u => mine is not null && !u.Feeds.ContainsKey(mine.FeedId))
            .SelectMany(static u => u.Records.Values)
            .FirstOrDefault();
        return other is null ? slice : slice with { Records = [.. slice.Records, other] };
    }
}
