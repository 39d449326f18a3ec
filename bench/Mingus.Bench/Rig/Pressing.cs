using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Mingus.Bench.Rig;

/// <summary>
/// A crowd that asks without mercy: each one over a connection of its own, again as soon as it was answered, and a
/// moment after it was refused, whatever Retry-After says.
/// </summary>
internal sealed class Pressing
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<double> _answered = new();
    private readonly ConcurrentQueue<double> _refused = new();
    private int _withoutWhen;
    private int _others;

    /// <summary>Milliseconds of each answer, sorted.</summary>
    public List<double> Answered => [.. _answered.Order()];

    /// <summary>Milliseconds of each 429 or 503, sorted.</summary>
    public List<double> Refused => [.. _refused.Order()];

    /// <summary>Refusals that do not say when to come again.</summary>
    public int WithoutWhen => _withoutWhen;

    /// <summary>Anything else: other statuses, connections that broke.</summary>
    public int Others => _others;

    /// <summary>Presses until the time is over.</summary>
    public Task Press(Uri server, IReadOnlyList<string> paths, int people, TimeSpan time)
    {
        byte[][] requests = [.. paths.Select(path => Loader.Request(server, path))];
        var began = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, people).Select(i => Ask(server, requests, i, began, time)));
    }

    private async Task Ask(Uri server, byte[][] requests, int lane, long began, TimeSpan time)
    {
        var buffer = new byte[128 * 1024];
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(server.Host, server.Port);
                for (var i = lane; Stopwatch.GetElapsedTime(began) < time; i++)
                {
                    await Once(socket, requests[i % requests.Length], buffer);
                }
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException)
            {
                Interlocked.Increment(ref _others);
            }
        }
    }

    private async Task Once(Socket socket, byte[] request, byte[] buffer)
    {
        var asked = Stopwatch.GetTimestamp();
        await socket.SendAsync(request);
        var heard = await Loader.Receive(socket, buffer);
        var took = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        switch (heard.Status)
        {
            case 200:
                _answered.Enqueue(took);
                break;
            case 429 or 503:
                _refused.Enqueue(took);
                Interlocked.Add(ref _withoutWhen, heard.SaysWhen ? 0 : 1);
                await Task.Delay(AfterRefusal);
                break;
            default:
                Interlocked.Increment(ref _others);
                break;
        }
    }
}
