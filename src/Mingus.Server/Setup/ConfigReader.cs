using System.Globalization;
using Mingus.Server.Identity;
using Mingus.Storage;
using Mingus.Storage.Keys;

namespace Mingus.Server.Setup;

/// <summary>Reads the settings docs/operate names, and gathers every fault before it gives up.</summary>
internal sealed class ConfigReader(IConfiguration settings, bool isDevelopment, string workingDirectory)
{
    private const StringComparison OrdinalIgnoreCase = StringComparison.OrdinalIgnoreCase;
    private const string DefaultDatabase = "Data Source=data/mingus.db";

    private readonly List<string> _faults = [];

    /// <summary>The configuration.</summary>
    /// <exception cref="ConfigException">Something is missing or wrong; the message says everything that
    /// is.</exception>
    public static ServerConfig Read(IConfiguration settings, bool isDevelopment, string workingDirectory)
    {
        var reader = new ConfigReader(settings, isDevelopment, workingDirectory);
        var config = reader.Read();
        return reader._faults.Count == 0 ? config! : throw new ConfigException(reader._faults);
    }

    /// <summary>Where the database is, and nothing else: what a command needs that does not serve.</summary>
    /// <exception cref="ConfigException">That is wrong.</exception>
    public static StorageConfig ReadStorage(IConfiguration settings, string workingDirectory)
    {
        var reader = new ConfigReader(settings, isDevelopment: true, workingDirectory);
        var storage = reader.Storage();
        return reader._faults.Count == 0 ? storage : throw new ConfigException(reader._faults);
    }

    /// <summary>The keys of the vault, and nothing else.</summary>
    /// <exception cref="ConfigException">One is missing or cannot be read.</exception>
    public static VaultKeys ReadKeys(IConfiguration settings, bool isDevelopment, string workingDirectory)
    {
        var reader = new ConfigReader(settings, isDevelopment, workingDirectory);
        return reader.Keys() ?? throw new ConfigException(reader._faults);
    }

    private ServerConfig? Read()
    {
        var storage = Storage();
        var isSandboxEnabled = Flag("Sandbox:Enabled", unset: isDevelopment && Text("Plaid:BaseUrl") is null);
        var plaid = Plaid(isSandboxEnabled);
        var limits = Limits();
        var isScheduled = Flag("Schedule:Enabled", unset: true);
        var checks = Count("Schedule:ChecksPerDay", 4);
        if (checks is < 1 or > 96)
        {
            _faults.Add("Schedule__ChecksPerDay is not from 1 to 96: checks a connection and day, on average.");
        }

        var allowsPrivate = Flag("WebhooksOut:AllowPrivateAddresses", unset: false);
        var analytics = Analytics();
        var retention = RetentionReader.Read(settings, _faults);
        var access = new AccessReader(settings, _faults);
        var oidc = new OidcReader(settings, _faults).Read();
        var keys = ApiKeyList(access, isOidcMeant: settings.GetSection("Auth:Oidc").Exists());
        var cors = access.Cors();
        var login = new LoginConfig(
            Flag("Auth:Login:Enabled", unset: true),
            Text("Auth:Login:Tenant") ?? "home",
            Text("Auth:Login:User") ?? "owner"
        );
        var vault = Keys();
        if (!isDevelopment)
        {
            new StartRules(settings, workingDirectory, _faults).Check(storage, vault, isSandboxEnabled);
        }

        return _faults.Count > 0
            ? null
            : new()
            {
                IsDevelopment = isDevelopment,
                Storage = storage,
                Plaid = plaid,
                IsSandboxEnabled = isSandboxEnabled,
                Limits = limits,
                IsScheduled = isScheduled,
                ChecksPerDay = checks,
                AllowsPrivateWebhooks = allowsPrivate,
                Analytics = analytics,
                Retention = retention,
                ApiKeys = keys,
                Oidc = oidc,
                Cors = cors,
                Login = login,
                Keys = vault!,
            };
    }

    private StorageConfig Storage()
    {
        var connection = Text("Storage:ConnectionString") ?? DefaultDatabase;
        var migration = Text("Storage:MigrationConnectionString");
        var (resolved, fault) = DatabaseNames.Resolve(connection, workingDirectory);
        if (fault is not null)
        {
            _faults.Add($"Storage__ConnectionString {fault}");
        }

        // Processes on one PostgreSQL share the work by themselves: there is nothing else to turn on.
        if (Flag("Cluster:Enabled", unset: false) && !connection.TrimStart().StartsWith("Host=", OrdinalIgnoreCase))
        {
            _faults.Add(
                "Cluster__Enabled is true, but several processes need PostgreSQL: set Storage__ConnectionString."
            );
        }

        return new(resolved, migration, Flag("Storage:RowSecurity", unset: true));
    }

    private PlaidConfig Plaid(bool isSandboxEnabled)
    {
        var text = Text("Plaid:BaseUrl");
        var baseUrl = text is null ? null : WebAddress("Plaid__BaseUrl", text);
        var (clientId, secret) = (Text("Plaid:ClientId"), Text("Plaid:Secret"));
        if (text is null && !isSandboxEnabled)
        {
            _faults.Add(
                "Plaid__BaseUrl is not set: give the provider's address, or say Sandbox__Enabled=true for the built-in "
                    + "sandbox bank."
            );
        }

        var isAnyNameEnough = text is null || isSandboxEnabled || isDevelopment;
        if (!isAnyNameEnough && (clientId is null || secret is null))
        {
            _faults.Add("Plaid__ClientId and Plaid__Secret are needed with Plaid__BaseUrl.");
        }

        var webhookUrl = Text("Plaid:WebhookUrl");
        if (webhookUrl is not null)
        {
            WebAddress("Plaid__WebhookUrl", webhookUrl);
        }

        return new(baseUrl, clientId ?? "sandbox", secret ?? "sandbox");
    }

    private AnalyticsConfig Analytics()
    {
        string[] known = [AnalyticsConfig.Log, AnalyticsConfig.Http, AnalyticsConfig.OpenTelemetry];
        var sinks = (Text("Analytics:Sinks") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        foreach (var sink in sinks.Where(sink => !known.Contains(sink, StringComparer.Ordinal)))
        {
            _faults.Add($"Analytics__Sinks names '{sink}'; there are {string.Join(", ", known)}.");
        }

        var url = Text("Analytics:HttpUrl") is { } text ? WebAddress("Analytics__HttpUrl", text) : null;
        if (url is null && sinks.Contains(AnalyticsConfig.Http, StringComparer.Ordinal))
        {
            _faults.Add("Analytics__HttpUrl is not set: Analytics__Sinks names http, which posts to that address.");
        }

        return new(sinks, url);
    }

    private LimitsConfig Limits() =>
        new(
            Count("Limits:RequestsPerSecond", isDevelopment ? 0 : 50),
            Count("Limits:TokenRequestsPerSecond", isDevelopment ? 0 : 10),
            Count("Limits:StreamsPerUser", isDevelopment ? 0 : 5),
            Count("Limits:ForcedPerHour", isDevelopment ? 0 : 6)
        )
        {
            StrangersPerSecond = Count("Limits:StrangersPerSecond", 100),
            StreamsPerKey = Count("Limits:StreamsPerKey", 2_000),
            Streams = Count("Limits:Streams", 10_000),
            RequestsAtOnce = Count("Limits:RequestsAtOnce", 64),
        };

    private List<ApiKey> ApiKeyList(AccessReader access, bool isOidcMeant)
    {
        var keys = access.ApiKeys();
        // Logging in is offered beside keys; alone it must be meant.
        var isLoginMeant = settings["Auth:Login:Enabled"] is not null && Flag("Auth:Login:Enabled", unset: false);
        if (keys.Count == 0 && !isLoginMeant && !isOidcMeant && !isDevelopment)
        {
            _faults.Add(
                "Auth__ApiKeys__0__Hash and Auth__ApiKeys__0__Tenant are not set: outside Development callers need a "
                    + "key (Hash: SHA-256 of the key's text in hexadecimal). For a household alone, say "
                    + "Auth__Login__Enabled=true and log in to the dashboard; where an identity provider signs tokens, "
                    + "name it in Auth__Oidc__Authority."
            );
        }

        return keys;
    }

    private VaultKeys? Keys()
    {
        var active = Text("Keys:Active");
        if (active is null && !isDevelopment)
        {
            _faults.Add(
                "Keys__Active is not set: give 'id:base64' of 32 random bytes, or a file that holds it, to seal "
                    + "provider tokens with."
            );
            return null;
        }

        if (active is null && _faults.Count > 0)
        {
            // What is wrong elsewhere stops the start: then nothing is written.
            return null;
        }

        var retired = settings.GetSection("Keys:Retired").GetChildren().Select(key => key.Value ?? "");
        try
        {
            return VaultKeys.From(
                active ?? DevelopmentKey.LoadOrCreate(Path.Combine(workingDirectory, "data", "dev.key")),
                retired
            );
        }
        catch (StorageException fault)
        {
            _faults.Add(fault.Message);
            return null;
        }
    }

    private string? Text(string name) => settings[name] is { Length: > 0 } text ? text.Trim() : null;

    private bool Flag(string name, bool unset)
    {
        var text = Text(name);
        if (text is null || bool.TryParse(text, out _))
        {
            return text is null ? unset : bool.Parse(text);
        }

        _faults.Add($"{name.Replace(":", "__", StringComparison.Ordinal)} is neither true nor false.");
        return unset;
    }

    private int Count(string name, int unset)
    {
        var text = Text(name);
        var count = unset;
        if (
            text is not null
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= 1_000_000)
        )
        {
            _faults.Add(
                $"{name.Replace(":", "__", StringComparison.Ordinal)} is not a whole number from 0 (no limit) "
                    + "to 1000000."
            );
        }

        return count;
    }

    private Uri? WebAddress(string name, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        _faults.Add($"{name} is not an http or https address.");
        return null;
    }
}
