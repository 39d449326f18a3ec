namespace Mingus.Simulation.Nodes;

/// <summary>The world's clock as a node has it. Time only moves when the world says so; then each timer that is due
/// fires once, however long it has been due, as after a machine slept.</summary>
internal sealed class NodeTime(WorldClock clock) : TimeProvider
{
    private readonly List<SimTimer> _timers = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => clock.Now;

    public override long GetTimestamp() => clock.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>When the next timer that is no clockwork is due.</summary>
    public DateTimeOffset? NextDue =>
        _timers.Where(static t => t.Period == Timeout.InfiniteTimeSpan).Min(static t => t.DueAt);

    /// <summary>Fires what is due.</summary>
    public void Fire()
    {
        foreach (var timer in _timers.Where(t => t.DueAt <= clock.Now).ToList())
        {
            timer.Fire(clock.Now);
        }
    }

    private sealed class SimTimer(NodeTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? DueAt { get; private set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time.GetUtcNow() + dueTime;
            Period = period;
            return true;
        }

        public void Fire(DateTimeOffset now)
        {
            DueAt = Period == Timeout.InfiniteTimeSpan ? null : now + Period;
            callback(state);
        }

        public void Dispose()
        {
            DueAt = null;
            time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The only clock there is.</summary>
internal sealed class WorldClock
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);
}
