using Mingus.Ledger;
using Mingus.Ledger.Reconcile;

namespace Mingus.Sync.Ports;

/// <summary>What validations read, and the reports they leave.</summary>
public interface IValidationStore
{
    /// <summary>The user's records, live and removed, in the order of their transactions, after a position; fewer than
    /// <paramref name="limit"/> at the end. Positions are compared as the engine orders ids: walk to the end by those
    /// of the records answered.</summary>
    Task<IReadOnlyList<LedgerRecord>> Walk(
        UserId userId,
        WalkPosition after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>The findings of an account that are open or were dismissed.</summary>
    Task<IReadOnlyList<Finding>> Standing(UserId userId, AccountId accountId, CancellationToken cancellationToken);

    /// <summary>The reports of an account, newest first; null when the user has no such account.</summary>
    Task<Snapshot<Page<ValidationReport>?>> Validations(
        UserId userId,
        AccountId accountId,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<ValidationReport?>> Validation(
        UserId userId,
        ValidationId validationId,
        CancellationToken cancellationToken
    );
}

/// <summary>A record's place in a walk; the default one is before the first.</summary>
public readonly record struct WalkPosition(TransactionId TransactionId, long RowNumber)
{
    public static WalkPosition Of(LedgerRecord record) => new(record.TransactionId, record.RowNumber);
}
