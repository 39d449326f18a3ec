using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Simulation.Nodes;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Bank;

/// <summary>The address of an integrator, behind the real sender: it checks the signature, remembers what came, and
/// fails like others do.</summary>
internal sealed class Receiver(Troubles troubles, Action<string> onFail) : HttpMessageHandler
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    private readonly Dictionary<string, (UserId, long)> _ids = new(StringComparer.Ordinal);

    /// <summary>The secret as an integrator is given it.</summary>
    public static string Secret { get; } = $"whsec_{Convert.ToBase64String(Key)}";

    /// <summary>The events that came, whose and which.</summary>
    public HashSet<(UserId, long)> Came { get; } = [];

    public static WebhookEndpoint Address(UserId owner, DateTimeOffset now) =>
        new()
        {
            Id = new WebhookEndpointId(PrefixedId.Derive(now, "address")),
            Tenant = "tenant",
            UserId = owner,
            Url = "https://integrator.test/events",
            CreatedAt = now,
        };

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var trouble = troubles.OfReceiver();
        switch (trouble)
        {
            case ReceiverTrouble.Away:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Nobody is there.");
            case ReceiverTrouble.Busy:
                var busy = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
                busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(2));
                return Task.FromResult(busy);
            case ReceiverTrouble.Breaks:
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
        }

        Take(request);
        return trouble == ReceiverTrouble.AnswerLost
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.")
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
    }

    private void Take(HttpRequestMessage request)
    {
        var id = request.Headers.GetValues("webhook-id").Single();
        var at = request.Headers.GetValues("webhook-timestamp").Single();
        using var stream = request.Content!.ReadAsStream(CancellationToken.None);
        var body = new StreamReader(stream).ReadToEnd();
        var mark = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{id}.{at}.{body}")));
        if (request.Headers.GetValues("webhook-signature").Single() != $"v1,{mark}")
        {
            onFail($"16: {id} came with a signature that is none");
        }

        using var document = JsonDocument.Parse(body);
        var data = document.RootElement.GetProperty("data");
        var user = long.Parse(data.GetProperty("userId").GetString()!, CultureInfo.InvariantCulture);
        var which = (new UserId(user), data.GetProperty("sequence").GetInt64());
        if (_ids.TryGetValue(id, out var other) && other != which)
        {
            onFail($"16: {id} carried {other}, and now {which}");
        }

        _ids[id] = which;
        Came.Add(which);
    }
}
