using System.Collections.Concurrent;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Sqlite;

/// <summary>
/// The one writer of the file. A script that finds it idle is written at once, on the thread that brings it: waking
/// another took a tenth of an update's time. What comes meanwhile is queued, and a thread of its own commits it as a
/// group. A write is acknowledged only after the group's flush to disk. A script that is to be written soon is answered
/// once it has run, and leaves the transaction open for the write that follows, mostly of the same run: the two have
/// one flush. Nobody but the writer sees it until then.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int GroupMax = 64;
    private const int QueueMax = 1_024;

    // How long a transaction waits for a write to follow.
    private static readonly TimeSpan SoonMax = TimeSpan.FromMilliseconds(10);

    private readonly SqliteSession _session;
    private readonly SqliteGroup _group;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly int _checkpointPages;
    private readonly BlockingCollection<SqliteJob> _queue = [];
    private readonly SemaphoreSlim _places = new(QueueMax);
    private readonly Lock _turn = new();
    private readonly Thread _thread;
    private readonly Timer _late;
    private bool _isTimed;
    private int _pagesInLog;
    private bool _isClosed;

    /// <summary>Takes over the sessions: of the one who writes, and of the one who brings the log home when it is that
    /// many pages long.</summary>
    public SqliteWriter(SqliteSession session, SqliteSession checkpoints, int checkpointPages, TimeProvider time)
    {
        _session = session;
        _group = new SqliteGroup(session, time);
        _checkpoints = new SqliteCheckpoints(checkpoints, _turn, _group.Commit);
        _checkpointPages = checkpointPages;
        _late = new Timer(_ => CommitLate());
        _thread = new Thread(Work) { IsBackground = true, Name = "mingus sqlite writer" };
        _thread.Start();
    }

    public Task Write(Script script, CancellationToken cancellationToken) =>
        Bring(new SqliteJob(script, SqliteJobKind.Write, cancellationToken));

    /// <summary>Runs a script that only reads, on what was written last.</summary>
    public Task Read(Script script, CancellationToken cancellationToken) =>
        Bring(new SqliteJob(script, SqliteJobKind.Read, cancellationToken));

    /// <summary>Runs a script; what it answers completes when that is committed.</summary>
    public async Task<Task> WriteSoon(Script script, CancellationToken cancellationToken)
    {
        var job = new SqliteJob(script, SqliteJobKind.Soon, cancellationToken);
        await Bring(job);
        return job.Kept;
    }

    /// <summary>Has what was answered already committed, where it still waits, so that others see it.</summary>
    public ValueTask Settle(CancellationToken cancellationToken) =>
        _group.IsWaiting ? new(Write(new Script(), cancellationToken)) : default;

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _checkpoints.Dispose();
        lock (_turn)
        {
            _isClosed = true;
            _group.Commit();
            _group.Dispose();
        }

        _late.Dispose();
        _queue.Dispose();
        _places.Dispose();
    }

    private async Task Bring(SqliteJob job)
    {
        await _places.WaitAsync(job.CancellationToken);
        try
        {
            if (!SettledAtOnce(job))
            {
                _queue.Add(job, CancellationToken.None);
            }

            await job.Done;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Settles a job that nobody is before; false when it has to queue.</summary>
    private bool SettledAtOnce(SqliteJob job)
    {
        if (_queue.Count > 0 || !_turn.TryEnter())
        {
            return false;
        }

        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            Settle([job]);
            return true;
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void Work()
    {
        var group = new List<SqliteJob>(GroupMax);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            while (group.Count < GroupMax && _queue.TryTake(out var next))
            {
                group.Add(next);
            }

            lock (_turn)
            {
                Settle(group);
            }
        }
    }

    private void Settle(List<SqliteJob> jobs)
    {
        _group.Settle(jobs);
        if (_group.IsWaiting && !_isTimed)
        {
            _isTimed = true;
            _late.Change(SoonMax, Timeout.InfiniteTimeSpan);
        }

        CheckpointIfLong();
    }

    private void CommitLate()
    {
        lock (_turn)
        {
            _isTimed = false;
            if (!_isClosed)
            {
                _group.Commit();
            }
        }
    }

    private void CheckpointIfLong()
    {
        _pagesInLog += _session.TakePagesWritten();
        if (_pagesInLog >= _checkpointPages)
        {
            _pagesInLog = 0;
            _checkpoints.Due();
        }
    }
}
