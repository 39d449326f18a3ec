using System.Diagnostics.Metrics;
using Mingus.Sync.Ports;

namespace Mingus.Server.Outgoing;

/// <summary>
/// Sends what is due, as long as the process runs. What it has claimed is its own for a while; a process that dies lets
/// it become due again, so that everything arrives at least once.
/// </summary>
internal sealed class WebhookCourier(
    IWebhookOutbox outbox,
    WebhookSender sender,
    TimeProvider time,
    ILogger<WebhookCourier> logger
) : BackgroundService
{
    private const int AtOnce = 32;
    private const int ClaimMax = 16;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>Longer than an attempt may take.</summary>
    private static readonly TimeSpan Claimed = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private static readonly Meter Meter = new("Mingus.Server");

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "webhook.delivery.attempts",
        description: "Attempts to deliver outgoing webhooks, by outcome."
    );

    private static readonly Counter<long> Disabled = Meter.CreateCounter<long>(
        "webhook.endpoint.disabled",
        description: "Addresses disabled because they are gone or failed for days."
    );

    private readonly HashSet<Task> _sending = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Work(stoppingToken);

    /// <summary>Sends until it is stopped.</summary>
    public async Task Work(CancellationToken stoppingToken)
    {
        using var sending = new CancellationTokenSource();
        await using var stop = stoppingToken.Register(() => sending.CancelAfter(StopWithin));
        try
        {
            while (true)
            {
                await Task.Delay(await TrySend(sending.Token, stoppingToken), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_sending);
        }
    }

    /// <summary>Claims and begins what there is room for; answers when to look again.</summary>
    private async Task<TimeSpan> TrySend(CancellationToken sending, CancellationToken stoppingToken)
    {
        _sending.RemoveWhere(static task => task.IsCompleted);
        var room = Math.Min(AtOnce - _sending.Count, ClaimMax);
        if (room <= 0)
        {
            await Task.WhenAny(_sending);
            return TimeSpan.Zero;
        }

        try
        {
            var now = time.GetUtcNow();
            var due = await outbox.Claim(now, now + Claimed, room, stoppingToken);
            foreach (var one in due)
            {
                _sending.Add(Deliver(one, sending));
            }

            return due.Count == room ? TimeSpan.Zero : Look;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            Log.OutboxFailed(logger, failure, AfterFailure);
            return AfterFailure;
        }
    }

    private async Task Deliver(DueDelivery due, CancellationToken cancellationToken)
    {
        try
        {
            var result = await sender.Send(due, cancellationToken);
            var delivery = result.Delivery;
            Attempts.Add(1, new KeyValuePair<string, object?>("outcome", Outcome(delivery)));
            await outbox.Finish(result, time.GetUtcNow(), CancellationToken.None);
            Log.WebhookSent(logger, delivery.Id, due.Endpoint.Id, delivery.Attempts, Outcome(delivery));
            if (result.DisabledReason is { } reason)
            {
                Disabled.Add(1);
                Log.EndpointDisabled(logger, due.Endpoint.Id, reason);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody knows whether it arrived: it is due again when the claim runs out.
        }
        catch (Exception failure)
        {
            Log.OutboxFailed(logger, failure, Claimed);
        }
    }

    private static string Outcome(WebhookDelivery delivery) => delivery.LastError ?? "delivered";
}
