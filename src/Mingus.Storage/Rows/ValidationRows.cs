using System.Text.Json;
using Mingus.Ledger.Reconcile;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Reports of validations at rest.</summary>
internal static class ValidationRows
{
    public static ValidationReport Read(IRow row) =>
        JsonSerializer.Deserialize(row.Text(0), RowJson.Default.ValidationReport)!;

    public static void Bind(IArgs args, ValidationReport report)
    {
        args.Id("validation_id", report.Id.Value);
        args.Id("account_id", report.AccountId.Value);
        args.Instant("started_at", report.StartedAt);
        args.Text("report", JsonSerializer.Serialize(report, RowJson.Default.ValidationReport));
    }
}
