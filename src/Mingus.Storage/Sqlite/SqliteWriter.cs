using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Sqlite;

/// <summary>
/// The one writer of the file. A script that finds it idle is written at once, on the thread that brings it: waking
/// another took a tenth of an update's time. What comes meanwhile is queued, and a thread of its own commits it as a
/// group: one transaction, a savepoint a script, one shared flush to disk. A script is acknowledged only after that
/// flush. A failing script loses its savepoint alone; a failing commit fails them all. Scripts that only read go before
/// the writes of their group and have nothing to wait for on the disk.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int GroupMax = 64;
    private const int QueueMax = 1_024;

    // A group that has worked this long commits, so that its first script does not wait for its last.
    private static readonly TimeSpan GroupTimeMax = TimeSpan.FromMilliseconds(5);

    private readonly SqliteSession _session;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly int _checkpointPages;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Job> _queue = [];
    private readonly SemaphoreSlim _places = new(QueueMax);
    private readonly Lock _turn = new();
    private readonly Thread _thread;
    private int _pagesInLog;
    private bool _isClosed;

    /// <summary>Takes over the sessions: of the one who writes, and of the one who brings the log home when it is that
    /// many pages long.</summary>
    public SqliteWriter(SqliteSession session, SqliteSession checkpoints, int checkpointPages, TimeProvider time)
    {
        _session = session;
        _checkpoints = new SqliteCheckpoints(checkpoints, _turn);
        _checkpointPages = checkpointPages;
        _time = time;
        _thread = new Thread(Work) { IsBackground = true, Name = "mingus sqlite writer" };
        _thread.Start();
    }

    public Task Write(Script script, CancellationToken cancellationToken) =>
        Bring(new Job(script, IsRead: false, cancellationToken));

    /// <summary>Runs a script that only reads, on what was committed last.</summary>
    public Task Read(Script script, CancellationToken cancellationToken) =>
        Bring(new Job(script, IsRead: true, cancellationToken));

    private async Task Bring(Job job)
    {
        await _places.WaitAsync(job.CancellationToken);
        try
        {
            if (!SettledAtOnce(job))
            {
                _queue.Add(job, CancellationToken.None);
            }

            await job.Done.Task;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _checkpoints.Dispose();
        lock (_turn)
        {
            _isClosed = true;
            _session.Dispose();
        }

        _queue.Dispose();
        _places.Dispose();
    }

    /// <summary>Settles a job that nobody is before; false when it has to queue.</summary>
    private bool SettledAtOnce(Job job)
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
        var group = new List<Job>(GroupMax);
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

    private void Settle(List<Job> group)
    {
        var writes = group;
        if (group.Exists(static job => job.IsRead))
        {
            ReadAll(group.FindAll(static job => job.IsRead));
            writes = group.FindAll(static job => !job.IsRead);
        }

        var begun = 0;
        while (begun < writes.Count)
        {
            begun += CommitSome(writes, begun);
        }
    }

    /// <summary>Runs jobs that only read, on one snapshot: nobody else writes.</summary>
    private void ReadAll(List<Job> reads)
    {
        foreach (var job in reads.Where(static job => !job.IsCancelled()))
        {
            try
            {
                if (_session.IsOutsideTransaction)
                {
                    _session.Plain("BEGIN");
                }

                _session.RunSteps(job.Script);
                job.Done.TrySetResult();
            }
            catch (Exception failure)
            {
                // The outermost edge of a script, as in RunOne.
                job.Fail(failure);
            }
        }

        RollBack();
    }

    /// <summary>Commits jobs from that index on, as many as fit the time; answers how many are settled.</summary>
    private int CommitSome(List<Job> group, int from)
    {
        var written = new List<Job>(group.Count - from);
        var count = 0;
        try
        {
            _session.Plain("BEGIN IMMEDIATE");
            var started = _time.GetTimestamp();
            var hasNeighbours = group.Count - from > 1;
            while (from + count < group.Count && (count == 0 || _time.GetElapsedTime(started) < GroupTimeMax))
            {
                var job = group[from + count++];
                if (RunOne(job, hasNeighbours))
                {
                    written.Add(job);
                }

                if (_session.IsOutsideTransaction)
                {
                    throw new InvalidOperationException("The database ended the transaction of a group of writes.");
                }
            }

            _session.Plain("COMMIT");
        }
        catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
        {
            RollBack();
            written.ForEach(job => job.Fail(failure));
            if (count == 0)
            {
                group[from].Fail(failure);
                return 1;
            }

            return count;
        }

        written.ForEach(job => job.Done.TrySetResult());
        CheckpointIfLong();
        return count;
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

    /// <summary>Runs one job in its savepoint; false when it wrote nothing and is settled already.</summary>
    private bool RunOne(Job job, bool hasNeighbours)
    {
        if (job.IsCancelled())
        {
            return false;
        }

        if (hasNeighbours)
        {
            _session.Plain("SAVEPOINT job");
        }

        try
        {
            _session.RunSteps(job.Script);
            if (hasNeighbours)
            {
                _session.Plain("RELEASE job");
            }

            return true;
        }
        catch (Exception failure)
        {
            // The outermost edge of a script: whatever broke in it is its waiter's, not the thread's.
            job.Fail(failure);
            if (!_session.IsOutsideTransaction)
            {
                _session.Plain(hasNeighbours ? "ROLLBACK TO job" : "ROLLBACK");
                _session.Plain(hasNeighbours ? "RELEASE job" : "BEGIN IMMEDIATE");
            }

            return false;
        }
    }

    private void RollBack()
    {
        if (!_session.IsOutsideTransaction)
        {
            _session.Plain("ROLLBACK");
        }
    }

    private sealed record Job(Script Script, bool IsRead, CancellationToken CancellationToken)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fail(Exception failure) => Done.TrySetException(failure);

        /// <summary>Whether its waiter has given up; then it is settled with that.</summary>
        public bool IsCancelled() =>
            CancellationToken.IsCancellationRequested && Done.TrySetCanceled(CancellationToken);
    }
}
