using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Extending;

// snippet notice
/// <summary>Tells the person when the salary has come.</summary>
internal sealed class SalaryNotice : INoticeRule
{
    private const string Topic = "salary";

    public NotificationChanges Of(NotificationFacts facts)
    {
        var hasCome = facts.Plan.Records.Any(change =>
            change is { Kind: ChangeKind.Added, After.Content: { IsPending: false, Description: "Salary" } }
        );
        if (!hasCome)
        {
            return NotificationChanges.None;
        }

        var told = new Notification
        {
            Id = Notification.IdOf(facts.After.Id, Topic),
            Kind = NotificationKind.Completion,
            Severity = Severity.Info,
            Topic = Topic,
            Text = "Your salary has arrived.",
            ConnectionId = facts.After.Id,
            At = facts.Now,
        };
        return new NotificationChanges(Told: [told], Resolved: []);
    }
}
// end snippet
