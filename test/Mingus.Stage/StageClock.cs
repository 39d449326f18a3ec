namespace Mingus.Stage;

/// <summary>
/// Stands still, and is set from outside. What is timed takes as long as the clock was set on meanwhile; what waits,
/// waits in real time, so that nothing hangs.
/// </summary>
internal sealed class StageClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _ticks, now.UtcTicks);
}
