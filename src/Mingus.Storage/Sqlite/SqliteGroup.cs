using Microsoft.Data.Sqlite;

namespace Mingus.Storage.Sqlite;

/// <summary>
/// The transaction of the one writer, and the jobs that are in it: a savepoint a script, one shared flush to disk. A
/// failing script loses its savepoint alone; a failing commit fails them all. Jobs that all may wait for a write to
/// follow leave the transaction open for it. One thread at a time.
/// </summary>
internal sealed class SqliteGroup(SqliteSession session, TimeProvider time) : IDisposable
{
    // A group that has worked this long commits, so that its first script does not wait for its last.
    private static readonly TimeSpan TimeMax = TimeSpan.FromMilliseconds(5);

    private readonly List<SqliteJob> _written = [];
    private volatile bool _isWaiting;

    /// <summary>Whether scripts that were answered wait for a write to follow. May be asked by any thread.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>Settles jobs: those that only read first, for they have nothing to wait for on the disk.</summary>
    public void Settle(List<SqliteJob> jobs)
    {
        var writes = jobs;
        if (jobs.Exists(static job => job.Kind == SqliteJobKind.Read))
        {
            ReadAll(jobs.FindAll(static job => job.Kind == SqliteJobKind.Read));
            writes = jobs.FindAll(static job => job.Kind != SqliteJobKind.Read);
        }

        var begun = 0;
        while (begun < writes.Count)
        {
            begun += WriteSome(writes, begun);
        }
    }

    /// <summary>Commits what there is.</summary>
    public void Commit()
    {
        try
        {
            if (!session.IsOutsideTransaction)
            {
                session.Plain("COMMIT");
            }
        }
        catch (SqliteException failure)
        {
            Lose(failure);
            return;
        }

        _isWaiting = false;
        _written.ForEach(static job => job.Committed());
        _written.Clear();
    }

    public void Dispose() => session.Dispose();

    /// <summary>Runs jobs that only read, on one snapshot: nobody else writes.</summary>
    private void ReadAll(List<SqliteJob> reads)
    {
        foreach (var job in reads.Where(static job => !job.IsCancelled()))
        {
            try
            {
                Open("BEGIN");
                session.RunSteps(job.Script);
                job.Ran();
            }
            catch (Exception failure)
            {
                // The outermost edge of a script, as in RunOne.
                job.Fail(failure);
            }
        }

        if (_written.Count == 0)
        {
            RollBack();
        }
    }

    /// <summary>Runs jobs from that index on, as many as fit the time; answers how many those are. They are committed
    /// unless all of them may wait.</summary>
    private int WriteSome(List<SqliteJob> jobs, int from)
    {
        var count = 0;
        var mayWait = true;
        try
        {
            Open("BEGIN IMMEDIATE");
            var started = time.GetTimestamp();
            while (from + count < jobs.Count && (count == 0 || time.GetElapsedTime(started) < TimeMax))
            {
                var job = jobs[from + count++];
                mayWait &= job.Kind == SqliteJobKind.Soon;
                RunOne(job);
                if (session.IsOutsideTransaction)
                {
                    throw new InvalidOperationException("The database ended the transaction of a group of writes.");
                }
            }
        }
        catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
        {
            Lose(failure);
            if (count == 0)
            {
                jobs[from].Fail(failure);
                return 1;
            }

            return count;
        }

        if (!mayWait || _written.Count == 0)
        {
            Commit();
        }

        return count;
    }

    /// <summary>Runs one job, in a savepoint where others of its transaction have written.</summary>
    private void RunOne(SqliteJob job)
    {
        if (job.IsCancelled())
        {
            return;
        }

        var isFirst = _written.Count == 0;
        if (!isFirst)
        {
            session.Plain("SAVEPOINT job");
        }

        try
        {
            session.RunSteps(job.Script);
            if (!isFirst)
            {
                session.Plain("RELEASE job");
            }
        }
        catch (Exception failure)
        {
            // The outermost edge of a script: whatever broke in it is its waiter's, not the thread's.
            job.Fail(failure);
            if (!session.IsOutsideTransaction)
            {
                session.Plain(isFirst ? "ROLLBACK" : "ROLLBACK TO job");
                session.Plain(isFirst ? "BEGIN IMMEDIATE" : "RELEASE job");
            }

            return;
        }

        _written.Add(job);
        _isWaiting |= job.Kind == SqliteJobKind.Soon;
        job.Ran();
    }

    private void Open(string begin)
    {
        if (session.IsOutsideTransaction)
        {
            session.Plain(begin);
        }
    }

    private void Lose(Exception failure)
    {
        RollBack();
        _isWaiting = false;
        _written.ForEach(job => job.Fail(failure));
        _written.Clear();
    }

    private void RollBack()
    {
        if (!session.IsOutsideTransaction)
        {
            session.Plain("ROLLBACK");
        }
    }
}
