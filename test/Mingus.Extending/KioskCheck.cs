using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Extending;

// snippet check
/// <summary>Finds purchases at a kiosk: some people would rather not have any.</summary>
internal sealed class KioskCheck : ILedgerCheck
{
    public string Name => "kiosk";

    // How grave it is at a level; null: it does not run there.
    public Severity? SeverityAt(ValidationLevel level) => level == ValidationLevel.Relaxed ? null : Severity.Warning;

    public ICheckPass Begin(CheckContext context) => new Pass();

    private sealed class Pass : ICheckPass
    {
        private readonly Discrepancies _found = new();
        private int _examined;

        // Each transaction comes once, with all records that describe it; keep little of it.
        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            _examined++;
            if (transaction.FirstOrDefault(record => record.Content.Description == "Kiosk") is { } record)
            {
                _found.Add(
                    new Discrepancy(
                        About: record.TransactionId.ToString(),
                        Text: "Something was bought at a kiosk.",
                        Evidence: new Dictionary<string, string> { ["transactionId"] = $"{record.TransactionId}" },
                        Action: ProblemActions.None
                    )
                );
            }
        }

        public CheckOutcome Conclude() => _found.Of(_examined);
    }
}
// end snippet
