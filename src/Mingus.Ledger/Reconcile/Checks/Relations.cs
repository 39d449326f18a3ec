using Mingus.Ledger.Decisions;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>Whether the records of each transaction belong together: in one account, one of the live ones shown, and
/// two posted ones of one feed only by a decision (invariants 2 and 4).</summary>
internal sealed class Relations : ILedgerCheck
{
    public string Name => "relations";

    public Severity? SeverityAt(ValidationLevel level) => Severity.Error;

    public ICheckPass Begin(CheckContext context) => new Pass();

    private sealed class Pass : ICheckPass
    {
        private readonly Discrepancies _found = new();

        // Two posted records of one feed in one transaction: few, and each is to be found in a decision.
        private readonly Dictionary<TransactionId, IReadOnlyList<LedgerRecord>> _joined = [];
        private int _examined;

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            _examined++;
            if (Wrong(transaction) is { } text)
            {
                _found.Add(Of(transaction, text));
            }
            else if (transaction.Count > 1 && IsToldTwice(transaction))
            {
                _joined[transaction[0].TransactionId] = [.. transaction.Where(IsPosted)];
            }
        }

        public void See(Decision decision)
        {
            if (_joined.Count == 0 || decision.UndoneBy is not null)
            {
                return;
            }

            foreach (var transaction in DecisionState.Read(decision.After).Transactions)
            {
                var named = transaction.Records.Select(static key => key.ProviderTransactionId).ToHashSet();
                foreach (var (id, records) in _joined)
                {
                    if (records.Count(record => named.Contains(record.ProviderTransactionId)) > 1)
                    {
                        _joined.Remove(id);
                    }
                }
            }
        }

        public CheckOutcome Conclude()
        {
            foreach (var transaction in _joined.Values)
            {
                _found.Add(
                    Of(transaction, "Two posted records of one feed are one transaction, and no decision says so.")
                );
            }

            return _found.Of(_examined);
        }

        private static string? Wrong(IReadOnlyList<LedgerRecord> transaction)
        {
            var (live, shown) = (0, 0);
            foreach (var record in transaction)
            {
                if (record.AccountId != transaction[0].AccountId)
                {
                    return "The records of a transaction are in two accounts.";
                }

                if (record is { IsPrimary: true, IsLive: false })
                {
                    return "A transaction shows a record that was removed.";
                }

                live += record.IsLive ? 1 : 0;
                shown += record.IsPrimary ? 1 : 0;
            }

            return live > 0 && shown != 1
                ? $"A transaction with live records shows {shown} of them instead of one."
                : null;
        }

        private static bool IsToldTwice(IReadOnlyList<LedgerRecord> transaction)
        {
            var feeds = new HashSet<FeedId>();
            return transaction.Any(record => IsPosted(record) && !feeds.Add(record.FeedId));
        }

        private static bool IsPosted(LedgerRecord record) => record is { IsLive: true, Content.IsPending: false };

        private static Discrepancy Of(IReadOnlyList<LedgerRecord> transaction, string text)
        {
            var id = transaction[0].TransactionId.ToString();
            var names = string.Join(", ", transaction.Select(static record => record.ProviderTransactionId));
            return new Discrepancy(id, text, PlanFindings.Evidence(("transactionId", id), ("records", names)));
        }
    }
}
