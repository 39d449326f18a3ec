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

        return address is null || audience is null
            ? null
            : new(address, audience, tenant, tenantClaim, userClaim, scopeClaim, scopePrefix);
    }

    private Uri? Address(string text)
    {
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address is { UserInfo: "", Query: "", Fragment: "" }
        )
        {
            return address;
        }

        faults.Add("Auth__Oidc__Authority is not an https address, as https://login.example.com.");
        return null;
    }

    private string? Text(string name) => settings[name] is { Length: > 0 } text ? text.Trim() : null;
}
