using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mingus.Scenarios.Support;

/// <summary>A webhook as an integrator received it.</summary>
internal sealed record ReceivedEvent(string Id, long Timestamp, string Signature, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Type => Json.Text("type");

    /// <summary>Whether that secret signed it, computed as the specification says and by nothing of the
    /// product's.</summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}");
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return Signature.Split(' ').Contains(expected);
    }
}

/// <summary>An integrator's server that takes webhooks, and answers as it is told.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedEvent> _received = new();

    private EventReceiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>What it answers to a webhook; 0 for nothing, until the sender gives up.</summary>
    public Func<ReceivedEvent, int> Answer { get; set; } = static _ => 204;

    public IReadOnlyList<ReceivedEvent> Received => [.. _received];

    public static async Task<EventReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new EventReceiver(builder.Build());
        receiver._app.MapPost("/hooks", receiver.Take);
        // Where a collector of OpenTelemetry takes traces and metrics.
        receiver._app.MapPost("/v1/{signal}", receiver.Take);
        await receiver._app.StartAsync();
        var addresses = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        receiver.Url = $"{addresses.Addresses.First()}/hooks";
        return receiver;
    }

    /// <summary>Waits until so many have come that are wanted, and gives them.</summary>
    public async Task<List<ReceivedEvent>> WaitFor(int count, Func<ReceivedEvent, bool> wanted)
    {
        for (var tries = 0; ; tries++)
        {
            var found = _received.Where(wanted).ToList();
            if (found.Count >= count)
            {
                return found;
            }

            var bodies = string.Join('\n', _received.Select(r => r.Body));
            Assert.True(tries < 4_000, $"{found.Count} of {count} came: {bodies}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var headers = context.Request.Headers;
        var received = new ReceivedEvent(
            headers["webhook-id"].ToString(),
            long.TryParse(headers["webhook-timestamp"], out var seconds) ? seconds : 0,
            headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync()
        );
        var status = Answer(received);
        _received.Enqueue(received);
        if (status == 0)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.StatusCode = status;
        if (status is >= 300 and < 400)
        {
            context.Response.Headers.Location = "/hooks?redirected=true";
        }
    }
}
