using Microsoft.Extensions.Primitives;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>The way to the identity provider and back. Pages, not calls: all of it ends on the dashboard.</summary>
internal static class ProviderLoginApi
{
    private const string Home = "/";
    private const string Refused = "/?refused=provider";

    public static void MapProviderLogin(this WebApplication app)
    {
        app.MapGet(ProviderLogin.Begin, Leave).ExcludeFromDescription();
        app.MapGet(ProviderLogin.Return, ComeBack).ExcludeFromDescription();
    }

    private static async Task<IResult> Leave(
        HttpContext http,
        ProviderLogin provider,
        CancellationToken cancellationToken
    )
    {
        if (await provider.Leave(cancellationToken) is not var (place, kept))
        {
            return Results.Redirect(Refused);
        }

        http.Response.Cookies.Append(ProviderLogin.Cookie, kept, Terms(ProviderLogin.LastsFor));
        return Results.Redirect(place.AbsoluteUri);
    }

    private static async Task<IResult> ComeBack(
        HttpContext http,
        ProviderLogin provider,
        Operators operators,
        LoginDelays delays,
        LoginTrail trail,
        CancellationToken cancellationToken
    )
    {
        var address = http.Connection.RemoteIpAddress;
        // A browser that never left has tried nothing.
        if (
            http.Request.Cookies[ProviderLogin.Cookie] is not { Length: > 0 } kept
            || delays.Take(address, name: null) is not null
        )
        {
            return Results.Redirect(Refused);
        }

        http.Response.Cookies.Delete(ProviderLogin.Cookie, Terms(lasts: null));
        var query = http.Request.Query;
        var who = await provider.ComeBack(kept, One(query["state"]), One(query["code"]), cancellationToken);
        if (who is null)
        {
            await trail.Failed(address, cancellationToken);
            return Results.Redirect(Refused);
        }

        var name = Operators.NameAtProvider(who);
        delays.Forget(address, name);
        await AuthApi.Open(http, operators, trail, AuditActions.LoginOpened, name, cancellationToken);
        return Results.Redirect(Home);
    }

    private static string? One(StringValues values) => values.Count == 1 ? values[0] : null;

    // The provider sends the browser back from a page of another site: a strict cookie would not come along.
    private static CookieOptions Terms(TimeSpan? lasts) =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = lasts,
        };
}
