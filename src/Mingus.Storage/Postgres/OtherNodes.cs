using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// Tells the open streams of this process what other processes committed: for the users somebody listens to here, it
/// looks several times a second how far their events go. Nothing is asked while nobody listens. The server's own
/// notifications would line up all commits behind one lock.
/// </summary>
internal sealed class OtherNodes : ICommitSignal, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly IEngine _engine;
    private readonly ICommitSignal _streams;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<UserId, long> _told = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    public OtherNodes(IEngine engine, ICommitSignal streams, TimeProvider time, ILogger logger)
    {
        (_engine, _streams, _time, _logger) = (engine, streams, time, logger);
        _looking = Look();
    }

    public IReadOnlyCollection<UserId> Listened => _streams.Listened;

    /// <summary>What this process committed itself is told at once, and not again.</summary>
    public void Committed(UserId userId, long lastSequence)
    {
        _told.AddOrUpdate(userId, lastSequence, (_, told) => Math.Max(told, lastSequence));
        _streams.Committed(userId, lastSequence);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task Look()
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookOnce();
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends in good order.
        }
    }

    private async Task LookOnce()
    {
        var listened = _streams.Listened;
        foreach (var user in _told.Keys.Except(listened))
        {
            _told.TryRemove(user, out _);
        }

        if (listened.Count == 0)
        {
            return;
        }

        var found = new List<(UserId User, long Last)>();
        var script = new Script().RunEach(
            Sql.ListLastSequences,
            [.. listened],
            static _ => { },
            static (args, user) => args.Long("user_id", user.Value),
            row => found.Add((new UserId(row.Long(0)), row.Long(1)))
        );
        try
        {
            await _engine.Read(script, _stop.Token);
        }
        catch (NpgsqlException failure)
        {
            _logger.OtherNodesUnseen(failure);
            return;
        }

        foreach (var (user, last) in found)
        {
            if (!_told.TryGetValue(user, out var told) || told < last)
            {
                Committed(user, last);
            }
        }
    }
}
