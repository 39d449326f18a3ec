using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>What a run has brought so far: counts, problems and changes by account. Adding a plan gives a new tally,
/// so that a commit that fails leaves the old one.</summary>
internal sealed record RunTally
{
    public static RunTally Nothing { get; } = new();

    private IReadOnlyDictionary<AccountId, AccountCounts> Counts { get; init; } =
        new Dictionary<AccountId, AccountCounts>();

    private IReadOnlyDictionary<AccountId, Problem> Problems { get; init; } = new Dictionary<AccountId, Problem>();

    private IReadOnlyList<BalanceSnapshot> Balances { get; init; } = [];

    private IReadOnlyList<TransactionId> Changed { get; init; } = [];

    private bool MoreChanged { get; init; }

    /// <summary>Reports of validations.</summary>
    public IReadOnlyList<ValidationReport> Validations { get; private init; } = [];

    /// <summary>Findings opened, and things put aside.</summary>
    public int Issues { get; private init; }

    /// <summary>Whether something was put aside that no account could be named for.</summary>
    public bool HasStrayQuarantine { get; private init; }

    /// <summary>This tally and what a plan brings.</summary>
    public RunTally Add(SyncPlan plan)
    {
        if (ReferenceEquals(plan, SyncPlan.Empty))
        {
            return this;
        }

        var counts = new Dictionary<AccountId, AccountCounts>(Counts);
        foreach (var one in plan.Counts)
        {
            counts[one.AccountId] = counts.TryGetValue(one.AccountId, out var sum) ? Sum(sum, one) : one;
        }

        var problems = new Dictionary<AccountId, Problem>(Problems);
        foreach (var item in plan.Quarantine.Where(static q => q.AccountId is not null))
        {
            problems[item.AccountId!.Value] = ProblemOf(item);
        }

        var changed = plan.Records.Select(static c => c.After.TransactionId).Distinct().ToList();
        return this with
        {
            Counts = counts,
            Problems = problems,
            Balances = [.. Balances, .. plan.Balances],
            Changed = [.. Changed.Concat(changed).Take(SyncLimits.ChangedInResult)],
            MoreChanged = MoreChanged || Changed.Count + changed.Count > SyncLimits.ChangedInResult,
            Validations = [.. Validations, .. plan.Validations],
            Issues = Issues + plan.Findings.Count,
            HasStrayQuarantine = HasStrayQuarantine || plan.Quarantine.Any(static q => q.AccountId is null),
        };
    }

    /// <summary>The run's result.</summary>
    public RunResult ToResult() => new(Balances, Changed, MoreChanged);

    /// <summary>One outcome for each of the connection's accounts: the run's, or partial where something was put
    /// aside.</summary>
    public IReadOnlyList<AccountOutcome> Outcomes(
        IEnumerable<AccountId> accounts,
        RunStatus status,
        Problem? problem
    ) => [.. accounts.Concat(Counts.Keys).Distinct().Select(id => OutcomeOf(id, status, problem))];

    private AccountOutcome OutcomeOf(AccountId id, RunStatus status, Problem? problem)
    {
        var own = Problems.GetValueOrDefault(id);
        return new AccountOutcome(
            id,
            own is not null && status == RunStatus.Succeeded ? RunStatus.Partial : status,
            Counts.GetValueOrDefault(id) ?? new AccountCounts(id, 0, 0, 0, 0, 0),
            own ?? problem
        );
    }

    private static Problem ProblemOf(QuarantineItem item) =>
        item.Kind == QuarantineKind.Balance
            ? new Problem(
                "balance_refused",
                $"A new balance was put aside ({item.Field}); the last good one stays.",
                ProblemActions.None
            )
            : new Problem(
                "unreadable_record",
                $"A record could not be read ({item.Field}) and was put into quarantine.",
                ProblemActions.None
            );

    private static AccountCounts Sum(AccountCounts a, AccountCounts b) =>
        new(
            a.AccountId,
            a.Processed + b.Processed,
            a.Created + b.Created,
            a.Updated + b.Updated,
            a.Removed + b.Removed,
            a.Quarantined + b.Quarantined
        )
        {
            Duplicates = a.Duplicates + b.Duplicates,
        };
}
