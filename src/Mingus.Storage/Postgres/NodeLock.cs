using Microsoft.Extensions.Logging;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// Shows this node as alive: a session of its own holds the advisory lock of the node's key. The server lets go of it
/// when
/// the process dies, however it dies, so that others may take its leases at once; one that stands still asks nothing
/// any more, and is given up after a while (template-living-nodes.sql). A lost session is opened again; what others
/// took meanwhile is fenced by versions.
/// </summary>
internal sealed class NodeLock : IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(3);

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly Node _node;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;
    private NpgsqlConnection _connection;

    private NodeLock(
        NpgsqlConnectionStringBuilder settings,
        Node node,
        NpgsqlConnection connection,
        TimeProvider time,
        ILogger logger
    )
    {
        _settings = settings;
        _node = node;
        _connection = connection;
        _time = time;
        _logger = logger;
        _keeping = Keep();
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StorageException">A living process has the node's name.</exception>
    public static async Task<NodeLock> Take(
        NpgsqlConnectionStringBuilder settings,
        Node node,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            ApplicationName = $"mingus {node.Name}",
        };
        var connection =
            await TryTake(own, node, cancellationToken)
            ?? throw new StorageException($"Another living process is the node {node.Name}: node names are unique.");
        return new NodeLock(own, node, connection, time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Keep()
    {
        using var timer = new PeriodicTimer(CheckEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await CheckOnce();
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends in good order.
        }
    }

    private async Task CheckOnce()
    {
        try
        {
            await using var ask = new NpgsqlCommand("SELECT 1", _connection);
            await ask.ExecuteNonQueryAsync(_stop.Token);
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            _logger.NodeLockLost(failure);
            await Retake();
        }
    }

    private async Task Retake()
    {
        try
        {
            if (await TryTake(_settings, _node, _stop.Token) is { } connection)
            {
                var lost = _connection;
                _connection = connection;
                await lost.DisposeAsync();
            }
        }
        catch (NpgsqlException)
        {
            // The server is away: the next check tries again.
        }
    }

    private static async Task<NpgsqlConnection?> TryTake(
        NpgsqlConnectionStringBuilder settings,
        Node node,
        CancellationToken cancellationToken
    )
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        var isTaken = false;
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(SqlFiles.Part("session-lock-node"), connection);
            command.Parameters.Add(new NpgsqlParameter { Value = node.Key });
            isTaken = await command.ExecuteScalarAsync(cancellationToken) is true;
            return isTaken ? connection : null;
        }
        finally
        {
            if (!isTaken)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
