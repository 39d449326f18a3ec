namespace Mingus.Sync.Schedule;

/// <summary>Whether a webhook is worth a check of its own.</summary>
internal static class WebhookWorth
{
    // A sync that a webhook brings is one page; the plan's call is a whole look at the bank.
    private const double CallShare = 0.1;

    // Webhooks of an institution before it is judged.
    private const double SeenMin = 20;

    /// <summary>
    /// Whether the delay it saves, at the precision of its institution's webhooks, is more than a call must save. An
    /// institution of which little is known is believed.
    /// </summary>
    public static bool IsWorthACheck(
        DateTimeOffset? nextDue,
        InstitutionKnowledge institution,
        double callHours,
        DateTimeOffset now
    )
    {
        if (nextDue is not { } due || institution.Webhooks < SeenMin)
        {
            return true;
        }

        var hours = Math.Max(0, (due - now).TotalHours);
        return institution.Precision >= ConnectionRhythm.PrecisionMin
            && institution.Precision * hours >= CallShare * callHours;
    }
}
