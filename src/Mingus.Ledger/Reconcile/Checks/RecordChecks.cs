using Mingus.Ledger.Normalize;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>What may be wrong with a single record.</summary>
internal static class RecordChecks
{
    /// <summary>Whole units of money beyond which no retail account moves at once: such an amount was
    /// misread.</summary>
    private const long ImpossibleUnits = 1_000_000_000;

    /// <summary>A card cannot move more than this many times its limit at once.</summary>
    private const int LimitsMax = BalanceCheck.OwedLimitsMax;

    /// <summary>Days by which a date may lie ahead: banks date some rows on the next business day, and the farther a
    /// level looks away the more.</summary>
    private const int AheadStrict = 7;

    private const int AheadElse = 31;

    /// <summary>Records whose feed does not show the account they are in.</summary>
    public static ILedgerCheck Orphans { get; } =
        new RecordCheck(
            "orphaned_records",
            Severity.Error,
            Severity.Error,
            Severity.Warning,
            static context =>
            {
                var feeds = context.Feeds.Select(static feed => feed.Feed.Id).ToHashSet();
                return record =>
                    feeds.Contains(record.FeedId)
                        ? null
                        : Of(record, "A record is in an account that its feed does not show.");
            }
        );

    /// <summary>Records without what every record has.</summary>
    public static ILedgerCheck MissingFields { get; } =
        new RecordCheck(
            "missing_fields",
            Severity.Warning,
            Severity.Warning,
            relaxed: null,
            static _ => static record => MissingOf(record) is { } field ? Missing(record, field) : null
        );

    /// <summary>Records whose fingerprint is not that of their content.</summary>
    public static ILedgerCheck Fingerprints { get; } =
        new RecordCheck(
            "stale_fingerprint",
            Severity.Error,
            normal: null,
            relaxed: null,
            static _ =>
                static record =>
                    record.Fingerprint.Version != Fingerprinting.Version
                    || record.Fingerprint == Fingerprinting.Of(record.Content)
                        ? null
                        : Of(
                            record,
                            "A record was changed without its fingerprint: something else wrote to the database."
                        )
        );

    /// <summary>Records in no currency, or in another than the account's.</summary>
    public static ILedgerCheck Currencies { get; } =
        new RecordCheck(
            "currency_differs",
            Severity.Info,
            Severity.Info,
            relaxed: null,
            static context =>
                record =>
                    record.Content.Amount.Currency == context.Account.Currency
                        ? null
                        : Of(
                            record,
                            $"A record is in {record.Content.Amount.Currency} while the account is in "
                                + $"{context.Account.Currency}. It is not part of the balance."
                        ) with
                        {
                            Action = ProblemActions.None,
                        }
        );

    /// <summary>Records dated well in the future.</summary>
    public static ILedgerCheck FutureDates { get; } =
        new RecordCheck(
            "future_date",
            Severity.Warning,
            Severity.Warning,
            relaxed: null,
            static context =>
            {
                var last = context.Today.AddDays(context.Level == ValidationLevel.Strict ? AheadStrict : AheadElse);
                return record =>
                    record.Content.Date <= last
                        ? null
                        : Of(
                            record,
                            $"A record is dated {PlanFindings.Day(record.Content.Date)}, which has not come yet."
                        ) with
                        {
                            Action = ProblemActions.ContactBank,
                        };
            }
        );

    /// <summary>Amounts that an account of the kind cannot move.</summary>
    public static ILedgerCheck Amounts { get; } =
        new RecordCheck(
            "impossible_amount",
            Severity.Warning,
            Severity.Warning,
            relaxed: null,
            static context =>
            {
                var max = MaxOf(context);
                return record =>
                    record.Content.Amount.Currency != context.Account.Currency
                    || Math.Abs((decimal)record.Content.Amount.Minor) <= max
                        ? null
                        : Of(record, "An amount is higher than an account of this kind can move at once.") with
                        {
                            Action = ProblemActions.ContactBank,
                        };
            }
        );

    private static decimal MaxOf(CheckContext context)
    {
        var limit = context
            .Feeds.Select(static feed => feed.Limit)
            .OfType<Money>()
            .Select(static money => money.Minor)
            .DefaultIfEmpty()
            .Max();
        var unit = (decimal)Math.Pow(10, context.Account.Currency.MinorDigits);
        return context.Account.Kind == AccountKind.Credit && limit > 0
            ? (decimal)limit * LimitsMax
            : ImpossibleUnits * unit;
    }

    private static string? MissingOf(LedgerRecord record) =>
        string.IsNullOrWhiteSpace(record.Content.Description) ? "description"
        : string.IsNullOrEmpty(record.ProviderTransactionId) ? "providerTransactionId"
        : record.Content.Amount.Currency.Code.Length == 0 ? "currency"
        : record.Content.Date == default ? "date"
        : record.TransactionId == default ? "transactionId"
        : null;

    private static Discrepancy Missing(LedgerRecord record, string field)
    {
        var evidence = Facts.Of(record);
        evidence["field"] = field;
        return new Discrepancy(AboutOf(record), $"A record has no {field}.", evidence);
    }

    private static Discrepancy Of(LedgerRecord record, string text) => new(AboutOf(record), text, Facts.Of(record));

    private static string AboutOf(LedgerRecord record) => $"{record.FeedId}/{record.ProviderTransactionId}";
}
