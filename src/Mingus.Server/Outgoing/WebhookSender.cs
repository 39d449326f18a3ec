using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Mingus.Sync.Deliver;
using Mingus.Sync.Ports;

namespace Mingus.Server.Outgoing;

/// <summary>Makes one attempt to deliver. Whatever the world answers is an outcome; of its body nothing is
/// read.</summary>
internal sealed class WebhookSender(HttpClient http, IEndpointSecrets secrets, TimeProvider time) : IDisposable
{
    /// <summary>How long an address may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; nobody knows whether it arrived.</exception>
    public async Task<DeliveryResult> Send(DueDelivery due, CancellationToken cancellationToken)
    {
        if (due is { Data: null, Delivery.Sequence: not null })
        {
            return DeliveryRule.GiveUp(due, "event_gone");
        }

        List<string> keys;
        try
        {
            keys = [.. SealedSecrets(due).Select(one => secrets.Open(one, due.Endpoint.Id).Reveal())];
        }
        catch (SecretException)
        {
            return DeliveryRule.GiveUp(due, "secret_unreadable");
        }

        var answer = await Post(due, keys, cancellationToken);
        return DeliveryRule.After(due, answer, time.GetUtcNow());
    }

    public void Dispose() => http.Dispose();

    private async Task<DeliveryAnswer> Post(DueDelivery due, List<string> keys, CancellationToken cancellationToken)
    {
        using var request = RequestOf(due, keys);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                patience.Token
            );
            return new DeliveryAnswer((int)response.StatusCode, Error: null, RetryAfterOf(response));
        }
        catch (HttpRequestException failure)
        {
            return new DeliveryAnswer(Status: null, ErrorOf(failure), RetryAfter: null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryAnswer(Status: null, "timeout", RetryAfter: null);
        }
    }

    private HttpRequestMessage RequestOf(DueDelivery due, List<string> keys)
    {
        var (id, at, body) = (due.Delivery.Id.ToString(), time.GetUtcNow(), WebhookMessage.Body(due));
        var request = new HttpRequestMessage(HttpMethod.Post, due.Endpoint.Url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("Mingus-Sync");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", WebhookMessage.Seconds(at));
        request.Headers.Add("webhook-signature", WebhookMessage.Sign(id, at, body, keys));
        return request;
    }

    private static IEnumerable<byte[]> SealedSecrets(DueDelivery due) =>
        due.SealedPrevious is { } previous ? [due.SealedSecret, previous] : [due.SealedSecret];

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };

    private static string ErrorOf(HttpRequestException failure) =>
        failure switch
        {
            { InnerException: AddressRefusedException } => "address_refused",
            { InnerException: AuthenticationException } => "tls_failed",
            { HttpRequestError: HttpRequestError.NameResolutionError } => "name_not_found",
            { HttpRequestError: var error } => string.Create(
                CultureInfo.InvariantCulture,
                $"not_reached_{error.ToString().ToLowerInvariant()}"
            ),
        };
}
