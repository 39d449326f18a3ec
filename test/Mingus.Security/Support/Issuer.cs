using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mingus.Security.Support;

/// <summary>An identity provider on loopback: discovery document, key set, tokens. It signs with its own hands, so that
/// it can sign what no library would.</summary>
internal sealed partial class Issuer : IAsyncDisposable
{
    public const string Audience = "mingus";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _published = [];

    private Issuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>What its discovery document says its name is.</summary>
    public string? SaysItIs { get; set; }

    public bool IsAway { get; set; }

    /// <summary>Requests so far.</summary>
    public int Asked => _asked.Values.Sum();

    public ECDsa Elliptic { get; private set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RSA Rsa { get; } = RSA.Create(2048);

    public static async Task<Issuer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new Issuer(app);
        app.Run(issuer.Answer);
        await app.StartAsync();
        issuer.Publish("ec-1", issuer.Elliptic);
        issuer._published.Add(
            new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = "rsa-1",
                ["n"] = Base64Url.EncodeToString(issuer.Rsa.ExportParameters(false).Modulus),
                ["e"] = Base64Url.EncodeToString(issuer.Rsa.ExportParameters(false).Exponent),
            }
        );
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Elliptic.Dispose();
        Rsa.Dispose();
    }

    /// <summary>Takes another key in the place of the elliptic one.</summary>
    public void Rotate(string id)
    {
        Elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        lock (_published)
        {
            _published.RemoveAll(key => (string)key["kty"]! == "EC");
        }

        Publish(id, Elliptic);
    }

    /// <summary>Claims of a token that opens, from now on for five minutes.</summary>
    public JsonObject Claims(DateTimeOffset now) =>
        new()
        {
            ["iss"] = Address,
            ["aud"] = Audience,
            ["sub"] = "anna",
            ["tenant"] = "acme",
            ["scope"] = "openid mingus:read mingus:sync",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };

    public static JsonObject Header(string algorithm = "ES256", string? keyId = "ec-1")
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm };
        if (keyId is not null)
        {
            header["kid"] = keyId;
        }

        return header;
    }

    /// <summary>A token signed by the elliptic key, whatever its header says.</summary>
    public string Sign(JsonObject claims, JsonObject? header = null) =>
        Compose(header ?? Header(), claims, bytes => Elliptic.SignData(bytes, HashAlgorithmName.SHA256));

    public string SignByRsa(JsonObject claims, JsonObject? header = null) =>
        Compose(
            header ?? Header("RS256", "rsa-1"),
            claims,
            bytes => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );

    public static string Compose(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString(System.Text.Json.JsonSerializerOptions.Web)));

    private void Publish(string id, ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        lock (_published)
        {
            _published.Add(
                new JsonObject
                {
                    ["kty"] = "EC",
                    ["use"] = "sig",
                    ["crv"] = "P-256",
                    ["kid"] = id,
                    ["x"] = Base64Url.EncodeToString(point.X),
                    ["y"] = Base64Url.EncodeToString(point.Y),
                }
            );
        }
    }

    private Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _asked.AddOrUpdate(path, 1, static (_, count) => count + 1);
        if (IsAway)
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        }

        if (path == "/token")
        {
            return Exchange(context);
        }

        JsonObject? answer;
        lock (_published)
        {
            answer = path switch
            {
                "/.well-known/openid-configuration" => new()
                {
                    ["issuer"] = SaysItIs ?? Address,
                    ["jwks_uri"] = $"{Address}/keys",
                    ["authorization_endpoint"] = $"{Address}/authorize",
                    ["token_endpoint"] = $"{Address}/token",
                },
                "/keys" => new() { ["keys"] = new JsonArray([.. _published.Select(key => key.DeepClone())]) },
                _ => null,
            };
        }

        context.Response.StatusCode = answer is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer?.ToJsonString() ?? "{}");
    }
}
