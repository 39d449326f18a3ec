namespace Mingus.Scenarios.Support;

/// <summary>The product's clock: it begins where the bank's stands, runs like a real one, and can be moved forward. Timers
/// and time-outs run on real time.</summary>
internal sealed class ShiftedTime(DateTimeOffset begin) : TimeProvider
{
    private long _shift = (begin - System.GetUtcNow()).Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    public void Advance(TimeSpan span) => Interlocked.Add(ref _shift, span.Ticks);
}
