using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mingus.Sync.Client;

/// <summary>Sends requests, again where that is safe, and turns refusals into <see cref="MingusException"/>.</summary>
internal sealed class Wire(HttpClient http, MingusOptions options)
{
    private const string Base = "api/data-sync";

    public MingusOptions Options => options;

    public Task<T> Get<T>(string user, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Send(user, HttpMethod.Get, path, body: null, wait: null, type, cancellationToken);

    /// <summary>Sends a body under an idempotency key of its own, and waits for an outcome where asked to.</summary>
    public Task<T> Post<T>(
        string user,
        string path,
        HttpContent? body,
        TimeSpan? wait,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    ) => Send(user, HttpMethod.Post, path, body, wait, type, cancellationToken);

    public async Task<T> Send<T>(
        string user,
        HttpMethod method,
        string path,
        HttpContent? body,
        TimeSpan? wait,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
    {
        using var answer = await Answer(user, method, path, body, wait, cancellationToken);
        return await answer.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new JsonException($"The answer to {method} {path} is empty.");
    }

    public async Task Delete(string user, string path, CancellationToken cancellationToken)
    {
        using var answer = await Answer(user, HttpMethod.Delete, path, body: null, wait: null, cancellationToken);
    }

    /// <summary>Opens an event stream; the caller reads and disposes it.</summary>
    public async Task<HttpResponseMessage> Open(string user, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = await Request(user, HttpMethod.Get, "events", cancellationToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.IsSuccessStatusCode ? answer : throw await Refused(answer, cancellationToken);
    }

    public static HttpContent Json<T>(T body, JsonTypeInfo<T> type) => JsonContent.Create(body, type);

    private async Task<HttpResponseMessage> Answer(
        string user,
        HttpMethod method,
        string path,
        HttpContent? body,
        TimeSpan? wait,
        CancellationToken cancellationToken
    )
    {
        var bytes = body is null ? null : await body.ReadAsByteArrayAsync(cancellationToken);
        var key = method == HttpMethod.Post ? Convert.ToHexStringLower(RandomKey()) : null;
        var pause = options.RetryDelay;
        for (var left = options.Retries; ; left--, pause *= 2)
        {
            using var request = await Request(user, method, path, cancellationToken);
            if (bytes is not null)
            {
                request.Content = new ByteArrayContent(bytes);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            if (wait is { } atMost)
            {
                request.Headers.Add("Prefer", $"wait={Math.Clamp((int)atMost.TotalSeconds, 0, 30)}");
            }

            try
            {
                var answer = await http.SendAsync(request, cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return answer;
                }

                if (left <= 0 || !MayPass(answer.StatusCode))
                {
                    throw await Refused(answer, cancellationToken);
                }

                answer.Dispose();
            }
            catch (HttpRequestException) when (left > 0) { }

            await Task.Delay(pause, options.Time, cancellationToken);
        }
    }

    private async Task<HttpRequestMessage> Request(
        string user,
        HttpMethod method,
        string path,
        CancellationToken cancellationToken
    )
    {
        var address = options.Address.AbsoluteUri;
        var request = new HttpRequestMessage(method, new Uri($"{address.TrimEnd('/')}/{Base}/{path}"));
        request.Headers.Add("Mingus-User", user);
        if (options.Credential is { } credential)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                await credential(cancellationToken)
            );
        }

        return request;
    }

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // What is no problem of the service's comes from something between: it is told by its status.
    private static async Task<MingusException> Refused(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            Problem? problem = null;
            try
            {
                problem = await answer.Content.ReadFromJsonAsync(MingusJson.Default.Problem, cancellationToken);
            }
            catch (JsonException) { }
            catch (NotSupportedException) { }

            var status = (int)answer.StatusCode;
            return new MingusException(
                answer.StatusCode,
                problem is { Code: not null }
                    ? problem
                    : new Problem($"http_{status}", $"Something answered {status} without saying why.", "retry")
            );
        }
    }

    private static byte[] RandomKey() => System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
}
