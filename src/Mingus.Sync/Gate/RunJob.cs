using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Gate;

/// <summary>A run in this process: waiting, running or just ended, and who waits for it.</summary>
internal sealed class RunJob(Run run, bool isStored) : IDisposable
{
    private readonly TaskCompletionSource<Run> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stored = NewStored(isStored);
    private readonly CancellationTokenSource _cancel = new();
    private volatile Run _run = run;

    /// <summary>The run as it is now.</summary>
    public Run Run
    {
        get => _run;
        set => _run = value;
    }

    /// <summary>The run as its queued row says it. What only the schedule wanted has none until somebody has its
    /// id.</summary>
    public Run Queued => Run with { Status = RunStatus.Queued, StartedAt = null, Progress = null };

    /// <summary>Whether a queued row of it is in the store.</summary>
    public bool IsStored { get; } = isStored;

    /// <summary>Whether somebody who asked for a sync waits for it too.</summary>
    public bool IsJoined { get; set; }

    /// <summary>Whether only the schedule wants it: nobody has been given its id, and when the connection is not due
    /// any more it is not needed.</summary>
    public bool IsOnlyScheduled => !IsStored && !IsJoined && Run.Trigger is RunTrigger.Schedule or RunTrigger.Webhook;

    /// <summary>From its first call of the provider on, nobody can join any more.</summary>
    public bool HasCalledProvider { get; set; }

    /// <summary>When progress was last told to open streams.</summary>
    public DateTimeOffset LastTold { get; set; }

    /// <summary>When progress was last stored; the beginning counts.</summary>
    public DateTimeOffset LastSaved { get; set; } = run.CreatedAt;

    /// <summary>The quarantined item this run reads again, instead of asking the provider; null for a sync.</summary>
    public QuarantineItem? Reread { get; init; }

    /// <summary>Whether it only shows what a sync would do: nobody is told of it, and nothing is stored.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Set when somebody wants it to stop between two steps.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Completes when the run ended, with the run as stored.</summary>
    public Task<Run> Ended => _ended.Task;

    /// <summary>Completes when the queued row is durable; faults when it could not be written.</summary>
    public Task Stored => _stored.Task;

    public void SetStored() => _stored.TrySetResult();

    public void SetNotStored(Exception cause) => _stored.TrySetException(cause);

    public void Cancel() => _cancel.Cancel();

    public void End(Run ended)
    {
        Run = ended;
        _ended.TrySetResult(ended);
    }

    public void Fail(Exception cause) => _ended.TrySetException(cause);

    public void Dispose() => _cancel.Dispose();

    private static TaskCompletionSource NewStored(bool isStored)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!isStored)
        {
            stored.SetResult();
        }

        return stored;
    }
}
