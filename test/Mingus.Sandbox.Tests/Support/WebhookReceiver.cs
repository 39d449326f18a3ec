using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mingus.Sandbox.Tests.Support;

internal sealed record Received(byte[] Body, string? Token)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement.Clone();

    public string Code => Json.GetProperty("webhook_code").GetString()!;

    public string Type => Json.GetProperty("webhook_type").GetString()!;
}

/// <summary>Listens for webhooks and answers what it is told to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly WebApplication _app;
    private readonly List<Received> _received = [];
    private readonly Queue<int> _statuses = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/hook";

    public IReadOnlyList<Received> All
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    public IReadOnlyList<string> Codes => [.. All.Select(r => r.Code)];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hook", (RequestDelegate)receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next requests are answered with these, later ones with 200.</summary>
    public void Answer(params ReadOnlySpan<int> statuses)
    {
        lock (_received)
        {
            foreach (var status in statuses)
            {
                _statuses.Enqueue(status);
            }
        }
    }

    /// <summary>Waits until a webhook of this code has come so many times.</summary>
    public async Task<Received> WaitAsync(string code, int times = 1)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(until) < s_patience)
        {
            var hits = All.Where(r => r.Code == code).ToList();
            if (hits.Count >= times)
            {
                return hits[times - 1];
            }
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{code} did not come {times} times; there were: {string.Join(", ", Codes)}");
    }

    /// <summary>
    /// The checks of Plaid's documentation; null where the webhook is good, else what is wrong with it.
    /// </summary>
    public static async Task<string?> VerifyAsync(Received webhook, Testbed bed)
    {
        if (webhook.Token is not { } token || token.Split('.') is not [var header, var payload, var signature])
        {
            return "no token";
        }
        using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
        if (head.RootElement.GetProperty("alg").GetString() != "ES256")
        {
            return "algorithm";
        }
        var kid = head.RootElement.GetProperty("kid").GetString();
        var reply = await bed.PostAsync("/webhook_verification_key/get", new { key_id = kid });
        if (reply.ErrorCode is not null)
        {
            return "unknown key";
        }
        if (reply["key"].GetProperty("expired_at").ValueKind != JsonValueKind.Null)
        {
            return "expired key";
        }
        var signed = Encoding.ASCII.GetBytes($"{header}.{payload}");
        using var key = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint
                {
                    X = Base64Url.DecodeFromChars(reply["key"].GetProperty("x").GetString()),
                    Y = Base64Url.DecodeFromChars(reply["key"].GetProperty("y").GetString()),
                },
            }
        );
        if (!key.VerifyData(signed, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256))
        {
            return "signature";
        }
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var age = bed.Time.GetUtcNow().ToUnixTimeSeconds() - claims.RootElement.GetProperty("iat").GetInt64();
        if (age is < 0 or > 300)
        {
            return "age";
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(webhook.Body));
        return hash == claims.RootElement.GetProperty("request_body_sha256").GetString() ? null : "body";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var token = context.Request.Headers["Plaid-Verification"].ToString();
        lock (_received)
        {
            _received.Add(new Received(body.ToArray(), token.Length == 0 ? null : token));
            context.Response.StatusCode = _statuses.TryDequeue(out var status) ? status : StatusCodes.Status200OK;
        }
    }
}
