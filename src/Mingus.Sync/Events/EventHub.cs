using System.Collections.Concurrent;
using System.Threading.Channels;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Events;

/// <summary>
/// Wakes the open streams of this process: after a commit (the stream then reads the event table) and at each progress
/// tick (which is not stored and may be dropped).
/// </summary>
public sealed class EventHub : ICommitSignal
{
    private readonly ConcurrentDictionary<UserId, ConcurrentDictionary<Subscription, byte>> _subscriptions = new();

    /// <summary>Starts listening to one user; disposing ends it.</summary>
    public Subscription Subscribe(UserId userId)
    {
        var subscription = new Subscription(s => Remove(userId, s));
        _subscriptions.GetOrAdd(userId, static _ => new())[subscription] = 0;
        return subscription;
    }

    /// <inheritdoc />
    public void Committed(UserId userId, long lastSequence) => Tell(userId, new Tick.Committed(lastSequence));

    /// <inheritdoc />
    public IReadOnlyCollection<UserId> Listened =>
        [.. _subscriptions.Where(static user => !user.Value.IsEmpty).Select(static user => user.Key)];

    /// <summary>Tells how far a run is.</summary>
    public void Progressed(UserId userId, ProgressTick progress) => Tell(userId, new Tick.Progressed(progress));

    private void Tell(UserId userId, Tick tick)
    {
        if (_subscriptions.TryGetValue(userId, out var subscriptions))
        {
            foreach (var subscription in subscriptions.Keys)
            {
                subscription.Offer(tick);
            }
        }
    }

    private void Remove(UserId userId, Subscription subscription)
    {
        if (_subscriptions.TryGetValue(userId, out var subscriptions))
        {
            subscriptions.TryRemove(subscription, out _);
        }
    }
}

/// <summary>How far a run is, for open streams.</summary>
public sealed record ProgressTick(
    RunId RunId,
    ConnectionId ConnectionId,
    IReadOnlyList<AccountId> AccountIds,
    RunProgress Progress,
    DateTimeOffset At
);

/// <summary>What a subscription hears.</summary>
public abstract record Tick
{
    private Tick() { }

    /// <summary>The user's events reach that sequence now.</summary>
    public sealed record Committed(long LastSequence) : Tick;

    /// <summary>A run went on.</summary>
    public sealed record Progressed(ProgressTick Progress) : Tick;
}

/// <summary>One listener. Ticks beyond the newest 64 are dropped: the event table has what matters.</summary>
public sealed class Subscription : IDisposable
{
    private readonly Action<Subscription> _remove;

    private readonly Channel<Tick> _ticks = Channel.CreateBounded<Tick>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
    );

    internal Subscription(Action<Subscription> remove) => _remove = remove;

    /// <summary>What to wait on.</summary>
    public ChannelReader<Tick> Ticks => _ticks.Reader;

    internal void Offer(Tick tick) => _ticks.Writer.TryWrite(tick);

    public void Dispose()
    {
        _remove(this);
        _ticks.Writer.TryComplete();
    }
}
