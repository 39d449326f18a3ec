using System.Diagnostics;
using Mingus.Crash.Bank;
using Mingus.Crash.Databases;

namespace Mingus.Crash;

/// <summary>When a process is killed. Milliseconds alone seldom meet a commit; what can be seen from outside leads
/// there.</summary>
internal abstract record Moment
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private Moment() { }

    /// <summary>So long after the requests were sent.</summary>
    public sealed record After(int Milliseconds) : Moment;

    /// <summary>So long after the n-th event from then on: a commit has just ended, the next is near.</summary>
    public sealed record AtEvent(int Count, double Milliseconds) : Moment;

    /// <summary>So long after the n-th call for a page: fetching, and after the last page planning and
    /// committing.</summary>
    public sealed record AtCall(int Count, double Milliseconds) : Moment;

    /// <summary>So long after the n-th time that the database's log was seen to grow: amid writing.</summary>
    public sealed record AtWrite(int Count, double Milliseconds) : Moment;

    /// <summary>So long after the start of the process, ready or not: migrating, recovering, resuming.</summary>
    public sealed record InStart(int Milliseconds) : Moment;

    public static Moment Draw(Random random) =>
        random.Next(100) switch
        {
            < 10 => new InStart(random.Next(50, 1500)),
            < 28 => new After(random.Next(0, 400)),
            < 65 => new AtWrite(random.Next(1, 60), random.Next(0, 20) / 10.0),
            < 85 => new AtEvent(random.Next(1, 16), random.Next(0, 60) / 10.0),
            _ => new AtCall(random.Next(1, 9), random.Next(0, 400) / 10.0),
        };

    /// <summary>Waits for it, at most a little while.</summary>
    public async Task ComesAsync(Func<long> events, BankSide bank, IDatabase database)
    {
        var clock = Stopwatch.StartNew();
        var (seen, called) = (events(), bank.SyncCalls);
        switch (this)
        {
            case After after:
                await Task.Delay(after.Milliseconds);
                break;
            case AtEvent at:
                await UntilAsync(() => events() >= seen + at.Count || clock.Elapsed > s_patience, at.Milliseconds);
                break;
            case AtCall at:
                await UntilAsync(
                    () => bank.SyncCalls >= called + at.Count || clock.Elapsed > s_patience,
                    at.Milliseconds
                );
                break;
            case AtWrite at:
                await WritesAsync(database, at.Count, clock);
                await UntilAsync(() => true, at.Milliseconds);
                break;
            default:
                break;
        }
    }

    private static async Task WritesAsync(IDatabase database, int count, Stopwatch clock)
    {
        await using var watch = await database.WatchAsync();
        var last = watch.Mark();
        for (var grown = 0; grown < count && clock.Elapsed < s_patience; )
        {
            // No pause: a commit takes less than one.
            await Task.Yield();
            var mark = watch.Mark();
            grown += mark == last ? 0 : 1;
            last = mark;
        }
    }

    private static async Task UntilAsync(Func<bool> isThere, double milliseconds)
    {
        while (!isThere())
        {
            await Task.Delay(1);
        }
        // Task.Delay knows whole milliseconds only; commits take less than one.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalMilliseconds < milliseconds; )
        {
            await Task.Yield();
        }
    }
}
