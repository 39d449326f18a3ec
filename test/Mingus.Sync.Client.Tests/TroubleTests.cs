using System.Net;

namespace Mingus.Sync.Client.Tests;

/// <summary>The network between client and product fails.</summary>
public sealed class TroubleTests(ProductFixture product)
{
    [Fact]
    public async Task A_post_whose_answer_is_lost_is_sent_again_and_done_once()
    {
        using var network = new LossyNetwork();
        var (user, _) = await product.Linked(network);
        var account = await user.Accounts().FirstAsync();
        var before = (await user.Runs().ToListAsync()).Count;

        network.LoseAnswers = 2;
        var run = await user.Sync(account.Id, force: true);

        Assert.Equal("succeeded", run.Status);
        Assert.Equal(before + 1, (await user.Runs().ToListAsync()).Count);
        Assert.Equal(0, network.LoseAnswers);
    }

    [Fact]
    public async Task A_network_that_stays_away_is_an_HttpRequestException()
    {
        using var network = new LossyNetwork();
        var user = product.Client(network).ForUser(product.NewUser());

        network.LoseAnswers = int.MaxValue;

        await Assert.ThrowsAsync<HttpRequestException>(() => user.CreateLinkToken());
        Assert.Equal(4, network.Requests);
    }

    [Fact]
    public async Task A_stream_that_breaks_goes_on_where_it_was_without_a_gap_or_a_repetition()
    {
        using var network = new LossyNetwork();
        var (user, _) = await product.Linked(network);
        var account = await user.Accounts().FirstAsync();
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var whole = await Read(user, enough.Token);

        network.BreakStreamsAfterBytes = 700;
        var broken = await Read(user, enough.Token);

        Assert.True(network.Streams > 3, "the stream was opened again");
        Assert.Equal(whole, broken);
        Assert.Equal(whole.Order(), whole);

        // All up to the end of the first sync.
        async Task<List<long>> Read(UserClient from, CancellationToken cancellationToken)
        {
            var sequences = new List<long>();
            await foreach (var told in from.Events(after: 0, cancellationToken))
            {
                if (told is { Sequence: { } sequence, Type: not "stream.open" })
                {
                    sequences.Add(sequence);
                }

                if (told.Type == "sync.completed")
                {
                    break;
                }
            }

            return sequences;
        }
    }

    [Fact]
    public async Task A_refusal_ends_a_stream_with_its_reason()
    {
        using var network = new LossyNetwork { Answer = HttpStatusCode.Unauthorized };
        var user = product.Client(network).ForUser(product.NewUser());

        var refused = await Assert.ThrowsAsync<MingusException>(async () => await user.Events().FirstAsync());

        Assert.Equal((HttpStatusCode.Unauthorized, "http_401"), (refused.Status, refused.Code));
    }

    /// <summary>A network that loses answers and breaks streams as it is told.</summary>
    private sealed class LossyNetwork() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int LoseAnswers { get; set; }

        public int? BreakStreamsAfterBytes { get; set; }

        public HttpStatusCode? Answer { get; init; }

        public int Requests { get; private set; }

        public int Streams { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Requests++;
            if (Answer is { } status)
            {
                return new HttpResponseMessage(status);
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Post && LoseAnswers > 0)
            {
                LoseAnswers--;
                answer.Dispose();
                throw new HttpRequestException("The answer was lost.");
            }

            if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                Streams++;
                if (BreakStreamsAfterBytes is { } bytes)
                {
                    // Each holds twice as long: also an event longer than the first few bytes comes through.
                    BreakStreamsAfterBytes = bytes * 2;
                    var whole = await answer.Content.ReadAsStreamAsync(cancellationToken);
                    answer.Content = new StreamContent(new BreakingStream(whole, bytes));
                }
            }

            return answer;
        }
    }

    /// <summary>A stream that breaks after so many bytes.</summary>
    private sealed class BreakingStream(Stream inner, int left) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (_left == 0)
            {
                throw new IOException("The stream broke.");
            }

            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
