using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Sync.Ports;

/// <summary>How a user's accounts are kept up to date by themselves. What a person asks for goes beyond it.</summary>
public sealed record SyncSettings
{
    /// <summary>What holds where nobody has said otherwise.</summary>
    public static SyncSettings Default { get; } = new();

    /// <summary>Looks for new transactions by itself.</summary>
    public bool SyncsTransactions { get; init; } = true;

    /// <summary>Asks for live balances by itself.</summary>
    public bool SyncsBalance { get; init; } = true;

    /// <summary>The shortest time between two checks that nobody asked for.</summary>
    public TimeSpan IntervalMin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest time between two checks; planned within it.</summary>
    public TimeSpan IntervalMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often a live balance is asked for.</summary>
    public TimeSpan BalanceInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>When nothing is checked by itself; null for never.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>How strictly validations that nobody asked for check.</summary>
    public ValidationLevel ValidationLevel { get; init; } = ValidationLevel.Normal;

    /// <summary>Days between validations that nobody asked for; 0 for none.</summary>
    public int ValidationDays { get; init; } = 7;

    /// <summary>What the person wants to be told of.</summary>
    public NoticeSettings Notices { get; init; } = new();

    /// <summary>What serves two accounts that one call answers for: whatever either wants is done, and it is quiet only
    /// when both want the same quiet.</summary>
    public SyncSettings And(SyncSettings other) =>
        this with
        {
            SyncsTransactions = SyncsTransactions || other.SyncsTransactions,
            SyncsBalance = SyncsBalance || other.SyncsBalance,
            IntervalMin = IntervalMin < other.IntervalMin ? IntervalMin : other.IntervalMin,
            IntervalMax = IntervalMax < other.IntervalMax ? IntervalMax : other.IntervalMax,
            BalanceInterval = BalanceInterval < other.BalanceInterval ? BalanceInterval : other.BalanceInterval,
            QuietHours = QuietHours == other.QuietHours ? QuietHours : null,
            ValidationLevel = ValidationLevel < other.ValidationLevel ? ValidationLevel : other.ValidationLevel,
            ValidationDays = Rhythm(ValidationDays, other.ValidationDays),
            Notices = Notices.And(other.Notices),
        };

    private static int Rhythm(int one, int other) =>
        one == 0 || other == 0 ? Math.Max(one, other) : Math.Min(one, other);
}

/// <summary>What a person wants to be told of. Amounts are decimal text, in the account's own currency.</summary>
public sealed record NoticeSettings
{
    /// <summary>A sync that nobody asked for brought new transactions.</summary>
    public bool Success { get; init; }

    /// <summary>Something fails that the person cannot mend, or puts a balance in doubt.</summary>
    public bool Errors { get; init; } = true;

    /// <summary>The history arrives, and is complete.</summary>
    public bool HistoryComplete { get; init; } = true;

    /// <summary>The connection does not work until the person acts. What a bank announces ahead is told in any
    /// case.</summary>
    public bool Actionable { get; init; } = true;

    /// <summary>The balance fell below; null for never.</summary>
    public string? BalanceBelow { get; init; }

    /// <summary>The balance rose above; null for never.</summary>
    public string? BalanceAbove { get; init; }

    /// <summary>A transaction moved at least so much; null for never.</summary>
    public string? LargeTransaction { get; init; }

    /// <summary>A transaction is far larger than this account's usual ones.</summary>
    public bool UnusualTransaction { get; init; }

    /// <summary>Whether single accounts are watched.</summary>
    public bool WatchesAccounts =>
        UnusualTransaction || BalanceBelow is not null || BalanceAbove is not null || LargeTransaction is not null;

    /// <summary>What is told of a connection of two accounts: what either wants.</summary>
    public NoticeSettings And(NoticeSettings other) =>
        this with
        {
            Success = Success || other.Success,
            Errors = Errors || other.Errors,
            HistoryComplete = HistoryComplete || other.HistoryComplete,
            Actionable = Actionable || other.Actionable,
        };
}

/// <summary>A time of day, in a person's time zone, in which nothing is checked by itself. May pass midnight.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; not the same.</param>
/// <param name="TimeZone">IANA name, for instance <c>Europe/Berlin</c>.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, string TimeZone)
{
    /// <summary>The end of the quiet hours that a moment falls in; the moment itself where it falls in none.</summary>
    public DateTimeOffset After(DateTimeOffset moment)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (!time.IsBetween(From, To))
        {
            return moment;
        }

        var wait = To.ToTimeSpan() - time.ToTimeSpan();
        var end = moment + (wait > TimeSpan.Zero ? wait : wait + TimeSpan.FromDays(1));
        // The clocks may change in between: the end is read off the wall.
        var drift = To.ToTimeSpan() - TimeZoneInfo.ConvertTime(end, zone).TimeOfDay;
        return Math.Abs(drift.TotalHours) < 6 ? end + drift : end;
    }
}
