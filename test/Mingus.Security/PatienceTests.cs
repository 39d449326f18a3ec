using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>Who sends or reads too slowly is let go: a held connection costs little, but not for ever.</summary>
[Trait("Category", "Slow")]
public sealed class PatienceTests
{
    [Fact]
    public async Task Who_drips_headers_or_a_body_is_let_go()
    {
        await using var stack = await SafeStack.Start();
        var head =
            $"POST {Caller.Api}/link-tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {SafeStack.AcmeKey}\r\n"
            + "Mingus-User: anna\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n";

        var ends = await Task.WhenAll(Drip(stack, head, "X-More: x\r\n"), Drip(stack, $"{head}\r\n", " "));

        // Headers have 15 s; a body 240 bytes a second after the first five.
        Assert.All(ends, end => Assert.InRange(end.TotalSeconds, 3, 30));
        (await stack.As(SafeStack.AcmeKey, "anna").Get("/accounts")).Expect(200);
    }

    [Fact]
    public async Task Who_does_not_read_a_stream_loses_it()
    {
        await using var stack = await SafeStack.Start("--Limits:StreamsPerUser=1");
        var anna = stack.As(SafeStack.AcmeKey, "anna");
        (await anna.Post("/link-tokens", "{}")).Expect(200);
        var user = Assert.Single(await stack.Query("SELECT user_id FROM users WHERE external_id = 'anna'"));
        // More than the buffers of both ends take.
        await stack.Query(
            $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO events (user_id, sequence, type, at, data)
            SELECT {user}, i, 'run.started', 1, printf('"%.400c"', 'x') FROM n
            """
        );
        await stack.Query($"UPDATE users SET last_sequence = 60000 WHERE user_id = {user}");
        using var socket = await Connect(stack);
        await Say(
            socket,
            $"GET {Caller.Api}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {SafeStack.AcmeKey}\r\n"
                + "Mingus-User: anna\r\nLast-Event-ID: 0\r\n\r\n"
        );
        var waited = Stopwatch.StartNew();
        while ((await anna.Get("/events")).Status == 200)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "the stream was never counted");
            await Task.Delay(50);
        }

        while ((await anna.Get("/events")).Status == 429)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "a reader that does not read is still there");
            await Task.Delay(200);
        }
    }

    private static async Task<TimeSpan> Drip(SafeStack stack, string beginning, string drop)
    {
        using var socket = await Connect(stack);
        await Say(socket, beginning);
        var waited = Stopwatch.StartNew();
        var reading = Read(socket);
        while (!reading.IsCompleted && waited.Elapsed < TimeSpan.FromSeconds(45))
        {
            await Say(socket, drop);
            await Task.WhenAny(reading, Task.Delay(500));
        }

        return waited.Elapsed;
    }

    private static async Task<Socket> Connect(SafeStack stack)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(stack.Address.Host, stack.Address.Port);
        return socket;
    }

    private static async Task Say(Socket socket, string text)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        }
        catch (SocketException)
        {
            // It has been let go.
        }
    }

    /// <summary>Until the other end says something or goes.</summary>
    private static async Task Read(Socket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1024]);
        }
        catch (SocketException)
        {
            // It has gone.
        }
    }
}
