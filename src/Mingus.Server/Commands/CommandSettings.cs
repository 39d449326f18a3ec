using Mingus.Server.Setup;
using Mingus.Storage;
using Mingus.Storage.Keys;

namespace Mingus.Server.Commands;

/// <summary>The settings a command reads, as the server would, and no more of them than it needs.</summary>
internal sealed class CommandSettings(string[] given)
{
    private readonly Lazy<WebApplicationBuilder> _host = new(() => HostSetup.CreateBuilder(given));

    public IConfiguration Configuration => _host.Value.Configuration;

    public bool IsDevelopment => _host.Value.Environment.IsDevelopment();

    public static string WorkingDirectory => Directory.GetCurrentDirectory();

    /// <summary>Where the database is.</summary>
    /// <exception cref="ConfigException">That is not a database.</exception>
    public StorageOptions Storage() => ConfigReader.ReadStorage(Configuration, WorkingDirectory).ToOptions();

    /// <summary>The keys that seal tokens.</summary>
    /// <exception cref="ConfigException">One is missing.</exception>
    public VaultKeys Keys() => ConfigReader.ReadKeys(Configuration, IsDevelopment, WorkingDirectory);

    /// <summary>The database, which another process may be serving.</summary>
    /// <exception cref="StorageException">It is not there, or its schema is another.</exception>
    public LedgerDatabase Open() => LedgerDatabase.OpenBeside(Storage(), TimeProvider.System);

    /// <summary>Warnings, on the console.</summary>
    public static ILoggerFactory Logs() =>
        LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
}
