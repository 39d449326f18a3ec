using System.Globalization;
using Mingus.Ledger;
using Mingus.Server.Tests.Fakes;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Streams;

public sealed class EventsTests
{
    [Fact]
    public async Task A_stream_opens_at_once_and_goes_on_from_now()
    {
        await using var server = await RunningServer.Start();
        await using var stream = await Listener.Open(server, "events");

        var open = await stream.Next();

        Assert.Equal(("stream.open", "41"), (open.Type, open.Id));
        Assert.Equal("demo", (string?)open.Data["userId"]);
        Assert.Equal("text/event-stream", stream.ContentType);
        Assert.Contains("no-store", stream.CacheControl, StringComparison.Ordinal);
        Append(server, 42, "balance.changed");
        Assert.Equal(("balance.changed", "42"), await stream.NextName());
    }

    [Theory]
    [InlineData("events?after=2", null)]
    [InlineData("events?after=0", "2")]
    public async Task It_resumes_after_a_sequence_and_the_header_wins(string path, string? lastEventId)
    {
        await using var server = await RunningServer.Start();
        Fill(server, 5);

        await using var stream = await Listener.Open(server, path, lastEventId);

        Assert.Equal("2", (await stream.Next()).Id);
        Assert.Equal(["3", "4", "5"], [(await stream.Next()).Id, (await stream.Next()).Id, (await stream.Next()).Id]);
    }

    [Fact]
    public async Task It_catches_up_over_more_than_one_page_without_a_gap()
    {
        await using var server = await RunningServer.Start();
        Fill(server, 1_203);

        await using var stream = await Listener.Open(server, "events?after=1");
        await stream.Next();

        for (var sequence = 2; sequence <= 1_203; sequence++)
        {
            Assert.Equal(sequence.ToString(CultureInfo.InvariantCulture), (await stream.Next()).Id);
        }
    }

    [Theory]
    [InlineData("events?after=3")]
    [InlineData("events?after=900")]
    public async Task A_position_that_is_kept_no_more_or_not_yet_there_resets(string path)
    {
        await using var server = await RunningServer.Start();
        Fill(server, 20);
        server.Ledger.PrunedUpTo = 10;

        await using var stream = await Listener.Open(server, path);
        await stream.Next();

        Assert.Equal(("stream.reset", "20"), await stream.NextName());
        Append(server, 21, "balance.changed");
        Assert.Equal(("balance.changed", "21"), await stream.NextName());
    }

    [Fact]
    public async Task Progress_comes_without_an_id()
    {
        await using var server = await RunningServer.Start();
        await using var stream = await Listener.Open(server, "events");
        await stream.Next();

        server.Hub.Progressed(server.Ledger.Owner, Tick(Facts.Checking));
        var progress = await stream.Next();

        Assert.Equal(("sync.progress", null), (progress.Type, progress.Id));
        Assert.Equal(25, (int?)progress.Data["progress"]!["percent"]);
        Assert.Equal(Facts.Checking.ToString(), (string?)progress.Data["accountId"]);
    }

    [Fact]
    public async Task Narrowed_to_an_account_it_tells_of_it_and_its_connection_only()
    {
        await using var server = await RunningServer.Start();
        await using var stream = await Listener.Open(server, $"events?account={Facts.Checking}");
        await stream.Next();
        var other = new AccountId(PrefixedId.Derive(Facts.Now, "other"));

        Append(server, 42, "transactions.changed", other);
        Append(server, 43, "transactions.changed", Facts.Checking);
        Append(server, 44, "sync.completed", other, Facts.Bank);
        Append(server, 45, "connection.changed", account: null, new ConnectionId(PrefixedId.Derive(Facts.Now, "c")));
        Append(server, 46, "connection.changed", account: null, Facts.Bank);

        Assert.Equal(
            ["43", "44", "46"],
            [(await stream.Next()).Id, (await stream.Next()).Id, (await stream.Next()).Id]
        );
        Assert.Equal(404, (await server.Get($"events?account={other}")).Status);
    }

    [Fact]
    public async Task A_stream_of_a_user_not_yet_known_sees_their_first_events()
    {
        await using var server = await RunningServer.Start(new FakeLedger());
        await using var stream = await Listener.Open(server, "events");
        await stream.Next();

        Fill(server, 2);
        server.Ledger.OwnedBy("dev", "demo");

        Assert.Equal("1", (await stream.Next()).Id);
        Assert.Equal(0, server.Ledger.UsersMade);
    }

    [Fact]
    public async Task Streams_of_a_user_are_limited_and_given_back()
    {
        await using var server = await RunningServer.Start(null, "--Limits:StreamsPerUser=1");
        var first = await Listener.Open(server, "events");

        var second = await server.Get("events");
        Assert.Equal((429, "streams_limit"), (second.Status, second.Code));

        await first.DisposeAsync();
        for (var i = 0; i < 100; i++)
        {
            await using var again = await Listener.Open(server, "events");
            if (again.Status == 200)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("The seat was not given back.");
    }

    [Fact]
    public async Task Open_streams_do_not_delay_the_end()
    {
        var server = await RunningServer.Start();
        var streams = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Listener.Open(server, "events")));
        foreach (var stream in streams)
        {
            await stream.Next();
        }

        await server.Stop().WaitAsync(TimeSpan.FromSeconds(10));

        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await server.DisposeAsync();
    }

    private static ProgressTick Tick(AccountId account) =>
        new(
            new RunId(PrefixedId.Derive(Facts.Now, "run")),
            Facts.Bank,
            [account],
            new RunProgress("fetch", "pages", 1, 4, "Page 1 of 4"),
            Facts.Now
        );

    private static void Fill(RunningServer server, int count)
    {
        for (var sequence = 1; sequence <= count; sequence++)
        {
            Append(server, sequence, "transactions.changed");
        }
    }

    private static void Append(
        RunningServer server,
        long sequence,
        string type,
        AccountId? account = null,
        ConnectionId? connection = null
    )
    {
        var data = $$"""{"type":"{{type}}","accountId":"{{account}}","connectionId":"{{connection}}"}""";
        lock (server.Ledger.EventList)
        {
            server.Ledger.EventList.Add(new StoredEvent(sequence, type, account, data));
            server.Ledger.Sequence = sequence;
        }

        server.Hub.Committed(server.Ledger.Owner, sequence);
    }
}
