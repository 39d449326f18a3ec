using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What validations read, and their reports.</summary>
internal sealed class ValidationStore(Journal journal) : IValidationStore
{
    public async Task<IReadOnlyList<LedgerRecord>> Walk(
        UserId userId,
        WalkPosition after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var records = new List<LedgerRecord>(limit);
        var script = new Script().Read(
            Sql.WalkRecords,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Id("after_id", after.TransactionId.Value);
                args.Long("after_row", after.RowNumber);
                args.Long("limit", limit);
            },
            row => records.Add(RecordRows.Read(row))
        );
        await journal.Read(script, cancellationToken);
        return records;
    }

    public async Task<IReadOnlyList<Finding>> Standing(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<Finding>();
        var script = new Script().Read(
            Sql.ListStandingFindings,
            args => BindAccount(args, userId, accountId),
            row => findings.Add(FindingRows.Read(row))
        );
        await journal.Read(script, cancellationToken);
        return findings;
    }

    public async Task<Snapshot<Page<ValidationReport>?>> Validations(
        UserId userId,
        AccountId accountId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.Validations, page.After) ?? PageKey.Top;
        var list = new Listing<ValidationReport>(
            ListKind.Validations,
            page.Limit,
            ValidationRows.Read,
            report => new PageKey(report.StartedAt.ToUnixTimeMilliseconds(), report.Id.Value)
        );
        var isKnown = false;
        var query = new Query(userId)
            .Read(Sql.HasAccount, args => BindAccount(args, userId, accountId), _ => isKnown = true)
            .Read(
                Sql.ListValidations,
                args =>
                {
                    PageRows.BindFalling(args, userId, before, list.RowsAsked);
                    args.Id("account_id", accountId.Value);
                },
                list.Read
            );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(isKnown ? list.Page : null);
    }

    public Task<Snapshot<ValidationReport?>> Validation(
        UserId userId,
        ValidationId validationId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.ReadValidation,
            args => args.Id("validation_id", validationId.Value),
            ValidationRows.Read,
            cancellationToken
        );

    private static void BindAccount(IArgs args, UserId userId, AccountId accountId)
    {
        args.Long("user_id", userId.Value);
        args.Id("account_id", accountId.Value);
    }
}
