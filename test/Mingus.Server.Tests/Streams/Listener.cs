using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Streams;

/// <summary>An open stream, read by the framework's own parser.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>>? _items;

    private Listener(HttpResponseMessage response, Stream body)
    {
        _response = response;
        if (response.IsSuccessStatusCode)
        {
            _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
        }
    }

    public int Status => (int)_response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    public string CacheControl => _response.Headers.CacheControl?.ToString() ?? "";

    public static Task<Listener> Open(RunningServer server, string path, string? lastEventId = null) =>
        Open(server, path, lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]);

    public static async Task<Listener> Open(
        RunningServer server,
        string path,
        params (string Name, string Value)[] with
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{RunningServer.Api}/{path}");
        foreach (var (name, value) in with)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Listener(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; its id is null when it carries none of its own.</summary>
    public async Task<(string Type, string? Id, JsonNode Data)> Next()
    {
        Assert.True(await _items!.MoveNextAsync().AsTask().WaitAsync(Patience), "The stream ended.");
        var item = _items.Current;
        return (item.EventType, item.EventId, JsonNode.Parse(item.Data)!);
    }

    /// <summary>Waits until the server ends the stream.</summary>
    public async Task End() =>
        Assert.False(await _items!.MoveNextAsync().AsTask().WaitAsync(Patience), "The stream goes on.");

    public async Task<(string Type, string? Id)> NextName()
    {
        var (type, id, _) = await Next();
        return (type, id);
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
