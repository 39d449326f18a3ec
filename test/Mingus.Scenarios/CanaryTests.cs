using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Secrets and what people own are planted, a whole life is led, and nothing that the product tells of itself
/// holds any of it: logs at their most talkative, spans, measurements, problems, addresses.</summary>
public sealed class CanaryTests
{
    private const string Name = "Marzipan Hoard Account";
    private const string Description = "QUOKKA EMPORIUM 4471 PERTH";
    private const string Note = "for the surprise party of Wilhelmina";
    private const string Who = "ottilie.quince-canary";
    private const string Secret = "plaid-secret-canary-8c1d";
    private const decimal Amount = 73_219.47m;

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task Nothing_of_it_is_told(StoreKind kind)
    {
        using var tap = new TelemetryTap();
        await using var stack = await Stack.Start(
            kind,
            adjust: builder => Listen(builder, tap),
            settings: ["--Plaid:Circuit:Failures=0", $"--Plaid:Secret={Secret}", "--Plaid:ClientId=client"]
        );
        var person = stack.NewPerson(Who);
        var planted = await Live(stack, person, tap);

        Assert.True(tap.Lines > 500, $"only {tap.Lines} lines were heard");
        Assert.Empty(Canary.Found(planted, tap.Text));
    }

    [Fact]
    public async Task One_that_is_leaked_is_found()
    {
        using var tap = new TelemetryTap();
        await using var stack = await Stack.Start(StoreKind.Sqlite, adjust: builder => Listen(builder, tap));
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(tap).SetMinimumLevel(LogLevel.Trace));
        Canary[] planted =
        [
            new("raw", "canary-in-the-open"),
            new("hexadecimal", "canary-in-digits"),
            new("base64", "canary-in-base-64"),
            new("never", "canary-never-leaked"),
        ];
        var log = logs.CreateLogger("leak");
        log.LogTrace("{Text}", planted[0].Text);
        log.LogTrace("{Text}", Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(planted[1].Text)));
        log.LogTrace(
            "{Text}",
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{{\"a\":\"{planted[2].Text}\"}}"))
        );

        var found = Canary.Found(planted, tap.Text);

        Assert.Contains("raw as it is", found);
        Assert.Contains("hexadecimal in hexadecimal", found);
        Assert.Contains(found, static f => f.StartsWith("base64 in base64", StringComparison.Ordinal));
        Assert.DoesNotContain(found, static f => f.StartsWith("never", StringComparison.Ordinal));
    }

    // Links, syncs in every way, fails in many, is told, exported, erased.
    private static async Task<List<Canary>> Live(Stack stack, Person person, TelemetryTap tap)
    {
        var document = Documents.Of(
            new AccountDoc(
                Name,
                [new RowDoc(Description, Amount, Documents.Day(-3)), new("Corner shop", 2m, Documents.Day(-2))]
            )
        );
        var publicToken = await person.PublicToken(Person.FirstPlatypus, "user_custom", document);
        await person.LinkDocument(document);
        var item = stack.Sandbox.Bank.FindById(person.Banks[0].ItemId)!;
        var accountId = stack.Sandbox.Bank.Truth(item.Id).Accounts[0].AccountId;
        await using var stream = await EventClient.Open(person, after: 0);
        foreach (var type in new[] { "transactions", "balance", "historical", "backfill", "validate", "full" })
        {
            await person.AskSync(type);
        }

        var shownOnce = await Mint(person);
        var transaction = (await person.Transactions()).Single(t => t.Text("description") == Description).Text("id");
        (await person.Patch($"/transactions/{transaction}", new { note = Note })).Expect(200);
        await Misbehave(stack, person);
        await Stumble(person, tap, publicToken, transaction);
        using (await UserRightsTests.Export(person))
        {
            // That it was made is enough.
        }

        await person.Get("/metrics/summary");
        (await person.Delete("/users/me")).Expect(204);
        return
        [
            .. shownOnce,
            new("the access token", item.AccessToken),
            new("the public token", publicToken),
            new("the user", Who),
            new("the provider's secret", Secret),
            new("the name of an account", Name),
            new("a description", Description),
            new("a note", Note),
            new("an amount", "73219.47"),
            new("an amount in minor units", "7321947"),
            new("the provider's account id", accountId),
        ];
    }

    // Credentials of ours, each used once.
    private static async Task<List<Canary>> Mint(Person person)
    {
        var token = (await person.Post("/user-tokens", new { userId = Who })).Expect(200, 201).Text("token");
        var key = (await person.Post("/api-keys", new { scopes = new[] { "read" } })).Expect(200, 201).Text("key");
        var hook = (await person.Post("/webhook-endpoints", new { url = "https://hooks.example.com/in" })).Expect(201);
        foreach (var credential in (string[])[token, key])
        {
            var bearer = ("Authorization", $"Bearer {credential}");
            (await person.Send(HttpMethod.Get, "/accounts", body: null, bearer)).Expect(200);
        }

        return
        [
            new("a user token", token),
            new("an API key", key),
            new("the secret of an endpoint", hook.Text("secret")),
        ];
    }

    private static async Task Misbehave(Stack stack, Person person)
    {
        Fault[] faults =
        [
            new()
            {
                Kind = FaultKind.Error,
                Code = "INTERNAL_SERVER_ERROR",
                Times = 3,
            },
            new() { Kind = FaultKind.Error, Code = "ITEM_LOGIN_REQUIRED" },
            new() { Kind = FaultKind.Error, Code = "TRANSACTIONS_LIMIT" },
        ];
        foreach (var fault in faults)
        {
            stack.Sandbox.Mischief.Add(fault);
            await person.AskSync();
            stack.Sandbox.Mischief.Clear();
        }

        person.Hand().Add(Description, Amount);
        person.TamperNextPage("/added/0/date", "\"the day of QUOKKA EMPORIUM 4471 PERTH\"");
        await person.AskSync();
        await person.AskSync();
    }

    // What is refused is answered by a problem, which must not repeat what it was given.
    private static async Task Stumble(Person person, TelemetryTap tap, string publicToken, string transaction)
    {
        Answer[] answers =
        [
            await person.Post("/connections", new { publicToken, unknown = Note }),
            await person.Post("/connections", new { publicToken = $"{publicToken}-wrong" }),
            await person.Patch($"/transactions/{transaction}", new { note = 17 }),
            await person.Patch(
                $"/transactions/{transaction}",
                new { note = string.Concat(Enumerable.Repeat(Note, 100)) }
            ),
            await person.Get($"/transactions/{transaction}x"),
            await person.Get("/accounts/acc_none/transactions"),
            await person.Post("/accounts/bulk/sync", new { syncType = Description }),
        ];
        foreach (var answer in answers)
        {
            tap.Hear($"answer {answer.Code} {JsonSerializer.Serialize(answer.Json)}");
        }
    }

    internal static void Listen(WebApplicationBuilder builder, TelemetryTap tap)
    {
        builder.Logging.AddProvider(tap).SetMinimumLevel(LogLevel.Trace);
        // Rules of a provider's own beat those of the host.
        foreach (var category in new[] { "Microsoft", "System", "Polly", "Mingus", "Npgsql" })
        {
            builder.Services.Configure<LoggerFilterOptions>(options =>
                options.Rules.Add(
                    new LoggerFilterRule(typeof(TelemetryTap).FullName, category, LogLevel.Trace, filter: null)
                )
            );
        }
    }
}
