using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Events on their way to an integrator: signed, at least once, and to no address of this network.</summary>
[Trait("Category", "Slow")]
public sealed class OutgoingWebhookTests
{
    private const string AllowPrivate = "--WebhooksOut:AllowPrivateAddresses=true";

    [Theory, ClassData(typeof(BothStores))]
    public async Task Every_event_arrives_signed_and_says_whose_it_is(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind, settings: AllowPrivate);
        var person = stack.NewPerson();
        var endpoint = await Add(person, receiver.Url);

        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        var sequence = (await person.Get("/connections")).Sequence;

        var received = await receiver.WaitFor((int)sequence, _ => true);
        var sequences = received.Select(r => r.Json.GetProperty("data").GetProperty("sequence").GetInt64());
        Assert.Equal(Enumerable.Range(1, (int)sequence).Select(i => (long)i), sequences.Distinct().Order());
        Assert.All(received, r => Assert.True(r.IsSignedBy(endpoint.Text("secret")), r.Body));
        Assert.All(received, r => Assert.Equal(person.Name, r.Json.GetProperty("data").Text("userId")));
        Assert.Equal(received.Count, received.Select(r => r.Id).Distinct().Count());
        var run = received.Single(r => r.Type == "sync.completed").Json.GetProperty("data");
        Assert.Equal((person.Banks[0].FirstRunId, 4), (run.Text("runId"), run.Int("recordsCreated")));
        var events = string.Concat(received.Select(r => r.Body));
        Assert.DoesNotContain("amount", events, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(endpoint.Text("secret"), await stack.DatabaseText(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task One_that_fails_is_sent_again_under_its_id_until_it_is_taken(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind, settings: AllowPrivate);
        var person = stack.NewPerson();
        var endpoint = await Add(person, receiver.Url, "sync.completed");
        receiver.Answer = _ =>
            receiver.Received.Count switch
            {
                0 => 500,
                1 => 302,
                _ => 200,
            };

        await person.LinkDocument(Documents.Checking(Documents.Rows(1)));
        // A pause begins when the failure is known, which is after the receiver has answered; an attempt counts from
        // its beginning.
        await Settled(person, endpoint, "pending", static d => HasFailed(d, "http_500"));
        stack.Advance(TimeSpan.FromSeconds(6));
        await Settled(person, endpoint, "pending", static d => HasFailed(d, "redirected"));
        stack.Advance(TimeSpan.FromMinutes(6));
        var received = await receiver.WaitFor(3, _ => true);

        Assert.Single(received.Select(r => (r.Id, r.Body)).Distinct());
        Assert.Equal(received.Select(r => r.Timestamp).Order(), received.Select(r => r.Timestamp));
        Assert.True(received[2].Timestamp - received[0].Timestamp > 300);
        Assert.All(received, r => Assert.True(r.IsSignedBy(endpoint.Text("secret"))));
        var delivery = await Settled(person, endpoint, "delivered");
        Assert.Equal(
            (received[0].Id, 3, 200),
            (delivery.Text("id"), delivery.Int("attempts"), delivery.Int("lastStatus"))
        );
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_process_that_ends_before_it_knows_sends_again(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind, settings: AllowPrivate);
        var person = stack.NewPerson();
        await Add(person, receiver.Url, "sync.completed");
        receiver.Answer = static _ => 0;
        await person.LinkDocument(Documents.Checking(Documents.Rows(1)));
        var first = (await receiver.WaitFor(1, _ => true))[0];

        await stack.StopProduct();
        receiver.Answer = static _ => 204;
        stack.Advance(TimeSpan.FromSeconds(40));
        await stack.StartProduct();

        var again = (await receiver.WaitFor(2, _ => true))[1];
        Assert.Equal((first.Id, first.Body), (again.Id, again.Body));
    }

    [Fact]
    public async Task Kill_9_between_sending_and_knowing_sends_again() =>
        await Task.WhenAll(Killed(StoreKind.Sqlite), Killed(StoreKind.Postgres));

    [Theory, ClassData(typeof(BothStores))]
    public async Task One_that_says_it_is_gone_is_disabled_with_a_notice_and_gets_what_it_missed(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind, settings: AllowPrivate);
        var person = stack.NewPerson();
        var endpoint = await Add(person, receiver.Url, "sync.completed");
        var path = $"/webhook-endpoints/{endpoint.Text("id")}";
        receiver.Answer = static _ => 410;
        await person.LinkDocument(Documents.Checking(Documents.Rows(1)));
        await Settled(person, endpoint, "failed");

        var seen = (await person.Get(path)).Expect(200);
        Assert.Equal("disabled", seen.Text("status"));
        var notice = Assert.Single(await person.All("/notifications"), n => n.Text("topic") == "webhook_endpoint");
        Assert.Contains(endpoint.Text("id"), notice.Text("text"), StringComparison.Ordinal);
        await person.Sync();
        Assert.Single(receiver.Received);

        receiver.Answer = static _ => 204;
        (await person.Patch(path, new { enabled = true })).Expect(200);
        var since = stack.Time.GetUtcNow().AddHours(-1);
        Assert.Equal(2, (await person.Post($"{path}/replay", new { since })).Expect(202).Int("queued"));

        var received = await receiver.WaitFor(3, _ => true);
        Assert.Equal(2, received.Skip(1).Select(r => r.Json.GetProperty("data").Text("runId")).Distinct().Count());
        Assert.Equal(received[0].Id, received.Skip(1).Single(r => r.Body == received[0].Body).Id);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Both_secrets_sign_after_a_rotation_and_a_test_shows_it(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind, settings: AllowPrivate);
        var person = stack.NewPerson();
        var endpoint = await Add(person, receiver.Url, "sync.completed");
        var path = $"/webhook-endpoints/{endpoint.Text("id")}";
        var rotated = (await person.Post($"{path}/rotate-secret")).Expect(200).Text("secret");
        Assert.False((await person.Get(path)).Expect(200).Has("secret"));

        var test = (await person.Post($"{path}/test")).Expect(202);
        var first = (await receiver.WaitFor(1, r => r.Type == "webhook.test"))[0];
        Assert.Equal(test.Text("id"), first.Id);
        Assert.True(first.IsSignedBy(endpoint.Text("secret")) && first.IsSignedBy(rotated));

        stack.Advance(TimeSpan.FromHours(25));
        await person.Post($"{path}/test");
        var second = (await receiver.WaitFor(2, r => r.Type == "webhook.test"))[1];
        Assert.True(second.IsSignedBy(rotated) && !second.IsSignedBy(endpoint.Text("secret")));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task No_address_of_this_network_is_reached(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        foreach (var wrong in (string[])[receiver.Url, "http://example.org/", "https://a:b@example.org/", "nonsense"])
        {
            var problem = (await person.Post("/webhook-endpoints", new { url = wrong })).ExpectProblem(
                400,
                "invalid_request"
            );
            Assert.True(problem.GetProperty("errors").Has("url"));
        }

        // A good name may lead anywhere: it is judged when it is connected to.
        var endpoint = await Add(person, "https://localhost:8443/hooks", "sync.completed");
        await person.Post($"/webhook-endpoints/{endpoint.Text("id")}/test");

        var delivery = await Settled(person, endpoint, "pending", d => d.Has("lastError"));
        Assert.Equal("address_refused", delivery.Text("lastError"));
        Assert.Empty(receiver.Received);
    }

    private static async Task Killed(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        var environment = new Dictionary<string, string> { ["WebhooksOut__AllowPrivateAddresses"] = "true" };
        await using var stack = await Stack.StartProcess(kind, environment);
        var person = stack.NewPerson();
        await Add(person, receiver.Url, "sync.completed");
        receiver.Answer = static _ => 0;
        await person.LinkDocument(Documents.Checking(Documents.Rows(1)));
        var first = (await receiver.WaitFor(1, _ => true))[0];

        await stack.StopProduct();
        receiver.Answer = static _ => 204;
        await stack.StartProduct();

        // The claim runs out after half a minute.
        var again = (await receiver.WaitFor(2, _ => true))[1];
        Assert.Equal((first.Id, first.Body), (again.Id, again.Body));
    }

    private static async Task<JsonElement> Add(Person person, string url, params string[] eventTypes)
    {
        var answer = await person.Post("/webhook-endpoints", new { url, eventTypes });
        return answer.Expect(201);
    }

    private static bool HasFailed(JsonElement delivery, string error) =>
        delivery.Has("lastError") && delivery.Text("lastError") == error;

    private static async Task<JsonElement> Settled(
        Person person,
        JsonElement endpoint,
        string state,
        Func<JsonElement, bool>? wanted = null
    )
    {
        for (var tries = 0; ; tries++)
        {
            var all = await person.All($"/webhook-endpoints/{endpoint.Text("id")}/deliveries");
            var found = all.Where(d => d.Text("state") == state && (wanted?.Invoke(d) ?? true)).ToList();
            if (found.Count > 0)
            {
                return found[0];
            }

            Assert.True(tries < 1_000, $"none is {state}: {string.Join(' ', all)}");
            await Task.Delay(10);
        }
    }
}
