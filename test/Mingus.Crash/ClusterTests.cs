using System.Diagnostics;
using Mingus.Conformance;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash;

/// <summary>
/// Three processes on one PostgreSQL share what is due; random ones are killed, or stand still for a while, and come
/// back, while all connections sync. Nothing is lost or doubled, and no two of them worked a connection at one time and
/// both committed.
/// </summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
[Trait("Category", "Long")]
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int Nodes = 3;

    // Longer than a process may be silent before the others give it up.
    private static readonly TimeSpan s_longStop = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private static bool IsLong => Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") == "1";

    [Fact]
    public async Task Nodes_that_are_killed_or_stand_still_lose_and_double_nothing()
    {
        var (connections, rounds, seed) = IsLong ? (1_000, 12, 11) : (30, 3, 10);
        using var folder = new WorkFolder("cluster");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("cluster");
        var database = new PostgresDatabase(server, "cluster");
        await using var bank = await BankSide.StartAsync(seed, TimeSpan.Zero);
        await using var nodes = await ThreeNodes.StartAsync(folder.Path, database, bank);
        await nodes.LinkAsync(bank, connections);
        await SettleAsync(database, "linked");

        var dice = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var item in bank.Items)
            {
                bank.Mutate(item, dice.Next(), steps: 5);
            }
            bank.AnswerIn(TimeSpan.FromMilliseconds(dice.Next(5, 60)));
            await database.MakeDueAsync();
            await UntilAtWorkAsync(database);
            await Task.Delay(dice.Next(0, 300));
            output.WriteLine(await nodes.FailOneAsync(dice, round, s_longStop));
            bank.AnswerIn(TimeSpan.Zero);
            await SettleAsync(database, $"round {round}");
        }
        await database.MakeDueAsync();
        await SettleAsync(database, "end");

        var image = await database.ReadBesideOthersAsync();
        output.WriteLine($"{image.Runs.Count} runs, by process: {string.Join(", ", await database.RunsByNodeAsync())}");
        Assert.Equal(connections, image.Connections.Count);
        Assert.Empty(Standing.Problems(image, bank));
        Assert.Empty(await AgainstTruth.ProblemsAsync(nodes.Clients, image, bank));
        Assert.Equal(0, await database.OverlapsAsync());
        var byNode = await database.RunsByNodeAsync();
        Assert.True(byNode.Count >= Nodes, $"{byNode.Count} processes worked");
        folder.IsKept = false;
    }

    private static async Task UntilAtWorkAsync(PostgresDatabase database)
    {
        for (var clock = Stopwatch.StartNew(); (await database.UnfinishedAsync()).Active == 0; )
        {
            Campaign.Require(clock.Elapsed < Patience.Of(s_patience), "nobody works what is due", []);
            await Task.Delay(20);
        }
    }

    // Nothing is due, and nothing at work.
    private static async Task SettleAsync(PostgresDatabase database, string when)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var (due, active) = await database.UnfinishedAsync();
            if (due + active == 0)
            {
                return;
            }
            var isLate = clock.Elapsed > Patience.Of(IsLong ? 5 * s_patience : s_patience);
            Campaign.Require(!isLate, $"{when}: {due} connections are due and {active} runs at work", []);
        }
    }

    private sealed class ThreeNodes : IAsyncDisposable
    {
        private readonly ServerPlace[] _places = new ServerPlace[Nodes];
        private readonly ServerProcess[] _processes = new ServerProcess[Nodes];
        private readonly Uri[] _addresses = new Uri[Nodes];
        private readonly List<string> _users = [];

        /// <summary>A client for each user, at the first process.</summary>
        public IEnumerable<ApiClient> Clients => _users.Select(user => new ApiClient(_addresses[0], user));

        public static async Task<ThreeNodes> StartAsync(string folder, PostgresDatabase database, BankSide bank)
        {
            var nodes = new ThreeNodes();
            var first = new ServerPlace(Path.Combine(folder, "a"), database.ConnectionString, bank.BaseUrl)
            {
                IsScheduled = true,
            };
            for (var i = 0; i < Nodes; i++)
            {
                nodes._places[i] = i == 0 ? first : first.Beside($"{(char)('a' + i)}");
                await nodes.BeginAsync(i);
            }
            return nodes;
        }

        /// <summary>A user each, who links through any of the processes.</summary>
        public async Task LinkAsync(BankSide bank, int count)
        {
            _users.AddRange(Enumerable.Range(0, count).Select(static i => $"user-{i}"));
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = 6 },
                async (i, _) =>
                {
                    using var client = new ApiClient(_addresses[i % Nodes], _users[i]);
                    var publicToken = await bank.SignInWithFewRowsAsync();
                    await client.CallAsync(HttpMethod.Post, "/connections", new { publicToken });
                }
            );
        }

        /// <summary>Kills one, which starts again; or lets it stand still, every second time for so long that the
        /// others take its work.</summary>
        public async Task<string> FailOneAsync(Random dice, int round, TimeSpan longStop)
        {
            var victim = dice.Next(Nodes);
            if (round % 2 == 0)
            {
                await _processes[victim].DisposeAsync();
                await BeginAsync(victim);
                return $"round {round}: process {victim} was killed";
            }
            var pause = round % 4 == 1 ? longStop : TimeSpan.FromSeconds(2);
            await _processes[victim].StopAsync();
            await Task.Delay(pause);
            await _processes[victim].ContinueAsync();
            return $"round {round}: process {victim} stood still for {pause.TotalSeconds} s";
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var process in _processes)
            {
                await process.DisposeAsync();
            }
        }

        private async Task BeginAsync(int node) =>
            (_processes[node], _addresses[node]) = await ServerProcess.StartAsync(_places[node]);
    }
}
