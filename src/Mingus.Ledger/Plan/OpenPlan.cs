namespace Mingus.Ledger.Plan;

/// <summary>A plan that has taken in its news and waits for the neighbourhood that matching needs. Completed
/// once.</summary>
public sealed class OpenPlan
{
    private readonly PlanDraft _draft;
    private readonly RecordsDraft _records;
    private readonly MatchStep _matching;
    private readonly IReadOnlyCollection<MatchTask> _tasks;

    internal OpenPlan(
        PlanDraft draft,
        RecordsDraft records,
        (MatchStep Step, IReadOnlyCollection<MatchTask> Tasks) matching
    )
    {
        (_draft, _records, _matching, _tasks) = (draft, records, matching.Step, matching.Tasks);
        Needs = _matching.Needs(_tasks);
    }

    /// <summary>What to load before <see cref="Complete"/>, by account; empty in the common case.</summary>
    public IReadOnlyList<AccountNeeds> Needs { get; }

    /// <summary>What there is to tell of the records' changes, once they are known.</summary>
    internal Action<IReadOnlyList<RecordChange>>? Tell { get; init; }

    /// <summary>What the plan has beside what is drafted.</summary>
    internal Func<SyncPlan, SyncPlan>? Finish { get; init; }

    /// <summary>The plan.</summary>
    /// <param name="neighbours">The records that <see cref="Needs"/> names, each with all records of its
    /// transaction, from the same version of the ledger as the slice.</param>
    public SyncPlan Complete(IReadOnlyCollection<LedgerRecord> neighbours)
    {
        _matching.Apply(_tasks, neighbours);
        _records.SettlePrimaries(_draft.Context.Now);
        var changes = _records.Changes();
        Tell?.Invoke(changes);
        var plan = _draft.ToPlan(changes);
        return Finish is null ? plan : Finish(plan);
    }
}
