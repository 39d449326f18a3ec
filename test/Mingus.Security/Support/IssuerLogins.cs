using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.Http;

namespace Mingus.Security.Support;

/// <summary>People who log in at the provider's page, and the codes that their browsers bring back.</summary>
internal sealed partial class Issuer
{
    private readonly ConcurrentDictionary<string, Login> _logins = new(StringComparer.Ordinal);

    /// <summary>Clients by their ids, with their secrets.</summary>
    public ConcurrentDictionary<string, string> Clients { get; } = new(StringComparer.Ordinal);

    /// <summary>Somebody logs in there and agrees; the code for it. The identity token can be a wrong one.</summary>
    public string Agree(Uri place, string who, Action<JsonObject>? change = null)
    {
        var asked = HttpUtility.ParseQueryString(place.Query);
        var now = TimeProvider.System.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["aud"] = asked["client_id"],
            ["sub"] = who,
            ["nonce"] = asked["nonce"],
            ["iat"] = now.ToUnixTimeSeconds(),
            // Tests turn the product's clock.
            ["exp"] = now.AddDays(1).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        var code = $"code/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}+";
        _logins[code] = new(asked["client_id"]!, asked["redirect_uri"]!, asked["code_challenge"]!, claims);
        return code;
    }

    private async Task Exchange(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var verifier = SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()));
        var isRight =
            _logins.TryRemove(form["code"].ToString(), out var login)
            && form["grant_type"] == "authorization_code"
            && form["client_id"] == login.Client
            && form["redirect_uri"] == login.ReturnTo
            && Base64Url.EncodeToString(verifier) == login.Challenge
            && IsClient(context, login.Client);
        context.Response.StatusCode = isRight ? 200 : 400;
        context.Response.ContentType = "application/json";
        var answer = isRight
            ? new JsonObject { ["access_token"] = "for nothing", ["id_token"] = Sign(login!.Claims) }
            : new JsonObject { ["error"] = "invalid_grant" };
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    // RFC 6749 2.3.1: encoded as in a form, then basic.
    private bool IsClient(HttpContext context, string id)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var pair = header.StartsWith("Basic ", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':')
            : [];
        return pair is [var name, var secret]
            && HttpUtility.UrlDecode(name) == id
            && HttpUtility.UrlDecode(secret) == Clients[id];
    }

    private sealed record Login(string Client, string ReturnTo, string Challenge, JsonObject Claims);
}
