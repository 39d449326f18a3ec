using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Control;
using Mingus.Sandbox.Link;
using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Webhooks;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox;

/// <summary>
/// A running sandbox bank that speaks Plaid's wire protocol, version 2020-09-14. Everything is held in memory and
/// generated from the seed when an item is linked; time is the given provider's, run through <see cref="Clock"/>.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const long MaxRequestBytes = 4 * 1024 * 1024;
    private readonly WebApplication _app;
    private readonly WebhookOutbox _outbox;
    private readonly CancellationTokenSource _stop = new();
    private Task _ticking = Task.CompletedTask;

    private SandboxServer(WebApplication app, SandboxOptions options, TimeProvider time)
    {
        _app = app;
        Clock = new SandboxClock(time, options.Today, options.TimeFactor);
        _outbox = new WebhookOutbox(options, time, new WebhookKeys(options.Seed, time), Mischief) { Clock = Clock };
        Bank = new SandboxBank(options, Clock, _outbox);
        app.MapGet("/health/live", () => "ok");
        new LinkSite(Bank).Map(app);
        new ControlApi(this).Map(app);
        var pipeline = new PlaidPipeline(Bank, Mischief, Calls);
        app.Map("/{**path}", (RequestDelegate)pipeline.AnswerAsync);
    }

    /// <summary>Where the server listens, with its real port.</summary>
    public Uri BaseUrl =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The items, their truth, and what can be done to them.</summary>
    public SandboxBank Bank { get; }

    /// <summary>The sandbox's time.</summary>
    public SandboxClock Clock { get; }

    /// <summary>Misbehaviour on request.</summary>
    public MischiefBox Mischief { get; } = new();

    /// <summary>How often each path was called.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>The latest webhooks that were sent, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Webhooks => _outbox.Deliveries;

    /// <summary>Starts a sandbox; port 0 takes a free one.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">An address cannot be listened on.</exception>
    public static async Task<SandboxServer> StartAsync(
        string[] urls,
        SandboxOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        // Empty, since the settings of the process around it (its addresses above all) are not the sandbox's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = new SandboxServer(builder.Build(), options, time);
        await server._app.StartAsync(cancellationToken);
        server._outbox.Start();
        server._ticking = server.TickAsync(options.TickInterval, time);
        return server;
    }

    /// <summary>Expires the key that signs webhooks and takes a new one; returns its id.</summary>
    public string RotateWebhookKey() => _outbox.Keys.Rotate();

    /// <summary>The Plaid-Verification of a webhook with that body, issued now: for who measures a receiver.</summary>
    public string SignWebhook(ReadOnlySpan<byte> body) => _outbox.Keys.Sign(body, forgery: null)!;

    /// <summary>Stops at once; calls in flight have a second to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _outbox.DisposeAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task TickAsync(TimeSpan interval, TimeProvider time)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            Bank.Tick();
        }
    }

    /// <summary>The process is somebody else's: its signals are not for the sandbox.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
