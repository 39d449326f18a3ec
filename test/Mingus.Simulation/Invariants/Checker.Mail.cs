using Mingus.Ledger;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Invariants;

/// <summary>Invariant 16: each event is delivered at least once.</summary>
internal sealed partial class Checker
{
    /// <summary>After an attempt to deliver was written.</summary>
    public void Delivered(StoredDelivery stored)
    {
        var which = (stored.UserId, stored.Delivery.Sequence!.Value);
        if (stored.Delivery.State == DeliveryState.Delivered && !world.Receiver.Came.Contains(which))
        {
            onFail($"16: event {which.Value} of {which.UserId} counts as delivered and never came");
        }
    }

    /// <summary>What is still on its way, in words; null when all has come.</summary>
    public string? NotDelivered()
    {
        if (!world.Database.Outbox.HasAddress)
        {
            return null;
        }

        foreach (var ((user, sequence), stored) in world.Database.Outbox.All)
        {
            if (!world.Receiver.Came.Contains((user, sequence)))
            {
                return $"event {sequence} of {user} never came, {stored.Delivery.Attempts} attempts, "
                    + $"{stored.Delivery.State}, next {stored.Delivery.NextAt:o}";
            }
        }

        return null;
    }

    private void Invariant_16_each_event_is_to_be_delivered(Written written)
    {
        if (!world.Database.Outbox.HasAddress)
        {
            return;
        }

        for (var sequence = written.EventsBefore + 1; sequence <= written.User.LastSequence; sequence++)
        {
            if (!world.Database.Outbox.All.ContainsKey((written.User.Id, sequence)))
            {
                Fail($"16: event {sequence} is to be delivered to nobody");
            }
        }
    }
}
