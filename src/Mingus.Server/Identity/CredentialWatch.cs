using System.Collections.Concurrent;

namespace Mingus.Server.Identity;

/// <summary>
/// Ends what lives longer than a request when its credential does: at its end, at once when it is revoked on this node,
/// within a few seconds when that is done on another.
/// </summary>
internal sealed class CredentialWatch(Credentials credentials, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Watched, string> _watched = new();

    /// <summary>Runs work until it is done, told to stop, or its credential ends.</summary>
    public async Task While(Credential credential, Func<CancellationToken, Task> work, CancellationToken stop)
    {
        using var watched = new Watched(CancellationTokenSource.CreateLinkedTokenSource(stop));
        _watched[watched] = credential.Id;
        try
        {
            var looking = Look(credential, watched);
            await work(watched.Token);
            watched.End();
            await looking;
        }
        finally
        {
            watched.End();
            _watched.TryRemove(watched, out _);
        }
    }

    /// <summary>Ends all that hangs on that credential.</summary>
    public void End(string credentialId)
    {
        foreach (var (watched, id) in _watched)
        {
            if (id == credentialId)
            {
                watched.End();
            }
        }
    }

    private async Task Look(Credential credential, Watched watched)
    {
        if (credential is { Hash: null, ExpiresAt: null })
        {
            return;
        }

        using var looks = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await looks.WaitForNextTickAsync(watched.Token))
            {
                if (!await credentials.Stands(credential, watched.Token))
                {
                    watched.End();
                }
            }
        }
        catch (OperationCanceledException) when (watched.Token.IsCancellationRequested)
        {
            // What it watched is over.
        }
    }

    private sealed class Watched(CancellationTokenSource source) : IDisposable
    {
        public CancellationToken Token { get; } = source.Token;

        public void End()
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself in this moment.
            }
        }

        public void Dispose() => source.Dispose();
    }
}
