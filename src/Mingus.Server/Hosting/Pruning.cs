using Mingus.Server.Identity;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Hosting;

/// <summary>Forgets by kind of data what is older than <see cref="RetentionConfig"/> says, and idempotency keys older
/// than a day; every hour, and says what it forgot.</summary>
internal sealed class Pruning(
    ILedgerQueries queries,
    IIdempotencyStore keys,
    IWebhookInbox webhooks,
    IWebhookOutbox outbox,
    ICredentialStore credentials,
    Operators operators,
    IUserRights rights,
    IAuditLog audit,
    ServerConfig config,
    TimeProvider time,
    ILogger<Pruning> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>The start belongs to people who wait for it.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);

    private static readonly int[] WarnedDaysAhead = [7, 30];

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

    internal async Task Prune(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = config.Retention;
        var (eventsKept, webhooksKept) = (TimeSpan.FromDays(kept.EventDays), TimeSpan.FromDays(kept.WebhookDays));
        await keys.Prune(now - KeysKept, cancellationToken);
        await credentials.PruneUserTokens(now, cancellationToken);
        await operators.Prune(cancellationToken);
        await WarnOfKeys(now, cancellationToken);
        var count = await queries.PruneEvents(now - eventsKept, cancellationToken);
        if (count > 0)
        {
            Log.EventsPruned(logger, count, now - eventsKept);
        }

        var sent = await outbox.Prune(now - eventsKept, cancellationToken);
        if (sent > 0)
        {
            Log.DeliveriesPruned(logger, sent, now - eventsKept);
        }

        var forgotten = await webhooks.Prune(now - webhooksKept, cancellationToken);
        if (forgotten > 0)
        {
            Log.WebhooksPruned(logger, forgotten, now - webhooksKept);
        }

        await Forget("runs", kept.RunDays, rights.PruneRuns, cancellationToken);
        await Forget("payloads", kept.PayloadDays, rights.ClearPayloads, cancellationToken);
        await Forget("audit", kept.AuditDays, audit.Prune, cancellationToken);
    }

    private async Task Forget(
        string kind,
        int days,
        Func<DateTimeOffset, CancellationToken, Task<int>> prune,
        CancellationToken cancellationToken
    )
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(days);
        var count = await prune(before, cancellationToken);
        if (count > 0)
        {
            Log.Forgotten(logger, count, kind, before);
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
