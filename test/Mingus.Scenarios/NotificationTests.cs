using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S13: what the person should know or do is said once, plainly, and taken back when it is over.</summary>
[Trait("Category", "Slow")]
public sealed class NotificationTests
{
    [Theory, ClassData(typeof(AllStores))]
    public async Task A_sign_in_is_asked_for_once_and_over_once_it_is_mended(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = await Linked(stack);
        var (bank, itemId) = (stack.Sandbox.Bank, person.Banks[0].ItemId);
        await using var events = await EventClient.Open(person, (await person.Get("/connections")).Sequence);
        bank.SetError(itemId, "ITEM_LOGIN_REQUIRED");
        await person.Sync();
        await person.Sync();

        var asked = Assert.Single(await Open(person), n => n.Text("topic") == "health");
        Assert.Equal(("actionable", "error", "relink"), Words(asked));
        Assert.Equal(1, asked.GetProperty("count").GetInt32());
        Assert.Equal(person.Banks[0].ConnectionId, asked.Text("connectionId"));
        var told = await events.WaitFor("notification", e => e.Data.Text("notificationId") == asked.Text("id"));
        Assert.Equal("open", told.Data.Text("state"));

        bank.SetError(itemId, code: null);
        await person.Sync();

        var healed = await Find(person, "health");
        Assert.Equal(("success", 1), (healed.Text("kind"), healed.GetProperty("count").GetInt32()));
        Assert.Equal(asked.Text("id"), healed.Text("id"));
        await events.WaitFor("connection.healed");
        await events.WaitUntil((await person.Get("/connections")).Sequence);
        Assert.Equal(2, events.Events.Count(e => e.Type == "notification"));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task What_passes_is_told_to_nobody(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = await Linked(stack);
        var before = await Texts(person);
        foreach (var code in (string[])["INTERNAL_SERVER_ERROR", "INSTITUTION_DOWN", "TRANSACTIONS_SYNC_LIMIT"])
        {
            person.Misbehave(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Code = code,
                    Times = 50,
                }
            );
            await person.AskSync();
            stack.Sandbox.Mischief.Clear();
            Assert.Equal("healthy", (await person.Connection()).Text("status"));
        }

        Assert.Equal(before, await Texts(person));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_consent_that_ends_is_warned_of_twice_without_any_webhook(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = await Linked(stack);
        // It ends in seven days; the product has told the bank no address for webhooks.
        stack.Sandbox.Bank.FireWebhook(person.Banks[0].ItemId, "PENDING_EXPIRATION");
        await person.Sync();
        var first = await Find(person, "consent");
        Assert.Equal(("actionable", "warning", "renew"), Words(first));

        stack.Advance(TimeSpan.FromDays(3));
        await person.Sync();
        Assert.Equal(first.Text("at"), (await Find(person, "consent")).Text("at"));

        stack.Advance(TimeSpan.FromDays(3));
        await person.Sync();
        var second = await Find(person, "consent");
        Assert.Equal((first.Text("id"), 2), (second.Text("id"), second.GetProperty("count").GetInt32()));
        var connection = await person.Connection();
        Assert.Equal(("healthy", "renew"), (connection.Text("status"), connection.Text("action")));
        Assert.Equal("consent_ends_tomorrow", connection.GetProperty("notice").Text("code"));
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task One_is_read_by_whom_it_is_for_and_nobody_else(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = await Linked(stack);
        var (other, history) = (stack.NewPerson(), await Find(person, "history"));
        Assert.Equal("completion", history.Text("kind"));

        (await other.Post($"/notifications/{history.Text("id")}/read")).ExpectProblem(404, "not_found");
        var read = (await person.Post($"/notifications/{history.Text("id")}/read")).Expect(200);

        Assert.True(read.Has("readAt"));
        Assert.DoesNotContain(await Open(person), n => n.Text("topic") == "history");
        Assert.Single(await person.All("/notifications"), n => n.Text("topic") == "history");
        (await person.Get("/notifications?state=unread")).ExpectProblem(400, "invalid_request");
    }

    [Theory, ClassData(typeof(AllStores))]
    public async Task A_long_sync_that_was_asked_for_tells_when_it_ends(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = await Linked(stack);

        await person.Sync("full");
        await person.Sync("full");

        var asked = await Find(person, "asked");
        Assert.Equal(("completion", 2), (asked.Text("kind"), asked.GetProperty("count").GetInt32()));
    }

    private static (string Kind, string Severity, string Action) Words(JsonElement notification) =>
        (notification.Text("kind"), notification.Text("severity"), notification.Text("action"));

    private static Task<List<JsonElement>> Open(Person person) => person.All("/notifications?state=open");

    private static async Task<JsonElement> Find(Person person, string topic) =>
        Assert.Single(await person.All("/notifications"), n => n.Text("topic") == topic);

    private static async Task<string> Texts(Person person) => string.Join('\n', await person.All("/notifications"));

    private static async Task<Person> Linked(Stack stack)
    {
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        return person;
    }
}
