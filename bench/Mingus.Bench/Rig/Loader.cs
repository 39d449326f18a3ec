using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mingus.Bench.Rig;

/// <summary>An answer's status, and whether it says when to come again.</summary>
internal readonly record struct Heard(int Status, bool SaysWhen);

/// <summary>
/// Asks a server as fast as it answers over a number of kept connections, one request at a time on each. Plain sockets
/// and ready-made requests, so that on few cores the time goes to the server and not to its client.
/// </summary>
internal static class Loader
{
    public const int Connections = 16;

    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    /// <summary>Requests answered a second.</summary>
    public static async Task<double> RequestsPerSecond(Uri server, IReadOnlyList<string> paths, TimeSpan time)
    {
        byte[][] requests = [.. paths.Select(path => Request(server, path))];
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(
            Enumerable.Range(0, Connections).Select(i => Ask(server, requests, i, began, time))
        );
        return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A request as it goes over the line.</summary>
    public static byte[] Request(Uri server, string path) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: application/json\r\n\r\n");

    private static async Task<int> Ask(Uri server, byte[][] requests, int lane, long began, TimeSpan time)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var buffer = new byte[512 * 1024];
        var count = 0;
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            await socket.SendAsync(requests[(lane + count * 7) % requests.Length]);
            var heard = await Receive(socket, buffer);
            if (heard.Status != 200)
            {
                throw new InvalidOperationException($"{server} answers {heard.Status}.");
            }

            count++;
        }

        return count;
    }

    /// <summary>Reads one whole answer.</summary>
    public static async Task<Heard> Receive(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += got;
            if (got == 0)
            {
                throw new InvalidOperationException("The server closed a connection.");
            }

            if (IsWhole(buffer.AsSpan(0, length)))
            {
                var head = buffer.AsSpan(0, buffer.AsSpan(0, length).IndexOf(HeadEnd));
                var status = int.Parse(head["HTTP/1.1 ".Length..][..3], CultureInfo.InvariantCulture);
                return new(status, head.IndexOf("\r\nRetry-After: "u8) >= 0);
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(HeadEnd);
        if (head < 0)
        {
            return false;
        }

        var fields = answer[..head];
        var lengthAt = fields.IndexOf("Content-Length: "u8);
        if (lengthAt < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        var value = fields[(lengthAt + "Content-Length: ".Length)..];
        var end = value.IndexOf((byte)'\r');
        return answer.Length - head - HeadEnd.Length >= int.Parse(end < 0 ? value : value[..end], null);
    }
}
