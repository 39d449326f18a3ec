using Mingus.Conformance;
using Mingus.Crash.Bank;
using Mingus.Crash.Databases;

namespace Mingus.Crash;

/// <summary>
/// The product, killed with SIGKILL at random moments while it syncs and the bank changes: afterwards the ledger is the
/// bank's to the record, and nothing that was acknowledged is lost.
/// </summary>
[Collection(Processes)]
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>Classes that start processes take turns: side by side they would measure each other's
    /// patience.</summary>
    public const string Processes = "processes";

    private const int Links = 4;
    private static readonly TimeSpan s_historyDelay = TimeSpan.FromMilliseconds(400);

    private static int Rounds => Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") == "1" ? 100 : 10;

    // Another seed repeats another campaign: MINGUS_CRASH_SEED=… MINGUS_CRASH_ROUNDS=…
    private static int? Given(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var n) ? n : null;

    [Fact, Trait("Category", "Slow")]
    public async Task A_small_ledger_outlives_five_kills()
    {
        using var folder = new WorkFolder("small");
        await RunAsync(new SqliteDatabase(folder.Path), folder, seed: 20_260_914, rounds: 5, links: 2);
    }

    [Fact, Trait("Category", "Slow")]
    public async Task A_ledger_in_SQLite_outlives_kills_at_any_moment()
    {
        using var folder = new WorkFolder("sqlite");
        await RunAsync(new SqliteDatabase(folder.Path), folder, seed: 20_260_915, Rounds, Links);
    }

    [Fact, Trait("Category", "Slow")]
    public async Task A_ledger_in_PostgreSQL_outlives_kills_at_any_moment()
    {
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("crash");
        using var folder = new WorkFolder("postgres");
        await RunAsync(new PostgresDatabase(server, "crash"), folder, seed: 20_260_916, Rounds, Links);
    }

    private async Task RunAsync(IDatabase database, WorkFolder folder, int seed, int rounds, int links)
    {
        seed = Given("MINGUS_CRASH_SEED") ?? seed;
        await using var bank = await BankSide.StartAsync(seed, s_historyDelay);
        await using var campaign = new Campaign(seed, bank, database, folder.Path);
        try
        {
            await campaign.RunAsync(Given("MINGUS_CRASH_ROUNDS") ?? rounds, links);
            folder.IsKept = false;
        }
        catch (Exception failure)
        {
            Assert.Fail($"seed {seed}, files in {folder.Path}\n{campaign.Story}\n{failure}");
        }
        output.WriteLine($"seed {seed}\n{campaign.Story}");
    }
}
