using System.Collections.Concurrent;

namespace Mingus.Crash.Matrix;

/// <summary>What a crowd was told while something failed: how many were answered, how many told to come again, and what
/// neither may be.</summary>
internal sealed class Answers
{
    private readonly ConcurrentQueue<double> _times = new();
    private int _answered;
    private int _refused;

    /// <summary>In words, what was not right.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    public int Answered => _answered;

    public int Refused => _refused;

    /// <summary>Notes one answer.</summary>
    /// <param name="status">Its status; null when none came.</param>
    /// <param name="took">The time that it took.</param>
    /// <param name="problem">What is not right about it; null when nothing is.</param>
    public void Note(int? status, TimeSpan took, string? problem)
    {
        _times.Enqueue(took.TotalSeconds);
        if (problem is not null)
        {
            Problems.Enqueue($"{problem}: {status} after {took.TotalSeconds:0.0} s");
        }

        _ = status == 503 ? Interlocked.Increment(ref _refused) : Interlocked.Increment(ref _answered);
    }

    public override string ToString() =>
        $"{_answered} answered, {_refused} told 503, the slowest after {_times.DefaultIfEmpty().Max():0.0} s";
}
