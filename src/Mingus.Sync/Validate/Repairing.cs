using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Sync.Decisions;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Validate;

/// <summary>What became of a wish to repair a finding.</summary>
public abstract record RepairOutcome
{
    private RepairOutcome() { }

    /// <summary>The user has no such finding.</summary>
    public sealed record Unknown : RepairOutcome;

    /// <summary>It cannot be repaired; the problem says why and what to do.</summary>
    public sealed record Refused(Problem Problem) : RepairOutcome;

    /// <summary>A decision repaired it; it can be taken back like any other.</summary>
    public sealed record Decided(DecideResult Result) : RepairOutcome;

    /// <summary>A run was asked for that repairs it.</summary>
    public sealed record Started(RequestOutcome Outcome) : RepairOutcome;
}

/// <summary>Repairs findings, each in the way <see cref="RepairRule"/> says.</summary>
public sealed class Repairing
{
    private readonly ILedgerQueries _queries;
    private readonly SyncEngine _engine;
    private readonly Deciding _deciding;

    internal Repairing(ILedgerQueries queries, SyncEngine engine, Deciding deciding) =>
        (_queries, _engine, _deciding) = (queries, engine, deciding);

    /// <summary>Repairs one.</summary>
    public async Task<RepairOutcome> Repair(UserId userId, FindingId findingId, CancellationToken cancellationToken)
    {
        if ((await _queries.Finding(userId, findingId, cancellationToken)).Value is not { } finding)
        {
            return new RepairOutcome.Unknown();
        }

        if (finding.State != FindingState.Open)
        {
            return Refused("not_open", "This finding stands no more: there is nothing to repair.", ProblemActions.None);
        }

        return RepairRule.Of(finding) switch
        {
            RepairKind.Merge when RepairRule.Pair(finding) is var (one, other) => new RepairOutcome.Decided(
                await _deciding.Merge(userId, finding, (one, other), cancellationToken)
            ),
            RepairKind.Hide when RepairRule.Transaction(finding) is { } pending => new RepairOutcome.Decided(
                await _deciding.Hide(userId, finding, pending, cancellationToken)
            ),
            RepairKind.ReadGaps => await Start(userId, finding, SyncType.Backfill, cancellationToken),
            RepairKind.ReadHistory => await Start(userId, finding, SyncType.Historical, cancellationToken),
            RepairKind.Reread
                when PrefixedId.TryParse<QuarantineId>(finding.Evidence["quarantineId"], out var itemId) =>
                new RepairOutcome.Started(await _engine.RetryQuarantine(userId, itemId, cancellationToken)),
            _ => Refused(
                "not_repairable",
                "This cannot be repaired from here. Its action says who can do something about it; dismiss it if it is "
                    + "of no concern.",
                finding.Action
            ),
        };
    }

    private async Task<RepairOutcome> Start(
        UserId userId,
        Finding finding,
        SyncType type,
        CancellationToken cancellationToken
    )
    {
        if (finding.AccountId is { } accountId)
        {
            return new RepairOutcome.Started(
                await _engine.RequestForAccount(userId, accountId, type, force: true, cancellationToken)
            );
        }

        return finding.ConnectionId is { } connectionId
            ? new RepairOutcome.Started(
                await _engine.Request(
                    new SyncRequest(userId, connectionId, null, type, Force: true, RunTrigger.Person),
                    cancellationToken
                )
            )
            : Refused(
                "not_repairable",
                "It names no account that could be read again.",
                ProblemActions.ContactOperator
            );
    }

    private static RepairOutcome.Refused Refused(string code, string detail, string action) =>
        new(new Problem(code, detail, action));
}
