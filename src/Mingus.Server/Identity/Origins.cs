using Microsoft.AspNetCore.Cors.Infrastructure;
using Mingus.Server.Http;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>
/// Origins whose pages may ask us from a browser: an exact list, of all tenants and of single ones. A preflight
/// shows no
/// credential, so it is answered for every origin of the list; the request itself is held to its tenant's.
/// </summary>
internal sealed class Origins
{
    public const string Policy = "origins";

    private static readonly TimeSpan PreflightKept = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> _ofAll;
    private readonly Dictionary<string, HashSet<string>> _ofTenants;
    private readonly HashSet<string> _known;

    public Origins(ServerConfig config)
    {
        _ofAll = config.Cors.Origins.ToHashSet(StringComparer.Ordinal);
        _ofTenants = config.Cors.OfTenants.ToDictionary(
            tenant => tenant.Key,
            tenant => tenant.Value.ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        _known = [.. _ofAll, .. _ofTenants.Values.SelectMany(origins => origins)];
    }

    /// <summary>Whether any tenant lets it in.</summary>
    public bool IsKnown(string origin) => _known.Contains(origin);

    /// <summary>Whether a page of a listed origin may act in that tenant; an origin of nobody's list is a browser's
    /// affair, which shows it no answer.</summary>
    public bool IsClosedTo(string origin, string tenant) =>
        IsKnown(origin)
        && !_ofAll.Contains(origin)
        && !(_ofTenants.TryGetValue(tenant, out var own) && own.Contains(origin));

    /// <summary>What a browser is told of the API.</summary>
    public static void Describe(CorsOptions options, CorsConfig config) =>
        options.AddPolicy(
            Policy,
            policy =>
                policy
                    .WithOrigins([.. config.All])
                    .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
                    .WithHeaders(
                        "Authorization",
                        "Content-Type",
                        "Last-Event-ID",
                        Headers.IdempotencyKey,
                        Headers.Prefer,
                        Headers.User
                    )
                    .WithExposedHeaders(Headers.Sequence, "Location", "Retry-After", Headers.PreferenceApplied)
                    .SetPreflightMaxAge(PreflightKept)
        );

    /// <summary>The scheme, host and port of a page, as a browser writes them; null for anything else, also for
    /// <c>null</c> and <c>*</c>.</summary>
    public static string? Read(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.Host.Length > 0
        && $"{address.Scheme}://{address.IdnHost}{(address.IsDefaultPort ? "" : $":{address.Port}")}" == text
            ? text
            : null;
}
