using Microsoft.Data.Sqlite;

namespace Mingus.Storage.Sqlite;

/// <summary>
/// Brings the log's pages home into the file while the writer goes on: done by a commit, as SQLite does it by itself,
/// it kept every writer waiting for the flush of thousands of pages. Only the last stretch has the writer wait, for the
/// log begins anew only when all of it is home.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // Passive: waits for nobody. A reader of an old snapshot leaves a rest, which the next turn takes.
    private const string Copy = "PRAGMA wal_checkpoint(PASSIVE)";

    private readonly SqliteSession _session;
    private readonly Lock _turn;
    private readonly AutoResetEvent _due = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isClosing;

    /// <summary>Takes over the session; <paramref name="turn"/> is held by whoever writes.</summary>
    public SqliteCheckpoints(SqliteSession session, Lock turn)
    {
        (_session, _turn) = (session, turn);
        _thread = new Thread(Work) { IsBackground = true, Name = "mingus sqlite checkpoints" };
        _thread.Start();
    }

    /// <summary>The log has grown long. Returns at once.</summary>
    public void Due() => _due.Set();

    public void Dispose()
    {
        _isClosing = true;
        _due.Set();
        _thread.Join();
        _due.Dispose();
        _session.Dispose();
    }

    private void Work()
    {
        while (_due.WaitOne() && !_isClosing)
        {
            try
            {
                // The second takes what was written during the first, so that little is left for the third.
                _session.Plain(Copy);
                _session.Plain(Copy);
                lock (_turn)
                {
                    _session.Plain(Copy);
                }
            }
            catch (SqliteException)
            {
                // Nothing is lost, the log only stays long: a disk that is full or fails tells the next commit, and
                // the next turn tries again.
            }
        }
    }
}
