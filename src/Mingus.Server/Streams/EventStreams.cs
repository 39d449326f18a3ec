using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Mingus.Ledger;
using Mingus.Server.Identity;
using Mingus.Server.Setup;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Server.Streams;

/// <summary>All open streams of this process: who has how many, and what each needs.</summary>
internal sealed class EventStreams(
    ServerConfig config,
    ILedgerQueries queries,
    EventHub hub,
    CredentialWatch watch,
    TimeProvider time,
    IOptions<JsonOptions> json,
    IHostApplicationLifetime lifetime,
    ILogger<EventStreams> logger
)
{
    private readonly EventPages _pages = new(queries);
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>A place for one more stream of the caller; null when all of the user, of the credential or of this
    /// process are taken. Disposing gives it back.</summary>
    public IDisposable? TakeSeat(Caller caller)
    {
        var limits = config.Limits;
        (string Name, int Limit)[] counts =
        [
            ($"user {caller.Tenant}\u001F{caller.ExternalId}", limits.StreamsPerUser),
            ($"credential {caller.Credential.Id}", limits.StreamsPerKey),
            ("all", limits.Streams),
        ];
        var isFull = false;
        foreach (var (name, limit) in counts)
        {
            var taken = _taken.AddOrUpdate(name, 1, (_, count) => count + 1);
            isFull |= limit > 0 && taken > limit;
        }

        var seat = new Seat(() => Array.ForEach(counts, count => GiveBack(count.Name)));
        if (isFull)
        {
            seat.Dispose();
            return null;
        }

        return seat;
    }

    /// <summary>Streams until the caller leaves or is too slow, the credential ends, or the host stops.</summary>
    public async Task Run(HttpContext http, Caller caller, UserId? user, long? position, StreamScope scope)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            lifetime.ApplicationStopping
        );
        var writer = new EventWriter(http.Response.BodyWriter, json.Value.SerializerOptions);
        try
        {
            var stream = new EventStream(queries, _pages, hub, time, writer, caller, scope);
            await watch.While(caller.Credential, end => stream.Run(user, position, end), stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller left, the host stops or the credential ended: the end of a stream is no failure.
        }
        catch (TimeoutException)
        {
            Log.StreamTooSlow(logger, (int)EventWriter.Patience.TotalSeconds);
            http.Abort();
        }
    }

    private void GiveBack(string name)
    {
        if (_taken.AddOrUpdate(name, 0, (_, count) => count - 1) == 0)
        {
            _taken.TryRemove(new(name, 0));
        }
    }

    private sealed class Seat(Action giveBack) : IDisposable
    {
        private Action? _giveBack = giveBack;

        public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
    }
}
