using Mingus.Sync.Ports;

namespace Mingus.Server.Hosting;

/// <summary>Forgets events and webhooks older than 30 days and idempotency keys older than one, an hour at a
/// time.</summary>
internal sealed class Pruning(
    ILedgerQueries queries,
    IIdempotencyStore keys,
    IWebhookInbox webhooks,
    IWebhookOutbox outbox,
    ICredentialStore credentials,
    TimeProvider time,
    ILogger<Pruning> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>The start belongs to people who wait for it.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);

    private static readonly int[] WarnedDaysAhead = [7, 30];

    private static readonly TimeSpan EventsKept = TimeSpan.FromDays(30);
    private static readonly TimeSpan WebhooksKept = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(FirstAfter, time, stoppingToken);
        while (true)
        {
            try
            {
                await Prune(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.PruningFailed(logger, failure, Every);
            }

            await Task.Delay(Every, time, stoppingToken);
        }
    }

    private async Task Prune(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await keys.Prune(now - KeysKept, cancellationToken);
        await credentials.PruneUserTokens(now, cancellationToken);
        await WarnOfKeys(now, cancellationToken);
        var count = await queries.PruneEvents(now - EventsKept, cancellationToken);
        if (count > 0)
        {
            Log.EventsPruned(logger, count, now - EventsKept);
        }

        var sent = await outbox.Prune(now - EventsKept, cancellationToken);
        if (sent > 0)
        {
            Log.DeliveriesPruned(logger, sent, now - EventsKept);
        }

        var forgotten = await webhooks.Prune(now - WebhooksKept, cancellationToken);
        if (forgotten > 0)
        {
            Log.WebhooksPruned(logger, forgotten, now - WebhooksKept);
        }
    }

    /// <summary>Warns once of each key, 30 and 7 days before it expires.</summary>
    private async Task WarnOfKeys(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var days in WarnedDaysAhead)
        {
            var to = now.AddDays(days);
            foreach (var key in await credentials.ExpiringKeys(to - Every, to, cancellationToken))
            {
                Log.KeyExpires(logger, key.Id, key.Tenant, key.ExpiresAt);
            }
        }
    }
}
