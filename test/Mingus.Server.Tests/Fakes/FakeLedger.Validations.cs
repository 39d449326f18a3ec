using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : IValidationStore
{
    public List<ValidationReport> ReportList { get; } = [];

    public Task<IReadOnlyList<LedgerRecord>> Walk(
        UserId userId,
        WalkPosition after,
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<LedgerRecord>>([]);

    public Task<IReadOnlyList<Finding>> Standing(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<Snapshot<Page<ValidationReport>?>> Validations(
        UserId userId,
        AccountId accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen<Page<ValidationReport>?>(userId, PageOf(ReportList.Where(r => r.AccountId == accountId), page), null);

    public Task<Snapshot<ValidationReport?>> Validation(
        UserId userId,
        ValidationId validationId,
        CancellationToken cancellationToken
    ) => Seen(userId, ReportList.Find(report => report.Id == validationId), null);
}
