using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Transport;

/// <summary>Answers over a real socket that are too big, too slow, too short or not what they say.</summary>
public sealed class HostileAnswerTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("<html>504 gateway</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"added\":")]
    public async Task What_is_not_an_object_is_an_unreadable_answer(string body)
    {
        var fault = await FaultOf(Answering("200 OK", Encoding.UTF8.GetBytes(body)));
        Assert.Equal((Recovery.Retry, "unreadable_answer"), (fault.Recovery, fault.Code));
    }

    [Theory]
    [InlineData("502 Bad Gateway", 3)]
    [InlineData("404 Not Found", 1)]
    [InlineData("301 Moved Permanently", 1)]
    public async Task A_failure_that_is_not_Plaids_is_an_unreadable_answer(string status, int requests)
    {
        await using var server = new RawServer(Answering(status, "<html></html>"u8.ToArray()));
        var fault = await FaultOf(server);
        Assert.Equal((Recovery.Retry, "unreadable_answer"), (fault.Recovery, fault.Code));
        Assert.Equal(requests, server.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_tried_again_and_then_unreachable()
    {
        await using var server = new RawServer(
            (stream, cancel) => Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"added\":[", cancel)
        );
        var fault = await FaultOf(server);
        Assert.Equal((Recovery.Retry, "unreachable"), (fault.Recovery, fault.Code));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task An_answer_in_drips_ends_with_the_timeout()
    {
        await using var server = new RawServer(
            async (stream, cancel) =>
            {
                await Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{", cancel);
                while (true)
                {
                    await Task.Delay(20, cancel);
                    await Write(stream, " ", cancel);
                }
            }
        );
        var fault = await FaultOf(server);
        Assert.Equal((Recovery.Retry, "timeout"), (fault.Recovery, fault.Code));
    }

    [Fact]
    public async Task An_answer_that_says_it_is_too_large_is_not_read()
    {
        await using var server = new RawServer(
            (stream, cancel) => Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{", cancel)
        );
        Assert.Equal("answer_too_large", (await FaultOf(server)).Code);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task An_answer_of_the_limit_is_read_and_one_byte_more_is_not()
    {
        var page = PlaidJson.Page().ToJsonString();
        foreach (var (size, code) in new[] { (Mebibyte, ""), (Mebibyte + 1, "answer_too_large") })
        {
            var body = Encoding.UTF8.GetBytes(page.PadRight(size));
            await using var server = new RawServer(Answering("200 OK", body, withLength: false));
            using var plaid = TestPlaid.At(server.Address, options => options.AnswerBytesMax = Mebibyte);
            var read = () => plaid.Client.GetPage(TestPlaid.Access, null, 500, TestContext.Current.CancellationToken);
            if (code.Length == 0)
            {
                Assert.Equal(Mebibyte, (await read()).Bytes);
                continue;
            }

            Assert.Equal(code, (await Assert.ThrowsAsync<ProviderException>(read)).Fault.Code);
        }
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_much_more_is_not_read()
    {
        // Ten gibibytes: parts of a gzip file may stand one after the other (RFC 1952, section 2.2).
        var part = Bomb(mebibytes: 128);
        var bomb = Enumerable.Repeat(part, 80).SelectMany(static bytes => bytes).ToArray();
        Assert.InRange(bomb.Length, 1, 20 * Mebibyte);
        await using var server = new RawServer(Answering("200 OK", bomb, "Content-Encoding: gzip\r\n"));
        using var plaid = TestPlaid.At(server.Address);
        var waited = Stopwatch.StartNew();
        Assert.Equal("answer_too_large", (await FaultOf(plaid)).Code);
        Assert.InRange(waited.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task Of_an_answer_without_end_no_more_than_the_limit_is_read()
    {
        using var endless = new EndlessStream();
        using var network = new CannedNetwork(() => new HttpResponseMessage { Content = new StreamContent(endless) });
        using var plaid = TestPlaid.Over(network);
        Assert.Equal("answer_too_large", (await FaultOf(plaid)).Code);
        Assert.InRange(endless.BytesRead, 20L * Mebibyte, 21L * Mebibyte);
    }

    [Fact]
    public async Task Compression_that_is_broken_is_an_unreadable_answer()
    {
        var body = Encoding.UTF8.GetBytes("this is no gzip at all, whatever the header says");
        var fault = await FaultOf(Answering("200 OK", body, "Content-Encoding: gzip\r\n"));
        Assert.Equal("unreadable_answer", fault.Code);
    }

    [Fact]
    public async Task Compressed_answers_are_read()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(PlaidJson.Page(PlaidJson.Transaction()).ToJsonString()));
        }

        var answer = Answering("200 OK", packed.ToArray(), "Content-Encoding: gzip\r\n");
        await using var server = new RawServer(answer);
        using var plaid = TestPlaid.At(server.Address);
        var page = await plaid.Client.GetPage(TestPlaid.Access, null, 500, TestContext.Current.CancellationToken);
        Assert.Single(page.Changes);
    }

    [Fact]
    public async Task Nothing_that_listens_is_unreachable()
    {
        Uri address;
        await using (var server = new RawServer((_, _) => Task.CompletedTask))
        {
            address = server.Address;
        }

        using var plaid = TestPlaid.At(address);
        Assert.Equal("unreachable", (await FaultOf(plaid)).Code);
    }

    private static Func<Stream, CancellationToken, Task> Answering(
        string status,
        byte[] body,
        string headers = "",
        bool withLength = true
    ) =>
        async (stream, cancel) =>
        {
            var length = withLength ? $"Content-Length: {body.Length}\r\n" : "";
            await Write(stream, $"HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n", cancel);
            await stream.WriteAsync(body, cancel);
        };

    private static async Task Write(Stream stream, string text, CancellationToken cancel) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancel);

    private static async Task<ProviderFault> FaultOf(Func<Stream, CancellationToken, Task> answer)
    {
        await using var server = new RawServer(answer);
        return await FaultOf(server);
    }

    private static async Task<ProviderFault> FaultOf(RawServer server)
    {
        using var plaid = TestPlaid.At(
            server.Address,
            options => options.Timeouts = new PlaidTimeouts { Slow = TimeSpan.FromSeconds(2) }
        );
        return await FaultOf(plaid);
    }

    private static async Task<ProviderFault> FaultOf(TestPlaid plaid)
    {
        var call = () => plaid.Client.GetPage(TestPlaid.Access, null, 500, TestContext.Current.CancellationToken);
        return (await Assert.ThrowsAsync<ProviderException>(call)).Fault;
    }

    private static byte[] Bomb(int mebibytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var spaces = new byte[Mebibyte];
            Array.Fill(spaces, (byte)' ');
            for (var i = 0; i < mebibytes; i++)
            {
                gzip.Write(spaces);
            }
        }

        return packed.ToArray();
    }

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => BytesRead;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            BytesRead += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
