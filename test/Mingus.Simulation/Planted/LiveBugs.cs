using Mingus.Simulation.Memory;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Planted;

/// <summary>Bugs in what goes on by itself: what is due, what is at work, what is spent, what is delivered.</summary>
internal static class LiveBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("never due", 13, "No connection is ever due by itself.") { Due = static _ => [] },
        new("some never due", 13, "Every other connection is never found to be due.")
        {
            Due = static due => [.. due.Where(static d => d.ConnectionId.Value.ToByteArray()[15] % 2 == 0)],
        },
        new("news forgotten", 13, "What a webhook announces is recorded, and counted nowhere.")
        {
            Lapses = new Lapses { LosesNews = true },
        },
        new("news during a run", 13, "What is announced while a run is at work waits for the next regular check.")
        {
            Commit = static (c, _) => c with { DueIfWebhooks = null, DueIfWebhooksReason = null },
        },
        new("nothing taken up", 14, "Queued runs of a node that died are found and forgotten.")
        {
            Recovered = static _ => [],
        },
        new("lease kept", 14, "Every third run that ends keeps its connection.")
        {
            Lapses = new Lapses { KeepsLease = true },
        },
        new("dead not found", 14, "Nobody looks for running runs of nodes that died.")
        {
            Lapses = new Lapses { ForgetsDead = true },
        },
        new("due twice", 15, "A connection that was worked is worked again by who found it due before.")
        {
            Lapses = new Lapses { IgnoresDue = true },
        },
        new("call not counted", 15, "What the schedule spends is not on the account.")
        {
            Commit = static (c, _) =>
                c.Run.Trigger is RunTrigger.Schedule or RunTrigger.Webhook ? c with { Rhythm = null } : c,
        },
        new("wait forgotten", 15, "A provider that asked to wait is called at once.")
        {
            Commit = static (c, _) =>
                c.Connection.Problem?.Code == "rate_limit"
                    ? c with
                    {
                        Connection = c.Connection with { NextDueAt = c.Run.EndedAt },
                    }
                    : c,
        },
        new("price never moves", 15, "What a call must save is reckoned and not written.")
        {
            Lapses = new Lapses { ForgetsBudget = true },
        },
        new("outbox forgets", 16, "A write of several events is delivered to nobody.")
        {
            Lapses = new Lapses { SkipsOutbox = true },
        },
        new("delivered at claim", 16, "A delivery is done once somebody begins to send it.")
        {
            Lapses = new Lapses { DeliversAtClaim = true },
        },
        new("claimed for ever", 16, "What a node that died was about to send is sent by nobody.")
        {
            Lapses = new Lapses { ClaimsForever = true },
        },
        new("refusal taken for receipt", 16, "An attempt that failed counts as delivered.")
        {
            Finished = static result =>
                result with
                {
                    Delivery = result.Delivery with { State = DeliveryState.Delivered, NextAt = null },
                },
        },
    ];
}
