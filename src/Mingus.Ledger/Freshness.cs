namespace Mingus.Ledger;

/// <summary>
/// How old what is shown is, in one line. When we checked and when the bank was read are two things, and both are told:
/// a check that found nothing new over old data is no fresh data (scenario S12).
/// </summary>
public static class Freshness
{
    /// <summary>For instance <c>Checked 2 min ago, bank data as of 2026-11-20 18:04 UTC</c>.</summary>
    /// <param name="checkedAt">When we last asked with success; null before the first time.</param>
    /// <param name="dataAsOf">When the provider last read the bank; null when it never said.</param>
    /// <param name="now">Now.</param>
    public static string Text(DateTimeOffset? checkedAt, DateTimeOffset? dataAsOf, DateTimeOffset now)
    {
        var check = checkedAt is { } at ? $"Checked {Ago(now - at)}" : "Not checked yet";
        return dataAsOf is { } asOf
            ? $"{check}, bank data as of {asOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            : $"{check}, the bank does not say how old its data is";
    }

    /// <summary>An age in its largest whole unit; <c>just now</c> below a minute and for moments ahead of
    /// now.</summary>
    public static string Ago(TimeSpan age) =>
        age.TotalMinutes < 1 ? "just now"
        : age.TotalHours < 1 ? $"{(int)age.TotalMinutes} min ago"
        : age.TotalDays < 1 ? $"{(int)age.TotalHours} h ago"
        : age.TotalDays < 2 ? "1 day ago"
        : $"{(int)age.TotalDays} days ago";
}
