using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Events;

/// <summary>
/// Hands analytics events from runs to sinks, which never hold a run up: what a slow sink cannot take is dropped and
/// counted. After the commit, so that nothing is told that did not happen; a crash in between loses them.
/// </summary>
public sealed class AnalyticsQueue(IReadOnlyList<IAnalyticsSink> sinks, ILogger<AnalyticsQueue> log)
{
    private const int Waiting = 10_000;
    private const int BatchMax = 100;

    private readonly Channel<AnalyticsEvent> _events = Channel.CreateBounded<AnalyticsEvent>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true }
    );

    private long _dropped;

    /// <summary>Takes what a run tells; nothing where nobody listens.</summary>
    public void Tell(Run run)
    {
        if (sinks.Count == 0)
        {
            return;
        }

        foreach (var one in AnalyticsEvents.Of(run))
        {
            if (!_events.Writer.TryWrite(one))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    /// <summary>Passes events on until cancelled; then those that wait, once.</summary>
    public async Task Work(CancellationToken cancellationToken)
    {
        try
        {
            while (await _events.Reader.WaitToReadAsync(cancellationToken))
            {
                await Pass(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var briefly = new CancellationTokenSource(SyncLimits.SettleAtMost);
            await Pass(briefly.Token);
        }
    }

    private async Task Pass(CancellationToken cancellationToken)
    {
        while (Batch() is { Count: > 0 } batch)
        {
            foreach (var sink in sinks)
            {
                await Pass(sink, batch, cancellationToken);
            }
        }

        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            log.AnalyticsDropped(dropped);
        }
    }

    private async Task Pass(IAnalyticsSink sink, List<AnalyticsEvent> batch, CancellationToken cancellationToken)
    {
        try
        {
            await sink.Send(batch, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            log.AnalyticsFailed(sink.Name, batch.Count, failure);
        }
    }

    private List<AnalyticsEvent> Batch()
    {
        var batch = new List<AnalyticsEvent>();
        while (batch.Count < BatchMax && _events.Reader.TryRead(out var one))
        {
            batch.Add(one);
        }

        return batch;
    }
}
