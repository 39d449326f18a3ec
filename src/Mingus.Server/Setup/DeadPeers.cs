using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Mingus.Server.Setup;

/// <summary>
/// A peer that is gone without a word (its network left it, its machine sleeps) or reads nothing more is let go of when
/// ten seconds of what was sent rest unacknowledged (RFC 5482); the system's own patience is a quarter of an hour. With
/// a sign of life every 15 s a stream of such a peer ends within 30 s.
/// </summary>
internal static class DeadPeers
{
    private const int UserTimeoutOption = 18; // TCP_USER_TIMEOUT of Linux; .NET has no name for it.
    private const int UnacknowledgedMilliseconds = 10_000;
    private const int SilentSeconds = 15;
    private const int ProbeEverySeconds = 5;

    public static void Describe(SocketTransportOptions options) =>
        options.CreateBoundListenSocket = static endpoint =>
        {
            var listener = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (OperatingSystem.IsLinux() && listener.ProtocolType == ProtocolType.Tcp)
            {
                Watch(listener);
            }

            return listener;
        };

    // Accepted connections have what their listener had.
    private static void Watch(Socket listener)
    {
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        listener.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SilentSeconds);
        listener.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeEverySeconds);
        listener.SetRawSocketOption(
            (int)SocketOptionLevel.Tcp,
            UserTimeoutOption,
            BitConverter.GetBytes(UnacknowledgedMilliseconds)
        );
    }
}
