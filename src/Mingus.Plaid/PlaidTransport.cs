using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Mingus.Plaid;

/// <summary>A good answer, parsed. Dispose it when it has been translated.</summary>
internal sealed class PlaidAnswer(JsonDocument document, long bytes) : IDisposable
{
    public JsonElement Root => document.RootElement;

    public long Bytes { get; } = bytes;

    /// <summary>Plaid's id of the call; null when it gave none.</summary>
    public string? RequestId { get; } = new WireObject(document.RootElement, new WireNotes()).Text("request_id");

    public void Dispose() => document.Dispose();
}

/// <summary>
/// One call to Plaid: POST, JSON, keys in headers (no secret in a body that somebody may log), and every way in which
/// it can fail turned into the one exception. Repetition, timeouts, circuits and limits are in the HttpClient's
/// pipeline.
/// </summary>
internal sealed class PlaidTransport(
    IHttpClientFactory clients,
    IOptions<PlaidOptions> options,
    TimeProvider time,
    ILogger<PlaidTransport> logger
)
{
    /// <summary>Name of the HttpClient.</summary>
    public const string ClientName = "plaid";

    // How finely the wait of a throttled caller is spread.
    private const int JitterSteps = 1_000;

    private const string ApiVersion = "2020-09-14";

    // Ids are shown in logs up to this length; Plaid's have 15 characters.
    private const int RequestIdLengthMax = 64;

    /// <summary>Sends the call and reads its answer.</summary>
    /// <exception cref="ProviderException">Anything that is not a good answer.</exception>
    public async Task<PlaidAnswer> Post(PlaidCall call, byte[] body, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            using var request = Request(call, body);
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            var answer = Answer(call, response);
            Log.Called(
                logger,
                call.Endpoint.Path,
                (int)response.StatusCode,
                ElapsedMs(started),
                answer.Bytes,
                Shown(answer.RequestId),
                Shown(call.InstitutionId)
            );
            return answer;
        }
        catch (ProviderException failed)
        {
            LogFault(call, failed.Fault, started);
            throw;
        }
        catch (TimeoutRejectedException late)
        {
            throw Broken(call, PlaidFaults.Timeout(), started, late);
        }
        catch (BrokenCircuitException open)
        {
            var retryAt = time.GetUtcNow() + options.Value.Circuit.Pause;
            throw Broken(call, PlaidFaults.CircuitOpen(retryAt), started, open);
        }
        catch (RateLimiterRejectedException limited)
        {
            var retryAt = time.GetUtcNow() + (limited.RetryAfter ?? TimeSpan.FromMinutes(1));
            throw Broken(call, PlaidFaults.OwnLimit(retryAt), started, limited);
        }
        catch (HttpRequestException unreachable)
        {
            throw Broken(call, PlaidFaults.Unreachable(), started, unreachable);
        }
        catch (IOException brokenOff)
        {
            throw Broken(call, PlaidFaults.Unreachable(), started, brokenOff);
        }
    }

    private HttpRequestMessage Request(PlaidCall call, byte[] body)
    {
        var settings = options.Value;
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.BaseUri, call.Endpoint.Path))
        {
            Content = content,
        };
        request.Headers.Add("PLAID-CLIENT-ID", settings.ClientId);
        request.Headers.Add("PLAID-SECRET", settings.Secret);
        request.Headers.Add("Plaid-Version", ApiVersion);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        call.AttachTo(request);
        return request;
    }

    private PlaidAnswer Answer(PlaidCall call, HttpResponseMessage response)
    {
        var content = (AnswerContent)response.Content;
        if (content.Flaw == AnswerFlaw.TooLarge)
        {
            throw new ProviderException(PlaidFaults.TooLarge(options.Value.AnswerBytesMax, requestId: null));
        }

        if (content.Flaw == AnswerFlaw.Corrupt)
        {
            throw PlaidTranslation.Unreadable("its compression is broken", requestId: null);
        }

        return response.IsSuccessStatusCode ? Parsed(content.Body) : throw Failed(call, response, content.Error);
    }

    private ProviderException Failed(PlaidCall call, HttpResponseMessage response, PlaidError? error)
    {
        var answer = new FailedAnswer(
            (int)response.StatusCode,
            call.Endpoint.IsAddOn,
            time.GetUtcNow(),
            PlaidResilience.RetryAfter(response, time),
            RandomNumberGenerator.GetInt32(JitterSteps) / (double)JitterSteps
        );
        return new ProviderException(
            error is null
                ? PlaidFaults.OfStatus(requestId: null, answer)
                : PlaidFaults.Of(error, requestId: null, answer)
        );
    }

    private static PlaidAnswer Parsed(byte[] body)
    {
        JsonDocument document;
        try
        {
            document = WireText.Parse(body);
        }
        catch (JsonException broken)
        {
            throw new ProviderException(PlaidFaults.UnreadableAnswer("it is not JSON", requestId: null), broken);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return new PlaidAnswer(document, body.Length);
        }

        document.Dispose();
        throw PlaidTranslation.Unreadable("it is not an object", requestId: null);
    }

    private ProviderException Broken(PlaidCall call, ProviderFault fault, long started, Exception inner)
    {
        LogFault(call, fault, started);
        return new ProviderException(fault, inner);
    }

    private void LogFault(PlaidCall call, ProviderFault fault, long started) =>
        Log.Failed(
            logger,
            call.Endpoint.Path,
            fault.Code,
            fault.Recovery.ToString(),
            ElapsedMs(started),
            Shown(fault.RequestId),
            Shown(call.InstitutionId)
        );

    private long ElapsedMs(long started) => (long)time.GetElapsedTime(started).TotalMilliseconds;

    // What comes from outside is shortened and stripped of anything that could forge a line of the log.
    private static string Shown(string? id) =>
        string.IsNullOrEmpty(id)
            ? "-"
            : new string([.. id.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-').Take(RequestIdLengthMax)]);
}
