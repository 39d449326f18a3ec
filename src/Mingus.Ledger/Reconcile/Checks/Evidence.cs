using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>Whether every decision that stands says why it was taken and what it changed.</summary>
internal sealed class Evidence : ILedgerCheck
{
    public string Name => "decisions_without_evidence";

    public Severity? SeverityAt(ValidationLevel level) => level == ValidationLevel.Relaxed ? null : Severity.Warning;

    public ICheckPass Begin(CheckContext context) => new Pass();

    private sealed class Pass : ICheckPass
    {
        private readonly Discrepancies _found = new();
        private int _examined;

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            // Decisions only.
        }

        public void See(Decision decision)
        {
            _examined++;
            if (decision.UndoneBy is null && (decision.Reasons.Count == 0 || decision.After is "" or "{}"))
            {
                _found.Add(
                    new Discrepancy(
                        decision.Id.ToString(),
                        "A decision does not say why it was taken, or what it changed. It can be taken back.",
                        PlanFindings.Evidence(("decisionId", decision.Id.ToString()), ("rule", decision.Rule)),
                        ProblemActions.None
                    )
                );
            }
        }

        public CheckOutcome Conclude() => _found.Of(_examined);
    }
}
