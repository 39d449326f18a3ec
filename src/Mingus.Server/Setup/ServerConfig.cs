using Mingus.Server.Identity;
using Mingus.Storage;
using Mingus.Storage.Keys;

namespace Mingus.Server.Setup;

/// <summary>What the operator said, read and checked once at the start.</summary>
internal sealed record ServerConfig
{
    /// <summary>Development asks no credential of this machine; everything else does.</summary>
    public required bool IsDevelopment { get; init; }

    public required StorageConfig Storage { get; init; }

    public required PlaidConfig Plaid { get; init; }

    /// <summary>Whether the built-in sandbox bank starts.</summary>
    public required bool IsSandboxEnabled { get; init; }

    public required LimitsConfig Limits { get; init; }

    /// <summary><c>Schedule:Enabled</c>; false: nothing runs but what is asked for.</summary>
    public required bool IsScheduled { get; init; }

    /// <summary><c>WebhooksOut:AllowPrivateAddresses</c>: outgoing webhooks may go to this network, without TLS, to any
    /// port.</summary>
    public bool AllowsPrivateWebhooks { get; init; }

    public RetentionConfig Retention { get; init; } = new();

    public AnalyticsConfig Analytics { get; init; } = AnalyticsConfig.None;

    /// <summary><c>Schedule:ChecksPerDay</c>: the budget of a connection and day, on average over all.</summary>
    public required int ChecksPerDay { get; init; }

    /// <summary><c>Auth:ApiKeys</c>.</summary>
    public required IReadOnlyList<ApiKey> ApiKeys { get; init; }

    /// <summary><c>Auth:Oidc</c>; null: no signed token is taken.</summary>
    public OidcConfig? Oidc { get; init; }

    public CorsConfig Cors { get; init; } = CorsConfig.None;

    public required LoginConfig Login { get; init; }

    /// <summary><c>Keys:Active</c> and <c>Keys:Retired</c>: what seals provider tokens at rest.</summary>
    public required VaultKeys Keys { get; init; }
}

/// <summary><c>Storage:…</c>.</summary>
/// <param name="ConnectionString">For SQLite with the full path of its file; begins with <c>Host=</c> for
/// PostgreSQL.</param>
/// <param name="MigrationConnectionString">For migrations, when another role owns the tables; null for the
/// same.</param>
/// <param name="RowSecurity">PostgreSQL: the service sees one user's rows at a time.</param>
internal sealed record StorageConfig(
    string ConnectionString,
    string? MigrationConnectionString,
    bool RowSecurity = true
)
{
    public StorageOptions ToOptions() =>
        new()
        {
            ConnectionString = ConnectionString,
            MigrationConnectionString = MigrationConnectionString,
            RowSecurity = RowSecurity,
        };
}

/// <summary><c>Plaid:…</c>.</summary>
/// <param name="BaseUrl">Null: the built-in sandbox bank.</param>
/// <param name="ClientId">Any name will do for the sandbox.</param>
/// <param name="Secret">Likewise.</param>
internal sealed record PlaidConfig(Uri? BaseUrl, string ClientId, string Secret)
{
    public override string ToString() => BaseUrl?.AbsoluteUri ?? "built-in sandbox";
}

/// <summary><c>Analytics:…</c>.</summary>
/// <param name="Sinks">Where analytics events go: <c>log</c>, <c>http</c>, <c>otel</c>; none by default.</param>
/// <param name="HttpUrl">Where <c>http</c> posts them.</param>
internal sealed record AnalyticsConfig(IReadOnlyList<string> Sinks, Uri? HttpUrl)
{
    public const string Log = "log";
    public const string Http = "http";
    public const string OpenTelemetry = "otel";

    public static AnalyticsConfig None { get; } = new([], HttpUrl: null);
}

/// <summary><c>Retention:…</c>: days that kinds of data are kept. Transactions, balances and decisions are kept until
/// their connection or their person is erased.</summary>
internal sealed record RetentionConfig
{
    /// <summary>The event log, and what was delivered of it.</summary>
    public int EventDays { get; init; } = 30;

    /// <summary>That a webhook came.</summary>
    public int WebhookDays { get; init; } = 30;

    /// <summary>Ended runs.</summary>
    public int RunDays { get; init; } = 365;

    /// <summary>What the provider sent of records set aside.</summary>
    public int PayloadDays { get; init; } = 90;

    /// <summary>The audit trail; the database keeps ninety days whatever this says.</summary>
    public int AuditDays { get; init; } = 730;
}

/// <summary><c>Limits:…</c>; 0 for none.</summary>
/// <param name="RequestsPerSecond">Of a key.</param>
/// <param name="TokenRequestsPerSecond">Of a user token.</param>
/// <param name="StreamsPerUser">Event streams that one user holds open.</param>
/// <param name="ForcedPerHour">Forced syncs of a connection.</param>
internal sealed record LimitsConfig(
    int RequestsPerSecond,
    int TokenRequestsPerSecond,
    int StreamsPerUser,
    int ForcedPerHour
)
{
    /// <summary>Requests without a valid credential, of one address.</summary>
    public int StrangersPerSecond { get; init; }

    /// <summary>Event streams that one credential holds open.</summary>
    public int StreamsPerKey { get; init; }

    /// <summary>Event streams of this process.</summary>
    public int Streams { get; init; }

    /// <summary>Requests that are worked at once; streams and waits are not counted.</summary>
    public int RequestsAtOnce { get; init; }
}

/// <summary>The configuration has faults; the message lists all of them, each with what to set.</summary>
internal sealed class ConfigException(IReadOnlyList<string> faults)
    : Exception("Mingus Sync cannot start:\n" + string.Join('\n', faults.Select(fault => $"  - {fault}")))
{
    /// <summary>Each fault, a sentence.</summary>
    public IReadOnlyList<string> Faults => faults;
}

/// <summary><c>Cors:…</c>: origins whose pages may ask; none by default.</summary>
/// <param name="Origins">Those of every tenant.</param>
/// <param name="OfTenants">Those of single tenants, by the tenant's name.</param>
internal sealed record CorsConfig(
    IReadOnlyList<string> Origins,
    IReadOnlyDictionary<string, IReadOnlyList<string>> OfTenants
)
{
    public static CorsConfig None { get; } = new([], new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Every origin that any tenant lets in.</summary>
    public IReadOnlyList<string> All => [.. Origins.Concat(OfTenants.Values.SelectMany(o => o)).Distinct()];
}

/// <summary><c>Auth:Login:…</c>: people who log in to the dashboard.</summary>
/// <param name="IsEnabled">Whether they do.</param>
/// <param name="Tenant">The tenant they act in.</param>
/// <param name="User">The user they act for unless a request names another.</param>
internal sealed record LoginConfig(bool IsEnabled, string Tenant, string User);

/// <summary><c>Auth:Oidc:…</c>: the identity provider whose signed tokens are taken, each for one user.</summary>
/// <param name="Authority">Its address; below it is its discovery document.</param>
/// <param name="Audience">What a token for this service names as its audience.</param>
/// <param name="Tenant">The tenant of all its users; null where <paramref name="TenantClaim"/> says it.</param>
/// <param name="TenantClaim">The claim that names the tenant.</param>
/// <param name="UserClaim">The claim that names the user.</param>
/// <param name="ScopeClaim">The claim that lists scopes, as words of one text or as a list.</param>
/// <param name="ScopePrefix">What stands before those of ours.</param>
internal sealed record OidcConfig(
    Uri Authority,
    string Audience,
    string? Tenant,
    string? TenantClaim,
    string UserClaim,
    string ScopeClaim,
    string ScopePrefix
)
{
    /// <summary>How people log in to the dashboard there; null: they do not.</summary>
    public OidcLogin? Login { get; init; }
}

/// <summary><c>Auth:Oidc:Login:…</c>: logging in to the dashboard at the identity provider.</summary>
/// <param name="ClientId">Who this service is to the provider.</param>
/// <param name="ClientSecret">What proves it; null for a client without.</param>
/// <param name="Address">This service as browsers see it.</param>
/// <param name="Operators">Who may log in, as the user's claim names them.</param>
internal sealed record OidcLogin(string ClientId, string? ClientSecret, Uri Address, IReadOnlyList<string> Operators);
