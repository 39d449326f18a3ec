using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Sandbox;
using Mingus.Server;
using Mingus.Server.Setup;

namespace Mingus.Security.Support;

/// <summary>
/// The product as it runs outside Development, over a bank of its own and a real SQLite file: two tenants, each with a
/// configured key that may everything.
/// </summary>
public sealed class SafeStack : IAsyncLifetime
{
    public const string AcmeKey = "configured key of acme";
    public const string OtherKey = "configured key of other";
    public const string ListedOrigin = "https://app.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-security-").FullName;
    private readonly string[] _more;
    private WebApplication? _app;

    public SafeStack()
        : this([]) { }

    internal SafeStack(string[] more) => _more = more;

    internal Uri Address { get; private set; } = new("http://127.0.0.1");

    internal SandboxServer Sandbox { get; private set; } = null!;

    internal TurnedTime Time { get; } = new();

    internal LogText Log { get; } = new();

    internal HttpClient Http { get; } =
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(120),
        };

    public static async Task<SafeStack> Start(params string[] more)
    {
        var stack = new SafeStack(more);
        await stack.InitializeAsync();
        return stack;
    }

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            new SandboxOptions { TimeFactor = 0, HistoryDelay = TimeSpan.Zero },
            TimeProvider.System,
            CancellationToken.None
        );
        string[] settings =
        [
            "--environment=Production",
            "--urls=http://127.0.0.1:0",
            $"--Storage:ConnectionString=Data Source={Path.Combine(_folder, "mingus.db")}",
            $"--Plaid:BaseUrl={Sandbox.BaseUrl}",
            "--Plaid:ClientId=client",
            "--Plaid:Secret=secret",
            $"--Keys:Active=test:{Convert.ToBase64String(SHA256.HashData("a key of tests"u8))}",
            "--Schedule:Enabled=false",
            "--Limits:RequestsPerSecond=0",
            "--Limits:TokenRequestsPerSecond=0",
            "--Limits:ForcedPerHour=0",
            $"--Auth:ApiKeys:0:Hash={Hash(AcmeKey)}",
            "--Auth:ApiKeys:0:Tenant=acme",
            $"--Auth:ApiKeys:1:Hash={Hash(OtherKey)}",
            "--Auth:ApiKeys:1:Tenant=other",
            $"--Cors:Origins:0={ListedOrigin}",
            .. _more,
        ];
        _app = await Program.Build(settings, Compose);
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        Http.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A part of the running product.</summary>
    internal T Service<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A caller who shows that text and, unless it is a token's, names that user.</summary>
    internal Caller As(string? credential, string? user = null) => new(this, credential, user);

    /// <summary>Runs SQL behind the product's back.</summary>
    internal async Task<List<string>> Query(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "mingus.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)));
            rows.Add(string.Join(" | ", values));
        }

        return rows;
    }

    /// <summary>Every row that belongs to a user or a tenant, but for when keys were last used and how far deliveries
    /// are, which goes on by itself. With an external id, of what says whose it is only that user's.</summary>
    internal async Task<string> RowsOf(long userId, string tenant, string? externalId = null)
    {
        var text = new StringBuilder();
        foreach (var table in await Query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"))
        {
            var columns = (await Query($"SELECT name FROM pragma_table_info('{table}')"))
                .Where(column => column != "last_used_at")
                .ToList();
            var owner =
                columns.Contains("user_id") ? $"user_id = {userId}"
                : externalId is not null && columns.Contains("of_user") ? $"of_user = {userId}"
                : externalId is not null && columns.Contains("external_id")
                    ? $"tenant_id = '{tenant}' AND external_id = '{externalId}'"
                : columns.Contains("tenant_id") ? $"tenant_id = '{tenant}'"
                : null;
            if (owner is not null && table is not ("users" or "webhook_deliveries"))
            {
                text.AppendLine(table);
                text.AppendJoin('\n', await Query($"SELECT {string.Join(',', columns)} FROM {table} WHERE {owner}"));
            }
        }

        return text.ToString();
    }

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(object value) =>
        value is byte[] bytes ? Convert.ToHexStringLower(bytes) : value.ToString() ?? "";

    private async Task Compose(WebApplicationBuilder builder, ServerConfig config)
    {
        await RoomsSetup.AddRooms(builder, config);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        builder.Logging.AddFilter<LogText>(static _ => true);
    }
}

/// <summary>The system's clock, moved on as told; once it stands, by that alone.</summary>
internal sealed class TurnedTime : TimeProvider
{
    private long _ticks;
    private long _standsAt;

    public override DateTimeOffset GetUtcNow()
    {
        var standsAt = Interlocked.Read(ref _standsAt);
        var now = standsAt == 0 ? base.GetUtcNow() : new DateTimeOffset(standsAt, TimeSpan.Zero);
        return now + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
    }

    /// <summary>From now on no time passes by itself: what is counted by seconds comes out the same on any
    /// machine.</summary>
    public void Stand() => Interlocked.Exchange(ref _standsAt, base.GetUtcNow().UtcTicks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

/// <summary>Everything that was logged, with exceptions.</summary>
internal sealed class LogText : ILoggerProvider, ILogger
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (_text)
        {
            _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
        }
    }

    public void Dispose() { }
}
