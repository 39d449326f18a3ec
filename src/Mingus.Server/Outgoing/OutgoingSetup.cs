using System.Net;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Outgoing;

/// <summary>Puts together what sends events to integrators' addresses.</summary>
internal static class OutgoingSetup
{
    public static void AddOutgoing(this WebApplicationBuilder builder, ServerConfig config)
    {
        builder.Services.AddSingleton(services =>
        {
            var connections = new GuardedConnections(Dns.GetHostAddressesAsync, config.AllowsPrivateWebhooks);
            var http = new HttpClient(connections.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
            return new WebhookSender(
                http,
                services.GetRequiredService<IEndpointSecrets>(),
                services.GetRequiredService<TimeProvider>()
            );
        });
        builder.Services.AddHostedService<WebhookCourier>();
    }
}
