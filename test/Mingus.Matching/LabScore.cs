using Mingus.Ledger.Match;

namespace Mingus.Matching;

/// <summary>The principal figures, by the definitions of the labelled sets' scorer.</summary>
internal sealed record LabScore(
    double TwinF1,
    double TwinPrecision,
    double TwinRecall,
    double LostPerThousand,
    double ExtraPerThousand,
    int Reals,
    int Lost,
    int Extra,
    int Ghosts,
    int Accounts,
    int AccountsExact,
    int InexactFlagged,
    int ExactFlagged,
    (int Found, int All) AmountChangedPendings
)
{
    public static LabScore Of(LabelledSet set, LabEngine engine)
    {
        var rows = LabResult.Rows(engine);
        var truth = new Truth(set);
        var (precision, recall) = truth.Pairs(rows);
        var (lost, extra, ghosts) = truth.Ledger(rows);
        var errors = truth.BalanceErrors(rows);
        var flagged = LabResult
            .Verdicts(engine)
            .Where(verdict => verdict.Value == BalanceState.Off)
            .Select(v => v.Key)
            .ToHashSet();
        var inexact = errors.Where(error => error.Value != 0).Select(error => error.Key).ToHashSet();
        return new LabScore(
            precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall),
            precision,
            recall,
            1000.0 * lost / truth.Alive.Count,
            1000.0 * extra / truth.Alive.Count,
            truth.Alive.Count,
            lost,
            extra,
            ghosts,
            errors.Count,
            errors.Count - inexact.Count,
            inexact.Count(flagged.Contains),
            flagged.Count(account => !inexact.Contains(account)),
            truth.AmountChangedPendings(rows)
        );
    }

    public override string ToString() =>
        $"twin F1 {TwinF1:0.0000} (P {TwinPrecision:0.0000} R {TwinRecall:0.0000}), "
        + $"lost {Lost} = {LostPerThousand:0.000}/k, extra {Extra} = {ExtraPerThousand:0.000}/k, "
        + $"ghosts {Ghosts}, exact {AccountsExact}/{Accounts}, "
        + $"inexact flagged {InexactFlagged}/{Accounts - AccountsExact}, exact flagged {ExactFlagged}, "
        + $"amount-changed pendings {AmountChangedPendings.Found}/{AmountChangedPendings.All}";
}
