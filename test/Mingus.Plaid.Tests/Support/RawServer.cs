using System.Net;
using System.Net.Sockets;

namespace Mingus.Plaid.Tests.Support;

/// <summary>A server that answers each request with bytes written by hand: for answers no decent server would
/// give.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Stream, CancellationToken, Task> answer;
    private readonly Task accepting;
    private int requests;

    public RawServer(Func<Stream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public int Requests => Volatile.Read(ref requests);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            _ = Serve(client);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        try
        {
            var received = new byte[16 * 1024];
            if (await stream.ReadAsync(received, stop.Token) == 0)
            {
                return;
            }

            Interlocked.Increment(ref requests);
            await answer(stream, stop.Token);
        }
        catch (IOException)
        {
            // The client has seen enough.
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
