using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Mingus.Scenarios.Support;

/// <summary>An event as a client of the stream receives it.</summary>
internal sealed record StreamEvent(long? Id, string Type, JsonElement Data);

/// <summary>A client of the product's event stream.</summary>
internal sealed class EventClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<StreamEvent> _events = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private EventClient(Person person, long after) => _reading = Read(person, after);

    /// <summary>What was received so far, in order.</summary>
    public IReadOnlyList<StreamEvent> Events => [.. _events];

    /// <summary>Opens the stream after a sequence and returns once the product says that it is open.</summary>
    public static async Task<EventClient> Open(Person person, long after)
    {
        var client = new EventClient(person, after);
        await client._open.Task.WaitAsync(TimeSpan.FromSeconds(10));
        return client;
    }

    /// <summary>Waits until an event of that kind has come, and gives the first.</summary>
    public async Task<StreamEvent> WaitFor(string type, Predicate<StreamEvent>? wanted = null)
    {
        for (var tries = 0; ; tries++)
        {
            if (_events.FirstOrDefault(e => e.Type == type && (wanted?.Invoke(e) ?? true)) is { } found)
            {
                return found;
            }

            var seen = string.Join(' ', _events.Select(e => $"{e.Id}:{e.Type}"));
            Assert.True(tries < 1500, $"no {type} came, but {seen}");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits until the stream has reached a sequence.</summary>
    public async Task WaitUntil(long sequence)
    {
        for (var tries = 0; _events.Max(e => e.Id) < sequence; tries++)
        {
            Assert.True(tries < 1500, $"the stream ends at {_events.Max(e => e.Id)} before {sequence}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Read(Person person, long after)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/data-sync/events?after={after}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(person.Stack.Address, path));
        request.Headers.Add("Mingus-User", person.Name);
        var completion = HttpCompletionOption.ResponseHeadersRead;
        using var response = await person.Stack.Http.SendAsync(request, completion, _stop.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
        var (id, type, data) = ((long?)null, "", "");
        while (await lines.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = long.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case ["event", var value]:
                    type = value;
                    break;
                case ["data", var value]:
                    data = value;
                    break;
                case [""]:
                    Take(new StreamEvent(id, type, JsonElement.Parse(data)));
                    (id, type, data) = (null, "", "");
                    break;
            }
        }
    }

    private void Take(StreamEvent received)
    {
        _events.Enqueue(received);
        if (received.Type == "stream.open")
        {
            _open.TrySetResult();
        }
    }
}
