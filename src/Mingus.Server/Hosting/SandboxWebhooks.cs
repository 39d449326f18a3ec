using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Mingus.Plaid;
using Mingus.Server.Api;

namespace Mingus.Server.Hosting;

/// <summary>
/// Has the built-in sandbox bank send its webhooks to this very process, so that one command is live. Where that
/// listens is known only once it does; an address that the operator set stands.
/// </summary>
internal sealed class SandboxWebhooks(
    IServer server,
    IOptions<PlaidOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<SandboxWebhooks> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Register);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Register()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (options.Value.WebhookUrl is null && AddressFor(addresses) is { } address)
        {
            options.Value.WebhookUrl = address;
            Log.WebhooksHere(logger, address);
        }
    }

    /// <summary>The address from this machine, where the server listens without TLS; null where it does not.</summary>
    internal static string? AddressFor(IEnumerable<string> addresses)
    {
        foreach (var text in addresses)
        {
            // An address that means every interface has no host to send to; this machine has.
            var one = text.Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
                .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
                .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
                .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
            if (Uri.TryCreate(one, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            {
                return new Uri(uri, WebhooksApi.Plaid).AbsoluteUri;
            }
        }

        return null;
    }
}
