using Mingus.Server.Identity;

namespace Mingus.Server.Setup;

/// <summary>Reads who may ask, and from where: <c>Auth:…</c> and <c>Cors:…</c>.</summary>
internal sealed class AccessReader(IConfiguration settings, List<string> faults)
{
    public List<ApiKey> ApiKeys()
    {
        var keys = new List<ApiKey>();
        foreach (var section in settings.GetSection("Auth:ApiKeys").GetChildren())
        {
            var name = $"Auth__ApiKeys__{section.Key}";
            var hash = ApiKeyTexts.Hash(section["Hash"]);
            if (hash is null)
            {
                faults.Add($"{name}__Hash is not a SHA-256 in 64 hexadecimal digits or in base64.");
            }

            if (string.IsNullOrWhiteSpace(section["Tenant"]))
            {
                faults.Add($"{name}__Tenant is not set: name the tenant the key acts in.");
            }

            var scopes = (section["Scopes"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
            foreach (var scope in scopes.Where(scope => ScopeNames.Find(scope) is null))
            {
                faults.Add($"{name}__Scopes names '{scope}'; there are {string.Join(", ", ScopeNames.All)}.");
            }

            keys.Add(new(hash ?? [], section["Tenant"] ?? "", scopes.Length == 0 ? Scopes.All : ScopeNames.Of(scopes)));
        }

        return keys;
    }

    public CorsConfig Cors() =>
        new(
            Origins(settings.GetSection("Cors:Origins"), "Cors__Origins"),
            settings
                .GetSection("Cors:Tenants")
                .GetChildren()
                .ToDictionary(
                    tenant => tenant.Key,
                    tenant => Origins(tenant, $"Cors__Tenants__{tenant.Key}"),
                    StringComparer.Ordinal
                )
        );

    private IReadOnlyList<string> Origins(IConfigurationSection section, string name)
    {
        var origins = new List<string>();
        foreach (var entry in section.GetChildren())
        {
            if (Identity.Origins.Read(entry.Value) is { } origin)
            {
                origins.Add(origin);
            }
            else
            {
                faults.Add(
                    $"{name}__{entry.Key} is not an origin: write scheme, host and port as browsers do, for instance "
                        + "https://app.example.com, in lower case, without a path or slash at the end. "
                        + "'*' and 'null' are not taken."
                );
            }
        }

        return origins;
    }
}
