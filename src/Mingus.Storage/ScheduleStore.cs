using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What all connections have taught, and the budget of calls.</summary>
internal sealed class ScheduleStore(Journal journal) : IScheduleStore
{
    public async Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken)
    {
        var rhythms = new List<StoredRhythm>();
        var script = new Script().Read(
            Sql.ListRhythms,
            args => args.Long("limit", limit),
            row => rhythms.Add(new StoredRhythm(row.Text(0), row.Text(1), row.Bytes(2)))
        );
        await journal.Read(script, cancellationToken);
        return rhythms;
    }

    public async Task<StoredBudget?> Budget(CancellationToken cancellationToken)
    {
        StoredBudget? budget = null;
        var script = new Script().Read(
            Sql.ReadBudget,
            static _ => { },
            row => budget = new StoredBudget(row.Day(0), row.Number(1), row.Number(2), row.Int(3))
        );
        await journal.Read(script, cancellationToken);
        return budget;
    }

    public Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.SaveBudget,
            args =>
            {
                args.Day("day", budget.Day);
                args.Number("call_hours", budget.CallHours);
                args.Number("debt", budget.Debt);
                args.Long("days", budget.Days);
            }
        );
        return journal.Write(script, cancellationToken);
    }
}
