using Mingus.Ledger.Plan;

namespace Mingus.Sync.Ports;

/// <summary>What a commit of a run changes, as far as people may be told of it.</summary>
/// <param name="Before">The connection before.</param>
/// <param name="After">The connection after.</param>
/// <param name="Now">When.</param>
public sealed record NotificationFacts(Connection Before, Connection After, DateTimeOffset Now)
{
    /// <summary>Everything the commit writes to the ledger; empty where it writes nothing.</summary>
    public SyncPlan Plan { get; init; } = SyncPlan.Empty;

    /// <summary>The run that ends with it; null when none does.</summary>
    public Run? Ended { get; init; }

    /// <summary>Findings it opens that put a sum in doubt.</summary>
    public int NewErrors { get; init; }

    /// <summary>Whether it resolves the connection's last open finding.</summary>
    public bool ClearsFindings { get; init; }
}

/// <summary>
/// Tells people of something more. The host's rules are asked beside ours at each commit of a run, and what they tell
/// is stored in it: it is true if and only if the commit is.
/// </summary>
public interface INoticeRule
{
    /// <summary>
    /// What a commit tells and takes back. Pure, and of changes only: a commit that is refused is asked about again,
    /// and what was so before is not said again. A topic of a connection is one notification, by
    /// <see cref="Notification.IdOf"/>; the topics of <see cref="NotificationTopics"/> are ours.
    /// </summary>
    NotificationChanges Of(NotificationFacts facts);
}
