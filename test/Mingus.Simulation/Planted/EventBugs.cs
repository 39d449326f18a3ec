using Mingus.Ledger;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Planted;

/// <summary>Bugs in what is told.</summary>
internal static class EventBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("event lost", 9, "Changes of transactions are not told.")
        {
            Commit = static (c, _) =>
                c with
                {
                    Events = [.. c.Events.Where(static e => e.Type != LedgerEvents.TransactionsChanged)],
                },
        },
        new("event doubled", 9, "The end of a run is told twice.")
        {
            Commit = static (c, _) =>
                c with
                {
                    Events = [.. c.Events, .. c.Events.Where(static e => e.Type == "sync.completed")],
                },
        },
        new("event before its time", 9, "A transaction is told that is not there yet.")
        {
            Commit = static (c, _) =>
                c with
                {
                    Events =
                    [
                        .. c.Events,
                        new LedgerEvent(LedgerEvents.TransactionsChanged, c.LeaseUntil)
                        {
                            Members = new Dictionary<string, object>(StringComparer.Ordinal)
                            {
                                ["transactionIds"] = new List<string>
                                {
                                    PrefixedId.Format(new TransactionId(PrefixedId.Derive(c.LeaseUntil, "soon"))),
                                },
                            },
                        },
                    ],
                },
        },
        new("end told early", 9, "A run that goes on is told to have ended.")
        {
            Commit = static (c, _) =>
                c.Run.IsEnded
                    ? c
                    : c with
                    {
                        Events = [.. c.Events, new LedgerEvent("sync.completed", c.LeaseUntil) { RunId = c.Run.Id }],
                    },
        },
        new("balance not told", 9, "A balance changes and nobody hears of it.")
        {
            Commit = static (c, _) =>
                c with
                {
                    Events = [.. c.Events.Where(static e => e.Type != LedgerEvents.BalanceChanged)],
                },
        },
        new("number skipped", 9, "A number of the sequence is never used.")
        {
            After = static w => w.User.LastSequence += w.Commit is null ? 0 : 1,
        },
    ];
}
