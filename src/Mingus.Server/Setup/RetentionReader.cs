using System.Globalization;

namespace Mingus.Server.Setup;

/// <summary>Reads how long kinds of data are kept.</summary>
internal static class RetentionReader
{
    private const int DaysMax = 36_500;
    private const int AuditDaysMin = 90;

    public static RetentionConfig Read(IConfiguration settings, List<string> faults)
    {
        var kept = new RetentionConfig();
        return new()
        {
            EventDays = Days("EventDays", kept.EventDays, atLeast: 1),
            WebhookDays = Days("WebhookDays", kept.WebhookDays, atLeast: 1),
            RunDays = Days("RunDays", kept.RunDays, atLeast: 1),
            PayloadDays = Days("PayloadDays", kept.PayloadDays, atLeast: 1),
            AuditDays = Days("AuditDays", kept.AuditDays, AuditDaysMin),
        };

        int Days(string name, int unset, int atLeast)
        {
            if (settings[$"Retention:{name}"] is not { Length: > 0 } text)
            {
                return unset;
            }

            if (
                int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
                && days >= atLeast
                && days <= DaysMax
            )
            {
                return days;
            }

            faults.Add($"Retention__{name} is not a whole number of days from {atLeast} to {DaysMax}.");
            return unset;
        }
    }
}
