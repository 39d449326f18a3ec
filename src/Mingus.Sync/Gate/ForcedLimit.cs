using System.Collections.Concurrent;
using Mingus.Ledger;

namespace Mingus.Sync.Gate;

/// <summary>How often a connection may be synced by force: so many times in any hour, counted in this
/// process.</summary>
internal sealed class ForcedLimit(SyncOptions options)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<ConnectionId, Queue<DateTimeOffset>> _taken = new();

    /// <summary>Takes one; null when that was in order, else when the next may be taken.</summary>
    public DateTimeOffset? Take(ConnectionId connection, DateTimeOffset now)
    {
        if (options.ForcedPerHour == 0)
        {
            return null;
        }

        var taken = _taken.GetOrAdd(connection, static _ => new Queue<DateTimeOffset>());
        lock (taken)
        {
            while (taken.TryPeek(out var oldest) && oldest + Window <= now)
            {
                taken.Dequeue();
            }

            if (taken.Count >= options.ForcedPerHour)
            {
                return taken.Peek() + Window;
            }

            taken.Enqueue(now);
            return null;
        }
    }
}
