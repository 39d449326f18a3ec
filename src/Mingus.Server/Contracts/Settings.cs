using System.Globalization;
using System.Text.Json.Serialization;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>Which syncs run by themselves.</summary>
internal sealed record AutoSyncBody(bool? Transactions, bool? Balance) : IRequestBody;

/// <summary>How often by themselves.</summary>
internal sealed record IntervalsBody(int? MinMinutes, int? MaxHours, int? BalanceHours) : IRequestBody;

/// <summary>When nothing runs by itself: <c>HH:mm</c> in an IANA time zone, may pass midnight.</summary>
internal sealed record QuietHoursBody(string? From, string? To, string? TimeZone) : IRequestBody;

/// <summary>Validations that nobody asked for; <c>everyDays</c> 0 for none.</summary>
internal sealed record ValidationSettingsBody(ValidationLevel? Level, int? EveryDays) : IRequestBody;

/// <summary>What the person wants to be told of. Amounts are decimal strings in the account's currency.</summary>
internal sealed record NoticesBody(
    bool? Success,
    bool? Errors,
    bool? HistoryComplete,
    bool? Actionable,
    string? BalanceBelow,
    string? BalanceAbove,
    string? LargeTransaction,
    bool? UnusualTransaction
) : IRequestBody;

/// <summary>Settings as they are sent: what is left out is as it holds without them.</summary>
internal sealed record SettingsEdit(
    AutoSyncBody? AutoSync,
    IntervalsBody? Intervals,
    QuietHoursBody? QuietHours,
    ValidationSettingsBody? Validation,
    NoticesBody? Notices
) : IRequestBody
{
    /// <summary>The settings, or what is wrong with them by field.</summary>
    public (SyncSettings? Settings, IReadOnlyDictionary<string, string> Errors) Over(SyncSettings basis)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var least = Within(errors, "intervals.minMinutes", Intervals?.MinMinutes, 15, 4_320);
        var most = Within(errors, "intervals.maxHours", Intervals?.MaxHours, 1, 72);
        var balance = Within(errors, "intervals.balanceHours", Intervals?.BalanceHours, 1, 168);
        var settings = basis with
        {
            SyncsTransactions = AutoSync?.Transactions ?? basis.SyncsTransactions,
            SyncsBalance = AutoSync?.Balance ?? basis.SyncsBalance,
            IntervalMin = least is { } minutes ? TimeSpan.FromMinutes(minutes) : basis.IntervalMin,
            IntervalMax = most is { } hours ? TimeSpan.FromHours(hours) : basis.IntervalMax,
            BalanceInterval = balance is { } every ? TimeSpan.FromHours(every) : basis.BalanceInterval,
            QuietHours = Quiet(errors) ?? basis.QuietHours,
            ValidationLevel = Validation?.Level ?? basis.ValidationLevel,
            ValidationDays =
                Within(errors, "validation.everyDays", Validation?.EveryDays, 0, 365) ?? basis.ValidationDays,
            Notices = NoticesOver(errors, basis.Notices),
        };
        if (settings.IntervalMin > settings.IntervalMax)
        {
            errors.TryAdd("intervals.minMinutes", "Not longer than intervals.maxHours.");
        }

        return (errors.Count == 0 ? settings : null, errors);
    }

    private QuietHours? Quiet(Dictionary<string, string> errors)
    {
        if (QuietHours is not { } quiet)
        {
            return null;
        }

        var from = Time(errors, "quietHours.from", quiet.From);
        var to = Time(errors, "quietHours.to", quiet.To);
        if (quiet.TimeZone is not { } zone || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            errors["quietHours.timeZone"] = "An IANA time zone, for instance Europe/Berlin.";
            return null;
        }

        if (from == to)
        {
            errors.TryAdd("quietHours.to", "Another time than from. To have no quiet hours, leave quietHours out.");
        }

        return from is { } begin && to is { } end ? new QuietHours(begin, end, zone) : null;
    }

    private NoticeSettings NoticesOver(Dictionary<string, string> errors, NoticeSettings basis) =>
        Notices is not { } notices
            ? basis
            : new()
            {
                Success = notices.Success ?? basis.Success,
                Errors = notices.Errors ?? basis.Errors,
                HistoryComplete = notices.HistoryComplete ?? basis.HistoryComplete,
                Actionable = notices.Actionable ?? basis.Actionable,
                BalanceBelow = Amount(errors, "notices.balanceBelow", notices.BalanceBelow),
                BalanceAbove = Amount(errors, "notices.balanceAbove", notices.BalanceAbove),
                LargeTransaction = Amount(errors, "notices.largeTransaction", notices.LargeTransaction),
                UnusualTransaction = notices.UnusualTransaction ?? basis.UnusualTransaction,
            };

    private static int? Within(Dictionary<string, string> errors, string field, int? value, int least, int most)
    {
        if (value is { } number && (number < least || number > most))
        {
            errors[field] = $"A whole number from {least} to {most}.";
        }

        return value;
    }

    private static TimeOnly? Time(Dictionary<string, string> errors, string field, string? text)
    {
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        errors[field] = "A time of day as HH:mm, for instance 22:00.";
        return null;
    }

    private static string? Amount(Dictionary<string, string> errors, string field, string? text)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (
            text is not null
            && !(text.Length <= 20 && decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out _))
        )
        {
            errors[field] = "An amount as a decimal string, for instance \"100.00\".";
        }

        return text;
    }
}

/// <summary>Settings as they hold. <c>own</c>, of an account: whether they are its own.</summary>
internal sealed record SettingsBody(
    AutoSyncBody AutoSync,
    IntervalsBody Intervals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] QuietHoursBody? QuietHours,
    ValidationSettingsBody Validation,
    NoticesBody Notices,
    bool? Own
)
{
    public static SettingsBody From(SyncSettings settings, bool? own = null) =>
        new(
            new AutoSyncBody(settings.SyncsTransactions, settings.SyncsBalance),
            new IntervalsBody(
                (int)settings.IntervalMin.TotalMinutes,
                (int)settings.IntervalMax.TotalHours,
                (int)settings.BalanceInterval.TotalHours
            ),
            settings.QuietHours is { } quiet
                ? new QuietHoursBody(Text(quiet.From), Text(quiet.To), quiet.TimeZone)
                : null,
            new ValidationSettingsBody(settings.ValidationLevel, settings.ValidationDays),
            new NoticesBody(
                settings.Notices.Success,
                settings.Notices.Errors,
                settings.Notices.HistoryComplete,
                settings.Notices.Actionable,
                settings.Notices.BalanceBelow,
                settings.Notices.BalanceAbove,
                settings.Notices.LargeTransaction,
                settings.Notices.UnusualTransaction
            ),
            own
        );

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
