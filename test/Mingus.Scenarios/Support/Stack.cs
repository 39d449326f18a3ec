using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Sandbox;
using Mingus.Server;
using Mingus.Server.Setup;

namespace Mingus.Scenarios.Support;

/// <summary>
/// The whole product over a real bank: the sandbox on its own port, the product on its own, a database of a real engine
/// between them. The product can be stopped and started again on the same database.
/// </summary>
internal sealed class Stack : IAsyncDisposable
{
    /// <summary>The day on which the clocks of banks stand, unless a scenario says otherwise.</summary>
    public static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private const string Key = "test:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    private readonly TestDatabase _database;
    private readonly IReadOnlyList<string> _settings;
    private Action<WebApplicationBuilder>? _adjust;
    private readonly List<WebApplication> _apps = [];
    private readonly List<Uri> _addresses = [];
    private ProductProcess? _process;
    private IReadOnlyDictionary<string, string>? _environment;
    private int _persons;
    private int _turn;

    private Stack(StoreKind kind, TestDatabase database, SandboxServer sandbox, IReadOnlyList<string> settings)
    {
        (Kind, _database, Sandbox, _settings) = (kind, database, sandbox, settings);
        Http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
    }

    public StoreKind Kind { get; }

    public SandboxServer Sandbox { get; }

    public ShiftedTime Time { get; private init; } = new();

    public HttpClient Http { get; }

    /// <summary>Where the product serves; of several nodes each in turn.</summary>
    public Uri Address => _addresses[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_addresses.Count)];

    /// <summary>What the product logged.</summary>
    public LogLines Log { get; } = new();

    /// <summary>Linking tells no item id: who links holds this, so that the newest item is theirs.</summary>
    public SemaphoreSlim LinkTurn { get; } = new(1);

    /// <summary>A bank whose clock stands still and whose history is there at once.</summary>
    public static SandboxOptions StillBank() => new() { TimeFactor = 0, HistoryDelay = TimeSpan.Zero };

    /// <summary>Starts bank and product. <paramref name="settings"/> are the product's, as on a command line.</summary>
    public static async Task<Stack> Start(
        StoreKind kind,
        SandboxOptions? bank = null,
        Action<WebApplicationBuilder>? adjust = null,
        params string[] settings
    )
    {
        var sandbox = await StartBank(bank ?? StillBank());
        var stack = new Stack(kind, await TestDatabase.Create(kind), sandbox, settings) { _adjust = adjust };
        await stack.StartProduct();
        return stack;
    }

    /// <summary>Starts bank and product with one time for both: what the bank signs is of the product's moment, too,
    /// however much time was let pass.</summary>
    public static async Task<Stack> StartInOneTime(
        StoreKind kind,
        SandboxOptions bank,
        Action<WebApplicationBuilder> adjust,
        params string[] settings
    )
    {
        var time = new ShiftedTime();
        var sandbox = await StartBank(bank, time);
        var stack = new Stack(kind, await TestDatabase.Create(kind), sandbox, settings)
        {
            _adjust = adjust,
            Time = time,
        };
        await stack.StartProduct();
        return stack;
    }

    /// <summary>Starts bank and product, the product as a process of its own in that environment.</summary>
    public static async Task<Stack> StartProcess(StoreKind kind, IReadOnlyDictionary<string, string> environment)
    {
        var sandbox = await StartBank(StillBank());
        var stack = new Stack(kind, await TestDatabase.Create(kind), sandbox, []) { _environment = environment };
        await stack.StartProduct();
        return stack;
    }

    /// <summary>A user whom nobody else uses.</summary>
    public Person NewPerson(string? name = null) => new(this, name ?? $"person-{Interlocked.Increment(ref _persons)}");

    /// <summary>A part of the running product.</summary>
    public T Service<T>()
        where T : notnull => _apps[0].Services.GetRequiredService<T>();

    /// <summary>Lets time pass for bank and product alike.</summary>
    public void Advance(TimeSpan span)
    {
        Time.Advance(span);
        Sandbox.Clock.Advance(span);
    }

    /// <summary>Where the product's database is.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>Looks into the product's database.</summary>
    public Task<List<string>> Query(string sql) => _database.Query(sql);

    /// <summary>Every row of every table of the product.</summary>
    public Task<string> DatabaseText() => _database.Text();

    /// <summary>Every byte of the database's files, or of a dump, as Latin-1.</summary>
    public Task<string> DatabaseBytes() => _database.Bytes();

    /// <summary>Changes the product's database behind its back.</summary>
    public Task Tamper(string sql) => _database.Tamper(sql);

    public async Task StopProduct()
    {
        _addresses.Clear();
        foreach (var app in _apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        _apps.Clear();

        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    public async Task StartProduct()
    {
        string[] arguments =
        [
            "--environment=Development",
            "--urls=http://127.0.0.1:0",
            $"--Storage:ConnectionString={_database.ConnectionString}",
            $"--Plaid:BaseUrl={Sandbox.BaseUrl}",
            "--Plaid:Retries:Delay=00:00:00.005",
            $"--Keys:Active={Key}",
            "--Schedule:Enabled=false",
            .. _settings,
        ];
        if (_environment is not null)
        {
            _process = await ProductProcess.Start(arguments, _environment);
            _addresses.Add(_process.Address);
            return;
        }

        await StartNode(arguments);
        if (Kind == StoreKind.Nodes)
        {
            // At a port of its own, whatever the settings say of the first.
            await StartNode([.. arguments, "--urls=http://127.0.0.1:0"]);
        }
    }

    private async Task StartNode(string[] arguments)
    {
        var app = await Program.Build(arguments, Compose);
        _apps.Add(app);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _addresses.Add(new Uri(addresses.Addresses.First()));
    }

    /// <summary>Stops the product and starts it on the same database, its parts now as given.</summary>
    public async Task Restart(Action<WebApplicationBuilder>? adjust = null)
    {
        await StopProduct();
        _adjust = adjust;
        await StartProduct();
    }

    public async ValueTask DisposeAsync()
    {
        await StopProduct();
        await Sandbox.DisposeAsync();
        await _database.DisposeAsync();
        Http.Dispose();
    }

    private static Task<SandboxServer> StartBank(SandboxOptions options, TimeProvider? time = null) =>
        SandboxServer.StartAsync(["http://127.0.0.1:0"], options, time ?? TimeProvider.System, CancellationToken.None);

    private async Task Compose(WebApplicationBuilder builder, ServerConfig config)
    {
        await RoomsSetup.AddRooms(builder, config);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        _adjust?.Invoke(builder);
    }
}
