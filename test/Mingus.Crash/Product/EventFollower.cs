using System.Collections.Concurrent;

namespace Mingus.Crash.Product;

/// <summary>An event as a client got it.</summary>
internal sealed record StreamedEvent(long Sequence, string Type, string Data);

/// <summary>
/// A client that follows a user's events for the whole campaign. When the server dies it goes on from the last
/// sequence it saw, as the API tells clients to, and it takes nothing but the very next sequence (invariant 9).
/// </summary>
internal sealed class EventFollower(string user)
{
    private readonly List<StreamedEvent> _seen = [];
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;
    private ApiClient? _client;

    public string User { get; } = user;

    /// <summary>What was wrong with the stream.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>Everything seen so far, in order.</summary>
    public IReadOnlyList<StreamedEvent> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _seen.Count == 0 ? 0 : _seen[^1].Sequence;
            }
        }
    }

    /// <summary>Follows the server at that address until it dies or <see cref="LeaveAsync"/>.</summary>
    public void Follow(Uri address)
    {
        _client = new ApiClient(address, User);
        _stop = new CancellationTokenSource();
        _following = ReadAsync(_client, _stop.Token);
    }

    /// <summary>Stops following.</summary>
    public async Task LeaveAsync()
    {
        if (_client is { } client)
        {
            _client = null;
            await _stop.CancelAsync();
            await _following;
            client.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>Waits until that sequence was seen; false when it did not come.</summary>
    public async Task<bool> ReachesAsync(long sequence, TimeSpan atMost)
    {
        for (var left = atMost; Last < sequence && left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(10))
        {
            await Task.Delay(10);
        }
        return Last >= sequence;
    }

    private async Task ReadAsync(ApiClient client, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await client.OpenEventsAsync(Last, cancellationToken);
            using var reader = new StreamReader(stream);
            var (id, type, data) = ("", "", "");
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Length == 0)
                {
                    Take(id, type, data);
                    (id, type, data) = ("", "", "");
                    continue;
                }
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                var value = line[(colon + 2)..];
                switch (line[..colon])
                {
                    case "id":
                        id = value;
                        break;
                    case "event":
                        type = value;
                        break;
                    default:
                        data = value;
                        break;
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server died or we left: the next one is asked from the last sequence on.
        }
    }

    private void Take(string id, string type, string data)
    {
        if (type == "stream.reset")
        {
            Problems.Enqueue($"{User}: the stream was reset after {Last}: {data}");
        }
        if (id.Length == 0 || type.StartsWith("stream.", StringComparison.Ordinal))
        {
            return;
        }
        lock (_lock)
        {
            var expected = _seen.Count == 0 ? 1 : _seen[^1].Sequence + 1;
            var sequence = long.Parse(id);
            if (sequence != expected)
            {
                Problems.Enqueue($"{User}: event {sequence} ({type}) came where {expected} was due");
            }
            _seen.Add(new(sequence, type, data));
        }
    }
}
