using Mingus.Ledger;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Deliver;

/// <summary>What an attempt to deliver came to.</summary>
/// <param name="Status">The HTTP status; null when none came.</param>
/// <param name="Error">Why none came, in a word for programs; null when one came.</param>
/// <param name="RetryAfter">How long the address asked to wait; null when it did not.</param>
public readonly record struct DeliveryAnswer(int? Status, string? Error, TimeSpan? RetryAfter);

/// <summary>
/// What becomes of a delivery and its address after an attempt: pure. The times between attempts are those of the
/// Standard Webhooks specification, 75 hours and 35 minutes in all, a tenth more or less.
/// </summary>
public static class DeliveryRule
{
    /// <summary>How long an address may fail before it is disabled.</summary>
    public static readonly TimeSpan FailsAtMost = TimeSpan.FromDays(5);

    private const int Gone = 410;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>Attempts in all.</summary>
    public static int AttemptsMax => Pauses.Length + 1;

    /// <summary>After an attempt.</summary>
    public static DeliveryResult After(DueDelivery due, DeliveryAnswer answer, DateTimeOffset now)
    {
        var delivery = due.Delivery with { LastStatus = answer.Status, LastError = ErrorOf(answer), NextAt = null };
        if (answer.Status is >= 200 and < 300)
        {
            var delivered = delivery with { State = DeliveryState.Delivered, DeliveredAt = now };
            return new DeliveryResult(due, delivered, FailingSince: null, DisabledReason: null);
        }

        var failing = due.Endpoint.FailingSince ?? now;
        var failed =
            answer.Status == Gone || delivery.Attempts >= AttemptsMax
                ? delivery with
                {
                    State = DeliveryState.Failed,
                }
                : delivery with
                {
                    NextAt = now + PauseAfter(delivery, answer.RetryAfter),
                };
        var reason =
            answer.Status == Gone ? "It answered 410: it is gone."
            : now - failing >= FailsAtMost ? "Every attempt failed for five days."
            : null;
        var result = new DeliveryResult(due, failed, failing, reason);
        return reason is null ? result : Told(result, reason, now);
    }

    /// <summary>The event is not kept any more, or the secret does not open: nothing can be sent.</summary>
    public static DeliveryResult GiveUp(DueDelivery due, string error) =>
        new(
            due,
            due.Delivery with
            {
                State = DeliveryState.Failed,
                NextAt = null,
                LastStatus = null,
                LastError = error,
            },
            due.Endpoint.FailingSince,
            DisabledReason: null
        );

    private static TimeSpan PauseAfter(WebhookDelivery delivery, TimeSpan? asked)
    {
        var pause = Pauses[Math.Clamp(delivery.Attempts, 1, Pauses.Length) - 1];
        // 90 to 110 percent, by the delivery's own id: those that failed together do not come back together.
        pause = pause * (90 + (unchecked((uint)HashCode(delivery)) % 21)) / 100;
        var longest = Pauses[^1];
        return asked > pause ? (asked.Value < longest ? asked.Value : longest) : pause;
    }

    private static int HashCode(WebhookDelivery delivery)
    {
        Span<byte> bytes = stackalloc byte[16];
        delivery.Id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = delivery.Attempts;
        foreach (var one in bytes)
        {
            hash = unchecked((hash * 31) + one);
        }

        return hash;
    }

    private static string? ErrorOf(DeliveryAnswer answer) =>
        answer switch
        {
            { Status: >= 200 and < 300 } => null,
            { Status: >= 300 and < 400 } => "redirected",
            { Status: { } status } => $"http_{status}",
            _ => answer.Error,
        };

    private static DeliveryResult Told(DeliveryResult result, string reason, DateTimeOffset now)
    {
        var endpoint = result.Due.Endpoint;
        var told = new Notification
        {
            Id = NotificationId.From(
                PrefixedId.Derive(DateTimeOffset.UnixEpoch, $"notification\u001F{endpoint.Id}\u001Fwebhook_endpoint")
            ),
            Kind = NotificationKind.Actionable,
            Severity = Severity.Error,
            Topic = NotificationTopics.Endpoint,
            Text =
                $"Events are sent no more to the address {endpoint.Id}. {reason} Mend it, enable it, and replay what "
                + "it missed.",
            Action = ProblemActions.ContactOperator,
            At = now,
        };
        return result with { Notifications = new NotificationChanges([told], []), Events = [RunEvents.Notified(told)] };
    }
}
