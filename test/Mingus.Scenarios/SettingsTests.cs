using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Settings of users and accounts: kept, checked, effective at once.</summary>
[Trait("Category", "Slow")]
public sealed class SettingsTests(SharedStacks stacks)
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task What_nobody_set_is_by_default(StoreKind kind)
    {
        var (person, account) = await Linked(kind);

        foreach (var path in new[] { "/settings", $"/accounts/{account}/settings" })
        {
            var settings = (await person.Get(path)).Expect(200);
            Assert.True(settings.GetProperty("autoSync").GetProperty("transactions").GetBoolean());
            Assert.Equal(24, settings.GetProperty("intervals").Int("maxHours"));
            Assert.Equal(JsonValueKind.Null, settings.GetProperty("quietHours").ValueKind);
            Assert.Equal("normal", settings.GetProperty("validation").Text("level"));
        }
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_account_has_the_users_until_it_has_its_own(StoreKind kind)
    {
        var (person, account) = await Linked(kind);

        await Put(person, "/settings", new { intervals = new { maxHours = 10 } });
        Assert.Equal(10, (await OfAccount()).GetProperty("intervals").Int("maxHours"));

        await Put(
            person,
            $"/accounts/{account}/settings",
            new { validation = new { level = "strict", everyDays = 3 } }
        );
        await Put(person, "/settings", new { intervals = new { maxHours = 20 } });
        var own = await OfAccount();
        Assert.True(own.GetProperty("own").GetBoolean());
        Assert.Equal(10, own.GetProperty("intervals").Int("maxHours"));
        Assert.Equal("strict", own.GetProperty("validation").Text("level"));

        (await person.Delete($"/accounts/{account}/settings")).Expect(204);
        var again = await OfAccount();
        Assert.False(again.GetProperty("own").GetBoolean());
        Assert.Equal(20, again.GetProperty("intervals").Int("maxHours"));

        async Task<JsonElement> OfAccount() => (await person.Get($"/accounts/{account}/settings")).Expect(200);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Switched_off_and_on_moves_the_due_time_at_once(StoreKind kind)
    {
        var (person, account) = await Linked(kind);
        var path = $"/accounts/{account}/settings";
        Assert.NotNull((await Schedule(person)).Due);

        await Put(person, path, new { autoSync = new { transactions = false, balance = false } });
        var off = await Schedule(person);
        Assert.Null(off.Due);
        Assert.Contains("switched off", off.Reason, StringComparison.Ordinal);

        await Put(person, path, new { autoSync = new { transactions = true } });
        var on = await Schedule(person);
        Assert.True(on.Due > person.Stack.Time.GetUtcNow());
        Assert.DoesNotContain("switched off", on.Reason, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Quiet_hours_move_the_next_check_to_their_end(StoreKind kind)
    {
        var (person, _) = await Linked(kind);
        var now = person.Stack.Time.GetUtcNow();
        // All the day but for one hour, which ended an hour ago.
        var (from, to) = (now.AddHours(-1).ToString("HH:mm", null), now.AddHours(-2).ToString("HH:mm", null));

        await Put(
            person,
            "/settings",
            new
            {
                quietHours = new
                {
                    from,
                    to,
                    timeZone = "UTC",
                },
            }
        );

        var (due, reason) = await Schedule(person);
        Assert.InRange(due!.Value, now.AddHours(21.9), now.AddHours(22.4));
        Assert.Contains("quiet hours", reason, StringComparison.Ordinal);
    }

    public static TheoryData<StoreKind, (string Body, string Field)> Wrong =>
        BothStores.With(
            ("""{"intervals":{"minMinutes":1}}""", "intervals.minMinutes"),
            ("""{"intervals":{"minMinutes":120,"maxHours":1}}""", "intervals.minMinutes"),
            ("""{"intervals":{"maxHours":1000}}""", "intervals.maxHours"),
            ("""{"quietHours":{"from":"22:00","to":"7","timeZone":"Europe/Berlin"}}""", "quietHours.to"),
            ("""{"quietHours":{"from":"22:00","to":"22:00","timeZone":"Europe/Berlin"}}""", "quietHours.to"),
            ("""{"quietHours":{"from":"22:00","to":"07:00","timeZone":"Mars/Base"}}""", "quietHours.timeZone"),
            ("""{"validation":{"everyDays":-1}}""", "validation.everyDays"),
            ("""{"notices":{"balanceBelow":"much"}}""", "notices.balanceBelow"),
            ("""{"autoSink":{}}""", "autoSink")
        );

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_setting_is_refused_by_name(StoreKind kind, (string Body, string Field) wrong)
    {
        var person = (await stacks.Of(kind)).NewPerson();
        using var content = new StringContent(wrong.Body, System.Text.Encoding.UTF8, "application/json");

        var problem = (await person.Send(HttpMethod.Put, "/settings", content)).ExpectProblem(400, "invalid_request");

        Assert.True(problem.GetProperty("errors").Has(wrong.Field), problem.ToString());
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Anothers_account_has_no_settings(StoreKind kind)
    {
        var (person, account) = await Linked(kind);
        var other = person.Stack.NewPerson();
        var body = JsonContent.Create(new { intervals = new { maxHours = 2 } });

        (await other.Get($"/accounts/{account}/settings")).ExpectProblem(404, "not_found");
        (await other.Send(HttpMethod.Put, $"/accounts/{account}/settings", body)).ExpectProblem(404, "not_found");
        (await other.Delete($"/accounts/{account}/settings")).ExpectProblem(404, "not_found");

        Assert.Equal(
            24,
            (await person.Get($"/accounts/{account}/settings")).Expect(200).GetProperty("intervals").Int("maxHours")
        );
    }

    private async Task<(Person Person, string Account)> Linked(StoreKind kind)
    {
        var person = (await stacks.Of(kind)).NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        await person.Sync();
        return (person, Assert.Single(await person.Accounts()).Text("id"));
    }

    private static async Task Put(Person person, string path, object body) =>
        (await person.Send(HttpMethod.Put, path, JsonContent.Create(body))).Expect(200);

    private static async Task<(DateTimeOffset? Due, string Reason)> Schedule(Person person)
    {
        var schedule = (await person.Get($"/connections/{(await person.Connection()).Text("id")}/schedule")).Expect(
            200
        );
        var due =
            schedule.GetProperty("nextDueAt").ValueKind == JsonValueKind.Null
                ? (DateTimeOffset?)null
                : schedule.Moment("nextDueAt");
        return (due, schedule.TextOrNull("nextDueReason") ?? "");
    }
}
