using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>What validations read. Their reports are not kept: nobody reads them here.</summary>
internal sealed class MemoryValidations(MemoryDatabase database) : IValidationStore
{
    public Task<IReadOnlyList<LedgerRecord>> Walk(
        UserId userId,
        WalkPosition after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<LedgerRecord> page =
        [
            .. database
                .Of(userId)
                .Records.Values.Select(static record => (Position: WalkPosition.Of(record), Record: record))
                .Where(at => Compare(at.Position, after) > 0)
                .OrderBy(static at => at.Position.TransactionId.Value)
                .ThenBy(static at => at.Position.RowNumber)
                .Select(static at => at.Record)
                .Take(limit),
        ];
        return Task.FromResult(page);
    }

    public Task<IReadOnlyList<Finding>> Standing(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<Finding>>([
            .. database
                .Of(userId)
                .Findings.Values.Where(f => f.AccountId == accountId && f.State != FindingState.Resolved),
        ]);

    public Task<Snapshot<Page<ValidationReport>?>> Validations(
        UserId userId,
        AccountId accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("The engine does not ask this.");

    public Task<Snapshot<ValidationReport?>> Validation(
        UserId userId,
        ValidationId validationId,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("The engine does not ask this.");

    private static int Compare(WalkPosition one, WalkPosition other)
    {
        var order = one.TransactionId.Value.CompareTo(other.TransactionId.Value);
        return order != 0 ? order : one.RowNumber.CompareTo(other.RowNumber);
    }
}
