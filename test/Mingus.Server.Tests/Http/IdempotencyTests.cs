using Mingus.Ledger;
using Mingus.Server.Tests.Fakes;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Http;

public sealed class IdempotencyTests
{
    private const string Key = "Idempotency-Key";
    private static readonly string Sync = $"accounts/{Facts.Checking}/sync";

    [Fact]
    public async Task The_same_key_and_body_give_the_first_answer_again()
    {
        await using var server = await RunningServer.Start();

        var first = await server.Post(Sync, """{"syncType":"transactions","force":true}""", (Key, "k"));
        var again = await server.Post(Sync, """{ "force": true, "syncType": "transactions" }""", (Key, "k"));

        Assert.Equal(202, first.Status);
        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
        Assert.Single(server.Ledger.RunList);
    }

    [Fact]
    public async Task Another_body_or_route_with_the_key_is_a_conflict()
    {
        await using var server = await RunningServer.Start();
        await server.Post(Sync, """{"force":true}""", (Key, "k"));

        var body = await server.Post(Sync, """{"force":false}""", (Key, "k"));
        var route = await server.Post($"accounts/{Facts.Checking}/balance", """{"force":true}""", (Key, "k"));

        Assert.Equal((409, "idempotency_conflict"), (body.Status, body.Code));
        Assert.Equal((409, "idempotency_conflict"), (route.Status, route.Code));
    }

    [Fact]
    public async Task A_repetition_while_the_first_is_under_way_is_told_to_wait()
    {
        await using var server = await RunningServer.Start();
        var item = Quarantined(server);
        server.Ledger.Hold = new TaskCompletionSource();

        var first = server.Post($"quarantine/{item.Id}/discard", body: null, (Key, "k"));
        await server.Ledger.Reached.Task;
        var second = await server.Post($"quarantine/{item.Id}/discard", body: null, (Key, "k"));
        Assert.Equal(
            (409, "request_in_progress", "wait"),
            (second.Status, second.Code, (string?)second.Json["action"])
        );
        server.Ledger.Hold.SetResult();
        Assert.Equal(204, (await first).Status);
    }

    [Fact]
    public async Task An_answer_without_body_is_repeated_too()
    {
        await using var server = await RunningServer.Start();
        var item = Quarantined(server);

        await server.Post($"quarantine/{item.Id}/discard", body: null, (Key, "k"));
        server.Ledger.QuarantineList.Clear();
        var again = await server.Post($"quarantine/{item.Id}/discard", body: null, (Key, "k"));

        Assert.Equal((204, ""), (again.Status, again.Text));
        Assert.Single(server.Ledger.Writes);
    }

    [Fact]
    public async Task A_failure_on_our_side_gives_the_key_back()
    {
        await using var server = await RunningServer.Start();
        var item = Quarantined(server);
        server.Ledger.Failure = new InvalidOperationException();

        var failed = await server.Post($"quarantine/{item.Id}/discard", body: null, (Key, "k"));
        server.Ledger.Failure = null;
        var again = await server.Post($"quarantine/{item.Id}/discard", body: null, (Key, "k"));

        Assert.Equal((500, 204), (failed.Status, again.Status));
    }

    [Theory]
    [InlineData(255, 202)]
    [InlineData(256, 400)]
    public async Task A_key_has_at_most_255_characters(int length, int status)
    {
        await using var server = await RunningServer.Start();

        Assert.Equal(status, (await server.Post(Sync, "{}", (Key, new string('k', length)))).Status);
    }

    private static QuarantineItem Quarantined(RunningServer server)
    {
        var item = new QuarantineItem(
            new QuarantineId(PrefixedId.Derive(Facts.Now, "q")),
            Facts.Bank,
            Facts.Checking,
            QuarantineKind.Record,
            "prov-1",
            "p1",
            "amount",
            "It is not a number.",
            "{\"amount\":\"x\"}",
            Facts.Now,
            new RunId(PrefixedId.Derive(Facts.Now, "run"))
        );
        server.Ledger.QuarantineList.Add(item);
        return item;
    }
}
