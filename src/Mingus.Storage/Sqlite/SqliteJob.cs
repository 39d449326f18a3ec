using Mingus.Storage.Scripts;

namespace Mingus.Storage.Sqlite;

/// <summary>What a script asks of the writer.</summary>
internal enum SqliteJobKind
{
    /// <summary>It only reads.</summary>
    Read,

    /// <summary>Done when it is committed.</summary>
    Write,

    /// <summary>Done when it has run; kept when it is committed, with the write that follows.</summary>
    Soon,
}

/// <summary>A script with who waits for it.</summary>
internal sealed class SqliteJob(Script script, SqliteJobKind kind, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource? _kept =
        kind == SqliteJobKind.Soon ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    public Script Script => script;

    public SqliteJobKind Kind => kind;

    public CancellationToken CancellationToken => cancellationToken;

    public Task Done => _done.Task;

    /// <summary>Completes when it is committed.</summary>
    public Task Kept => _kept?.Task ?? _done.Task;

    /// <summary>It has run; a write is not done by that.</summary>
    public void Ran()
    {
        if (kind != SqliteJobKind.Write)
        {
            _done.TrySetResult();
        }
    }

    public void Committed() => (_kept ?? _done).TrySetResult();

    public void Fail(Exception failure)
    {
        _done.TrySetException(failure);
        _kept?.TrySetException(failure);
    }

    /// <summary>Whether its waiter has given up; then it is settled with that.</summary>
    public bool IsCancelled() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);
}
