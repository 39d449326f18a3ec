using System.Net;
using System.Net.Sockets;

namespace Mingus.Server.Outgoing;

/// <summary>The name leads into a network that is not the internet's; nothing was connected.</summary>
internal sealed class AddressRefusedException() : IOException("The address is not one of the internet's.");

/// <summary>
/// Opens connections of outgoing webhooks: resolves the name once, refuses it if any address is not the internet's, and
/// connects to an address it checked. There is no second look-up that could answer otherwise (DNS rebinding).
/// </summary>
/// <param name="resolve">Looks a name up.</param>
/// <param name="allowsPrivate">Whether every address will do.</param>
internal sealed class GuardedConnections(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowsPrivate)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A name may lead elsewhere later: connections are not kept for long.
    private static readonly TimeSpan ConnectionsKept = TimeSpan.FromMinutes(2);

    /// <summary>A handler that follows no redirect, knows no proxy and keeps no cookies.</summary>
    public SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionsKept,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 4 * 1024,
            ConnectCallback = (context, token) => Connect(context.DnsEndPoint, token),
        };

    private async ValueTask<Stream> Connect(DnsEndPoint asked, CancellationToken cancellationToken)
    {
        var addresses = await resolve(asked.Host, cancellationToken);
        if (addresses.Length == 0 || (!allowsPrivate && !Array.TrueForAll(addresses, PublicAddress.IsPublic)))
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, asked.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }
}
