using System.Net.Http.Json;
using System.Text.Json;

namespace Mingus.Crash.Product;

/// <summary>An answer of the product, read to its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; undefined where there was none.</param>
internal sealed record ApiAnswer(int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>One user's program. A process that dies under a call leaves it without an answer, which is null
/// here.</summary>
internal sealed class ApiClient(Uri address, string user) : IDisposable
{
    private const string Base = "/api/data-sync";
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 32 })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(3),
    };

    public string User { get; } = user;

    public void Dispose() => _http.Dispose();

    /// <summary>Calls; null: the connection broke before the whole answer was here, so nobody knows what was
    /// done.</summary>
    public async Task<ApiAnswer?> TryCallAsync(
        HttpMethod method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, Base + path);
        request.Headers.Add("Mingus-User", User);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        request.Content = body is null ? null : JsonContent.Create(body);
        try
        {
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsByteArrayAsync();
            return new((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Calls a process that is expected to live.</summary>
    /// <exception cref="ProductException">No answer, or not a good one.</exception>
    public async Task<JsonElement> CallAsync(
        HttpMethod method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        var answer = await TryCallAsync(method, path, body, headers);
        return answer is { IsSuccess: true }
            ? answer.Body
            : throw new ProductException($"{method} {path} of {User}: {answer?.Status} {answer?.Body}");
    }

    public Task<JsonElement> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    /// <summary>All items of a list.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        var items = new List<JsonElement>();
        for (string? after = null; ; )
        {
            var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var position = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await GetAsync($"{path}{joint}limit=500{position}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            if ((after = page.GetProperty("next").GetString()) is null)
            {
                return items;
            }
        }
    }

    /// <summary>The body of the event stream from a sequence on.</summary>
    public async Task<Stream> OpenEventsAsync(long after, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Base}/events");
        request.Headers.Add("Mingus-User", User);
        request.Headers.Add("Last-Event-ID", after.ToString());
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStreamAsync(cancellationToken);
    }
}
