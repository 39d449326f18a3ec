using System.Diagnostics;
using Mingus.Conformance;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;
using Npgsql;

namespace Mingus.Crash.Matrix;

/// <summary>Every statement takes two seconds to arrive: what can be worked is, the rest is told to come again, streams
/// live, and nothing is left over once the database is quick again.</summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
public sealed class SlowDatabaseTests(ITestOutputHelper output)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(10);

    // Longer than the fifteen seconds between two signs of life.
    private static readonly TimeSpan s_slowFor = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_slow_database_brings_refusals_and_no_pile()
    {
        using var folder = new WorkFolder("slow");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("slow");
        await using var line = new SlowLine(server.Port);
        var database = new PostgresDatabase(server, "slow");
        await using var bank = await BankSide.StartAsync(seed: 51, TimeSpan.Zero);
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = line.Port };
        var place = new ServerPlace(folder.Path, $"{through}", bank.BaseUrl);
        var (started, address) = await ServerProcess.StartAsync(place);
        await using var product = started;
        using var client = new ApiClient(address, "ada");
        var item = await Syncs.LinkAsync(client, bank);
        using var stop = new CancellationTokenSource();
        var beats = CountBeatsAsync(client, stop.Token);
        bank.Mutate(item, seed: 52, steps: 20);

        line.Delay = s_delay;
        var crowd = await CrowdAsync(address);
        output.WriteLine($"{crowd}");
        var sessions = (await database.BackendsAsync()).Count;
        line.Delay = TimeSpan.Zero;
        await Syncs.UntilAsync(async () => (await TimeOfAsync(client)) < TimeSpan.FromSeconds(1), "a quick answer");
        await Syncs.ToTheEndAsync(client);
        await stop.CancelAsync();

        Assert.True(await beats > 0, "The stream gave no sign of life.");
        Assert.Empty(crowd.Problems);
        Assert.True(crowd.Answered > 0, $"{crowd}");
        Assert.True(crowd.Refused > 0, $"{crowd}");
        // Those of the pool, and the one that shows the process to be alive.
        Assert.InRange(sessions, 1, 25);
        Assert.Empty(await AgainstTruth.ProblemsAsync([client], await database.ReadBesideOthersAsync(), bank));
        folder.IsKept = false;
    }

    // So many at once, each asking again as soon as it was told something.
    private static async Task<Answers> CrowdAsync(Uri address)
    {
        var crowd = new Answers();
        var clock = Stopwatch.StartNew();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.Add("Mingus-User", "ada");
        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(async _ =>
                {
                    while (clock.Elapsed < s_slowFor)
                    {
                        await AskAsync(crowd, http, "/api/data-sync/accounts", s_answerLimit);
                        await Task.Delay(500);
                    }
                })
                .Append(
                    Task.Run(async () =>
                    {
                        while (clock.Elapsed < s_slowFor)
                        {
                            await AskAsync(crowd, http, "/health/live", TimeSpan.FromSeconds(2));
                            await Task.Delay(1_000);
                        }
                    })
                )
        );
        return crowd;
    }

    private static async Task<TimeSpan> TimeOfAsync(ApiClient client)
    {
        var clock = Stopwatch.StartNew();
        var answer = await client.TryCallAsync(HttpMethod.Get, "/accounts");
        return answer is { IsSuccess: true } ? clock.Elapsed : TimeSpan.MaxValue;
    }

    // An exception here is the stream's end, which fails the test.
    private static async Task<int> CountBeatsAsync(ApiClient client, CancellationToken stop)
    {
        var beats = 0;
        await using var stream = await client.OpenEventsAsync(after: 0, stop);
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync(stop) is { } text)
            {
                beats += text == "event: beat" ? 1 : 0;
            }
        }
        catch (OperationCanceledException)
        {
            return beats;
        }
        throw new ProductException("The stream ended.");
    }

    private static async Task AskAsync(Answers answers, HttpClient http, string path, TimeSpan quietLimit)
    {
        var limit = Patience.Of(quietLimit);
        var clock = Stopwatch.StartNew();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        var took = clock.Elapsed;
        var status = (int)answer.StatusCode;
        var isRight = (status == 200 || (status == 503 && answer.Headers.RetryAfter is not null)) && took <= limit;
        answers.Note(status, took, isRight ? null : path);
    }
}
