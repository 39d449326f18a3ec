using Mingus.Ledger;

namespace Mingus.Sync.Gate;

/// <summary>
/// Lets the runs of one user load, decide and commit one after another in this process, so that they do not make each
/// other's plans stale. Between processes the user's version does that. Striped: two users may share a lock.
/// </summary>
internal sealed class UserLocks : IDisposable
{
    private const int Stripes = 256;

    private readonly SemaphoreSlim[] _locks = CreateLocks();

    /// <summary>Waits for the user's turn; disposing the answer gives it on.</summary>
    public async Task<Turn> Enter(UserId userId, CancellationToken cancellationToken)
    {
        var turn = _locks[(int)((ulong)userId.Value % Stripes)];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    public void Dispose()
    {
        foreach (var turn in _locks)
        {
            turn.Dispose();
        }
    }

    private static SemaphoreSlim[] CreateLocks()
    {
        var locks = new SemaphoreSlim[Stripes];
        for (var i = 0; i < Stripes; i++)
        {
            locks[i] = new SemaphoreSlim(1);
        }

        return locks;
    }

    /// <summary>A turn that is held until disposed.</summary>
    public readonly struct Turn(SemaphoreSlim held) : IDisposable
    {
        public void Dispose() => held.Release();
    }
}
