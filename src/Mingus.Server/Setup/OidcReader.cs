using System.Diagnostics.CodeAnalysis;

namespace Mingus.Server.Setup;

/// <summary>Reads whose signed tokens are taken: <c>Auth:Oidc:…</c>.</summary>
internal sealed class OidcReader(IConfiguration settings, List<string> faults)
{
    private const string OfOneOf =
        "Auth__Oidc__Tenant or Auth__Oidc__TenantClaim must be set, and not both: whose tokens of that issuer are.";

    /// <summary>Null where no issuer is named, or what is said of it has faults.</summary>
    public OidcConfig? Read()
    {
        var authority = Text("Auth:Oidc:Authority");
        var audience = Text("Auth:Oidc:Audience");
        var tenant = Text("Auth:Oidc:Tenant");
        var tenantClaim = Text("Auth:Oidc:TenantClaim");
        var userClaim = Text("Auth:Oidc:UserClaim") ?? "sub";
        var scopeClaim = Text("Auth:Oidc:ScopeClaim") ?? "scope";
        var scopePrefix = Text("Auth:Oidc:ScopePrefix") ?? "";
        if (authority is null)
        {
            if (settings.GetSection("Auth:Oidc").GetChildren().Any())
            {
                faults.Add("Auth__Oidc__Authority is not set: name the issuer, or take the rest of Auth__Oidc out.");
            }

            return null;
        }

        var address = Address(authority);
        if (audience is null)
        {
            faults.Add(
                "Auth__Oidc__Audience is not set: name what tokens for this service have as 'aud'. Tokens for others "
                    + "would be taken without."
            );
        }

        if ((tenant is null) == (tenantClaim is null))
        {
            faults.Add(OfOneOf);
        }

        var login = Login();
        return address is null || audience is null
            ? null
            : new(address, audience, tenant, tenantClaim, userClaim, scopeClaim, scopePrefix) { Login = login };
    }

    private OidcLogin? Login()
    {
        if (!settings.GetSection("Auth:Oidc:Login").GetChildren().Any())
        {
            return null;
        }

        var clientId = Text("Auth:Oidc:Login:ClientId");
        if (clientId is null)
        {
            faults.Add("Auth__Oidc__Login__ClientId is not set: the id that the provider knows this service by.");
        }

        var secret = Text("Auth:Oidc:Login:ClientSecret");
        var address = Text("Auth:Oidc:Login:Address") is { } text && IsAddress(text, out var given) ? given : null;
        if (address is null)
        {
            faults.Add(
                "Auth__Oidc__Login__Address is no https address: name this service as browsers see it, as "
                    + "https://mingus.example.com. The provider sends them back there."
            );
        }

        var operators = settings.GetSection("Auth:Oidc:Login:Operators").GetChildren().Select(one => one.Value);
        var named = operators.OfType<string>().Where(name => name.Length > 0).ToList();
        if (named.Count == 0)
        {
            faults.Add(
                "Auth__Oidc__Login__Operators__0 is not set: name who may log in to the dashboard, as the claim "
                    + "Auth__Oidc__UserClaim does. An account at the provider is not enough."
            );
        }

        return clientId is null || address is null ? null : new(clientId, secret, address, named);
    }

    private Uri? Address(string text)
    {
        if (IsAddress(text, out var address))
        {
            return address;
        }

        faults.Add("Auth__Oidc__Authority is not an https address, as https://login.example.com.");
        return null;
    }

    private static bool IsAddress(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { UserInfo: "", Query: "", Fragment: "" };

    private string? Text(string name) => settings[name] is { Length: > 0 } text ? text.Trim() : null;
}
