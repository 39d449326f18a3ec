using System.Collections.Concurrent;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Sqlite;

/// <summary>Connections that only read, each script on one snapshot, on the caller's thread: SQLite is local and
/// quick.</summary>
internal sealed class SqliteReaders(Func<SqliteSession> open) : IDisposable
{
    private const int ReadersMax = 8;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _places = new(ReadersMax);

    public async Task Read(Script script, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            if (!_idle.TryTake(out var session))
            {
                session = open();
            }

            ReadWith(session, script);
            _idle.Add(session);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        foreach (var session in _idle)
        {
            session.Dispose();
        }

        _places.Dispose();
    }

    private static void ReadWith(SqliteSession session, Script script)
    {
        var isRead = false;
        try
        {
            session.Plain("BEGIN");
            session.RunSteps(script);
            session.Plain("COMMIT");
            isRead = true;
        }
        finally
        {
            if (!isRead)
            {
                session.Dispose();
            }
        }
    }
}
