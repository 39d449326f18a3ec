using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What is on its way to addresses. Its rows are written by <see cref="PlanScript.AddEvents"/>.</summary>
internal sealed class WebhookOutbox(Journal journal) : IWebhookOutbox
{
    // Of one address: one that is slow must not keep all who send.
    private const int AtOnce = 8;

    public async Task<IReadOnlyList<DueDelivery>> Claim(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (!await IsAnyDue(now, cancellationToken))
        {
            return [];
        }

        var numbers = new List<long>();
        var due = new List<DueDelivery>();
        var claim = new Script().Read(
            Sql.ClaimDeliveries,
            args =>
            {
                args.Instant("until", until);
                args.Instant("now", now);
                args.Long("at_once", AtOnce);
                args.Long("limit", limit);
            },
            row => numbers.Add(row.Long(0))
        );
        await journal.Write(claim, cancellationToken);
        var read = new Script().RunEach(
            Sql.ReadDueDelivery,
            numbers,
            args => args.Instant("now", now),
            (args, number) => args.Long("delivery_number", number),
            row => due.Add(DeliveryRows.ReadDue(row))
        );
        await journal.Read(read, cancellationToken);
        return due;
    }

    public async Task Finish(DeliveryResult result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (result.DisabledReason is not { } reason)
        {
            await journal.Write(Finished(new Script(), result), cancellationToken);
            return;
        }

        var userId = result.Due.Endpoint.UserId;
        var user = new UserState();
        var script = new Script().TakeUser(userId, result.Events.Count, moves: false, user);
        Finished(script, result)
            .Require(
                Sql.DisableEndpoint,
                Refusal.Moved,
                args =>
                {
                    args.Text("disabled_reason", reason);
                    args.Instant("now", now);
                    args.Id("endpoint_id", result.Due.Endpoint.Id.Value);
                }
            )
            .AddNotifications(userId, result.Notifications, now)
            .AddEvents(userId, result.Events);
        try
        {
            await journal.Write(script, userId, user, result.Events.Count, cancellationToken);
        }
        catch (RefusedException)
        {
            // Another attempt has disabled it, and has said so.
            await journal.Write(Finished(new Script(), result), cancellationToken);
        }
    }

    public async Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        var script = new Script().Read(Sql.PruneDeliveries, args => args.Instant("before", before), _ => count++);
        await journal.Write(script, cancellationToken);
        return count;
    }

    // Looking costs a read of an index; claiming is a write.
    private async Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isAny = false;
        var script = new Script().Read(Sql.PeekDeliveries, args => args.Instant("now", now), _ => isAny = true);
        await journal.Read(script, cancellationToken);
        return isAny;
    }

    private static Script Finished(Script script, DeliveryResult result)
    {
        var endpoint = result.Due.Endpoint.Id;
        return script
            .Run(
                Sql.FinishDelivery,
                args =>
                {
                    DeliveryRows.Key(args, endpoint, result.Delivery.Id);
                    args.Word("state", result.Delivery.State);
                    args.Instant("next_at", result.Delivery.NextAt);
                    args.Instant("delivered_at", result.Delivery.DeliveredAt);
                    args.Long("last_status", result.Delivery.LastStatus);
                    args.Text("last_error", result.Delivery.LastError);
                    args.Long("attempts", result.Delivery.Attempts);
                }
            )
            .Run(
                Sql.JudgeEndpoint,
                args =>
                {
                    args.Flag("is_failing", result.FailingSince is not null);
                    args.Instant("failing_since", result.FailingSince);
                    args.Id("endpoint_id", endpoint.Value);
                }
            );
    }
}
