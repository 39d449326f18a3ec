using Microsoft.Extensions.Hosting;
using Mingus.Ledger;
using Mingus.Scenarios.Support;
using Mingus.Server.Hosting;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>What is kept how long, by its kind: the hourly job forgets what is older, no more, and says so.</summary>
[Trait("Category", "Slow")]
public sealed class RetentionTests
{
    private const string Events = "SELECT count(*) FROM events";
    private const string Deliveries = "SELECT count(*) FROM webhook_deliveries";
    private const string Webhooks = "SELECT count(*) FROM webhooks";
    private const string Payloads = "SELECT count(*) FROM quarantine WHERE payload <> '{}'";
    private const string Runs = "SELECT count(*) FROM runs";
    private const string Audit = "SELECT count(*) FROM audit";

    private static readonly string[] Settings =
    [
        "--Retention:EventDays=10",
        "--Retention:WebhookDays=20",
        "--Retention:PayloadDays=30",
        "--Retention:RunDays=40",
        "--Retention:AuditDays=95",
        "--WebhooksOut:AllowPrivateAddresses=true",
    ];

    [Theory, ClassData(typeof(BothStores))]
    public async Task Each_kind_goes_when_its_days_are_over_and_what_people_have_stays(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(kind, settings: Settings);
        var person = await WithSomethingOfEachKind(stack, receiver);
        var transactions = await Transactions(person);
        var first = await Counts(stack);
        Assert.DoesNotContain(0, first);

        // Of each kind alone: a little before its day nothing goes, a little after all that was there goes.
        (int Day, int[] Kinds, string Said)[] days =
        [
            (10, [0, 1], "events older than"),
            (20, [2], "webhooks last received before"),
            (30, [3], "of payloads from before"),
            (40, [4], "of runs from before"),
        ];
        var (now, expected) = (TimeSpan.Zero, first.ToArray());
        foreach (var (day, kinds, said) in days)
        {
            await Prune(At(TimeSpan.FromDays(day) - TimeSpan.FromMinutes(30)));
            Assert.Equal(expected, await Counts(stack));
            Assert.DoesNotContain(said, stack.Log.Newest, StringComparison.Ordinal);

            await Prune(At(TimeSpan.FromDays(day) + TimeSpan.FromMinutes(30)));
            foreach (var one in kinds)
            {
                expected[one] = 0;
            }

            Assert.Equal(expected, await Counts(stack));
            Assert.Contains(said, stack.Log.Newest, StringComparison.Ordinal);
        }

        // Set aside it stays listed, without what the bank sent; money is as it was.
        Assert.Equal("{}", Assert.Single(await person.Quarantine()).Text("payload"));
        Assert.Equal(transactions, await Transactions(person));

        TimeSpan At(TimeSpan moment)
        {
            var by = moment - now;
            now = moment;
            return by;
        }

        Task Prune(TimeSpan by)
        {
            stack.Time.Advance(by);
            return Job(stack).Prune(CancellationToken.None);
        }
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_trail_goes_by_its_days_and_never_before_ninety(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: Settings);
        var trail = stack.Service<IAuditLog>();
        foreach (var days in (int[])[94, 96, 400])
        {
            var at = TimeProvider.System.GetUtcNow().AddDays(-days);
            await trail.Add(new AuditEntry(at, "dev", "key", $"made.{days}", new UserId(1)), default);
        }

        await Job(stack).Prune(CancellationToken.None);

        Assert.Equal(["made.94"], await stack.Query("SELECT action FROM audit"));
        Assert.Contains("Forgot 2 of audit from before", stack.Log.Newest, StringComparison.Ordinal);
        // Its own clock, not ours, tells the database what is young.
        stack.Time.Advance(TimeSpan.FromDays(4_000));
        await trail.Add(new AuditEntry(TimeProvider.System.GetUtcNow().AddDays(-89), "dev", "key", "young"), default);
        await Job(stack).Prune(CancellationToken.None);
        Assert.Equal(["young"], await stack.Query("SELECT action FROM audit"));
    }

    private static Pruning Job(Stack stack) => stack.Service<IEnumerable<IHostedService>>().OfType<Pruning>().Single();

    private static async Task<string> Transactions(Person person) => string.Join('\n', await person.Transactions());

    private static async Task<Person> WithSomethingOfEachKind(Stack stack, EventReceiver receiver)
    {
        var person = stack.NewPerson();
        (await person.Post("/webhook-endpoints", new { url = receiver.Url })).Expect(201);
        await person.LinkDocument(Documents.Checking(new RowDoc("First", 12.34m, Documents.Day(-3))));
        person.Hand().Add("Broken", 10m);
        person.TamperNextPage("/added/0/name", "null");
        await person.Sync();
        var (hash, now) = (stack.Kind == StoreKind.Sqlite ? "x'01'" : @"'\x01'", stack.Time.GetUtcNow());
        await stack.Tamper(
            $"INSERT INTO webhooks VALUES ('plaid', {hash}, 'item', 'TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE', "
                + $"'changes', 1, {now.ToUnixTimeMilliseconds()}, {now.ToUnixTimeMilliseconds()})"
        );
        await receiver.WaitFor((int)(await person.Get("/connections")).Sequence, static _ => true);
        return person;
    }

    private static async Task<int[]> Counts(Stack stack)
    {
        var counts = new List<int>();
        foreach (var sql in (string[])[Events, Deliveries, Webhooks, Payloads, Runs, Audit])
        {
            counts.Add(int.Parse(Assert.Single(await stack.Query(sql)), provider: null));
        }

        return [.. counts];
    }
}
