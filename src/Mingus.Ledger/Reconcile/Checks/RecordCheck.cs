namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>A check that judges each record of the account by itself.</summary>
/// <param name="name">Its name.</param>
/// <param name="strict">Severity at level strict.</param>
/// <param name="normal">Severity at level normal; null: it does not run.</param>
/// <param name="relaxed">Severity at level relaxed; null: it does not run.</param>
/// <param name="judge">What is wrong with a record; null when nothing is.</param>
internal sealed class RecordCheck(
    string name,
    Severity strict,
    Severity? normal,
    Severity? relaxed,
    Func<CheckContext, Func<LedgerRecord, Discrepancy?>> judge
) : ILedgerCheck
{
    public string Name => name;

    public Severity? SeverityAt(ValidationLevel level) =>
        level switch
        {
            ValidationLevel.Strict => strict,
            ValidationLevel.Normal => normal,
            _ => relaxed,
        };

    public ICheckPass Begin(CheckContext context) => new Pass(context.Account.Id, judge(context));

    private sealed class Pass(AccountId accountId, Func<LedgerRecord, Discrepancy?> judge) : ICheckPass
    {
        private readonly Discrepancies _found = new();
        private int _examined;

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            foreach (var record in transaction)
            {
                if (record.AccountId != accountId || !record.IsLive)
                {
                    continue;
                }

                _examined++;
                if (judge(record) is { } discrepancy)
                {
                    _found.Add(discrepancy);
                }
            }
        }

        public CheckOutcome Conclude() => _found.Of(_examined);
    }
}

/// <summary>A check that judges the account as a whole, without its records.</summary>
/// <param name="name">Its name.</param>
/// <param name="severityAt">Severity by level; null: it does not run.</param>
/// <param name="judge">How many things were looked at, and what is wrong with them.</param>
internal sealed class AccountCheck(
    string name,
    Func<ValidationLevel, Severity?> severityAt,
    Func<CheckContext, (int Examined, IEnumerable<Discrepancy> Found)> judge
) : ILedgerCheck
{
    public string Name => name;

    public Severity? SeverityAt(ValidationLevel level) => severityAt(level);

    public ICheckPass Begin(CheckContext context) => new Pass(context, judge);

    private sealed class Pass(
        CheckContext context,
        Func<CheckContext, (int Examined, IEnumerable<Discrepancy> Found)> judge
    ) : ICheckPass
    {
        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            // The account is judged without them.
        }

        public CheckOutcome Conclude()
        {
            var found = new Discrepancies();
            var (examined, wrong) = judge(context);
            foreach (var discrepancy in wrong)
            {
                found.Add(discrepancy);
            }

            return found.Of(examined);
        }
    }
}
