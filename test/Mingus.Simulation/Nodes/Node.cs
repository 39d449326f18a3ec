using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Server.Outgoing;
using Mingus.Simulation.Script;
using Mingus.Sync;
using Mingus.Sync.Connect;
using Mingus.Sync.Decisions;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Nodes;

/// <summary>The ports a node is started on.</summary>
internal sealed record NodePorts(
    ILedgerStore Store,
    ILedgerEdits Edits,
    ILedgerQueries Queries,
    IDecisionStore Decisions,
    IValidationStore Validations,
    IScheduleStore Schedule,
    NodeProvider Provider,
    IWebhookVerifier Verifier,
    IWebhookInbox Inbox,
    IWebhookOutbox Outbox,
    WebhookSender Sender
);

/// <summary>One process: the engine as it is shipped, on fault points, on time that stands.</summary>
internal sealed class Node : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Action<string> _onSurprise;

    // On time of its own: it looks every half second, which is nothing to wait for.
    private readonly WebhookCourier _courier;
    private readonly NodeTime _courierTime;

    public Node(
        SyncOptions options,
        NodeContext context,
        WorldClock clock,
        NodePorts ports,
        Dice bits,
        Action<string> onSurprise
    )
    {
        (Name, Context, Time, Ports, _onSurprise) = (options.Node, context, new NodeTime(clock), ports, onSurprise);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILoggerFactory>(new SurpriseLog(onSurprise))
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton<IProvider>(ports.Provider)
            .AddSingleton(ports.Store)
            .AddSingleton(ports.Edits)
            .AddSingleton(ports.Queries)
            .AddSingleton(ports.Decisions)
            .AddSingleton(ports.Validations)
            .AddSingleton(ports.Schedule)
            .AddSingleton(ports.Verifier)
            .AddSingleton(ports.Inbox)
            .AddSingleton<ISecretVault>(new PlainVault())
            .AddSync(options, new EventHub())
            .AddSingleton(new RunIds(Time, bits.Fill))
            .BuildServiceProvider();
        Engine = _services.GetRequiredService<SyncEngine>();
        Linking = _services.GetRequiredService<Linking>();
        Linker = _services.GetRequiredService<AccountLinker>();
        Deciding = _services.GetRequiredService<Deciding>();
        Intake = _services.GetRequiredService<WebhookIntake>();
        _courierTime = new NodeTime(clock);
        var log = _services.GetRequiredService<ILogger<WebhookCourier>>();
        _courier = new WebhookCourier(ports.Outbox, ports.Sender, _courierTime, log);
    }

    public string Name { get; }

    public NodeContext Context { get; }

    public NodeTime Time { get; }

    public NodePorts Ports { get; }

    public SyncEngine Engine { get; }

    public Linking Linking { get; }

    public AccountLinker Linker { get; }

    public Deciding Deciding { get; }

    public WebhookIntake Intake { get; }

    /// <summary>Stopped for a while: others may take it for dead.</summary>
    public bool IsPaused { get; set; }

    public bool CanGoOn => !IsPaused && Context.Waiting > 0;

    /// <summary>Takes up what others left, then works until it is killed.</summary>
    public void Start() =>
        Do(async () =>
        {
            for (var isUp = false; !isUp; )
            {
                try
                {
                    await Engine.TakeUp(CancellationToken.None);
                    isUp = true;
                }
                catch (StoreAwayException)
                {
                    // As a process manager starts it again until the database is there.
                }
            }

            Do(() => _courier.Work(CancellationToken.None));
            await Engine.Work(CancellationToken.None);
        });

    /// <summary>Begins something on the node; what the world broke is no surprise.</summary>
    public void Do(Func<Task> work) => Context.Run(() => _ = Guarded(work));

    /// <summary>Fires what is due of its timers.</summary>
    public void Fire() =>
        Context.Run(() =>
        {
            Time.Fire();
            _courierTime.Fire();
        });

    public void Kill() => Context.Close();

    public void Dispose()
    {
        _courier.Dispose();
        _services.Dispose();
    }

    private async Task Guarded(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StoreAwayException or ProviderException)
        {
            // The person sees an error.
        }
        catch (Exception e)
        {
            _onSurprise(e.ToString());
        }
    }

    private sealed class PlainVault : ISecretVault
    {
        public byte[] Seal(ProtectedToken token, UserId userId, ConnectionId connectionId) =>
            Encoding.UTF8.GetBytes($"{userId.Value}|{connectionId}|{token.Reveal()}");

        public ProtectedToken Open(byte[] sealedToken, UserId userId, ConnectionId connectionId)
        {
            var parts = Encoding.UTF8.GetString(sealedToken).Split('|');
            return
                parts is [var user, var connection, var token]
                && user == $"{userId.Value}"
                && connection == $"{connectionId}"
                ? new ProtectedToken(token)
                : throw new SecretException("It was sealed for another place.");
        }
    }

    /// <summary>What the engine logs as broken on our side, unless the database was away, is a bug.</summary>
    private sealed class SurpriseLog(Action<string> onSurprise) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider) { }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (exception is not (null or StoreAwayException or ProviderException))
            {
                onSurprise(exception.ToString());
            }
        }

        public void Dispose() { }
    }
}
