using Mingus.Conformance;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash;

/// <summary>Two product processes on one database, one of them not quite dead; and a database that dies
/// itself.</summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
public sealed class TwoProcessesTests
{
    private const string User = "ada";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_second_process_on_a_SQLite_file_is_refused_until_the_first_is_dead()
    {
        using var folder = new WorkFolder("second");
        await using var bank = await BankSide.StartAsync(seed: 1, TimeSpan.Zero);
        var place = new ServerPlace(
            Path.Combine(folder.Path, "a"),
            $"Data Source={folder.Path}/mingus.db",
            bank.BaseUrl
        );
        var other = place with { Folder = Path.Combine(folder.Path, "b") };
        var (first, address) = await ServerProcess.StartAsync(place);
        await using (first)
        {
            await using var second = ServerProcess.Begin(other);
            Assert.NotEqual(0, await second.WaitForExitAsync());
            Assert.Contains("Another process uses", second.Errors, StringComparison.Ordinal);
            using var client = new ApiClient(address, User);
            await client.GetAsync("/connections");
        }
        var (third, _) = await ServerProcess.StartAsync(other);
        await third.DisposeAsync();
        folder.IsKept = false;
    }

    // Invariant 8: the process that stood still finds its connection taken, and its commit fails whole.
    [Fact]
    public async Task A_stopped_process_that_wakes_up_commits_nothing()
    {
        using var folder = new WorkFolder("stopped");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("stopped");
        var database = new PostgresDatabase(server, "stopped");
        await using var bank = await BankSide.StartAsync(seed: 2, TimeSpan.Zero);
        var place = new ServerPlace(Path.Combine(folder.Path, "a"), database.ConnectionString, bank.BaseUrl);
        var (sleeper, address) = await ServerProcess.StartAsync(place);
        await using var first = sleeper;
        using var asleep = new ApiClient(address, User);
        var item = await LinkAsync(asleep, bank);
        bank.Mutate(item, seed: 3, steps: 60);

        var run = await StopInFetchAsync(sleeper, asleep, bank);
        await database.ExpireLeasesAsync();
        var (other, otherAddress) = await ServerProcess.StartAsync(place.Beside("b"));
        await using var second = other;
        using var awake = new ApiClient(otherAddress, User);
        await SyncAsync(awake);
        await UntilAsync(async () => await Others(awake, run));
        var before = await database.ReadBesideOthersAsync();

        await sleeper.ContinueAsync();
        await EndsAsync(asleep, run);
        await Task.Delay(500);
        var after = await database.ReadBesideOthersAsync();

        Assert.Equal("abandoned", after.Runs[run].Status);
        Assert.Contains(after.Runs.Values, r => r.Resumes == run && r.Status == "succeeded");
        Assert.Equal(before.Records, after.Records);
        Assert.Equal(before.Connections, after.Connections);
        Assert.Equal(before.Events, after.Events);
        Assert.Empty(Standing.Problems(after, bank));
        // It is a process like any other again.
        bank.Mutate(item, seed: 4, steps: 20);
        await SyncAsync(asleep);
        Assert.Empty(await AgainstTruth.ProblemsAsync([awake], await database.ReadBesideOthersAsync(), bank));
        folder.IsKept = false;
    }

    // Nothing starts after the kill: the process that lives looks for what the dead one left.
    [Fact]
    public async Task A_process_that_lives_takes_up_the_runs_of_one_that_was_killed()
    {
        using var folder = new WorkFolder("survivor");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("survivor");
        var database = new PostgresDatabase(server, "survivor");
        await using var bank = await BankSide.StartAsync(seed: 6, TimeSpan.Zero);
        var place = new ServerPlace(Path.Combine(folder.Path, "a"), database.ConnectionString, bank.BaseUrl);
        var (victim, address) = await ServerProcess.StartAsync(place);
        await using var first = victim;
        using var dying = new ApiClient(address, User);
        var item = await LinkAsync(dying, bank);
        var (survivor, otherAddress) = await ServerProcess.StartAsync(place.Beside("b"));
        await using var second = survivor;
        using var living = new ApiClient(otherAddress, User);
        bank.Mutate(item, seed: 7, steps: 60);

        bank.AnswerIn(TimeSpan.FromSeconds(1));
        var calls = bank.SyncCalls;
        var cut = await AskAsync(dying, "transactions");
        await UntilAsync(() => Task.FromResult(bank.SyncCalls > calls));
        var waiting = await AskAsync(dying, "full");
        await victim.KillAsync();
        bank.AnswerIn(TimeSpan.Zero);
        await EndsAsync(living, waiting);
        await SettleAsync(living);

        var after = await database.ReadBesideOthersAsync();
        Assert.Equal("abandoned", after.Runs[cut].Status);
        Assert.Contains(after.Runs.Values, r => r.Resumes == cut && r.Status == "succeeded");
        Assert.Equal("succeeded", after.Runs[waiting].Status);
        Assert.Empty(Standing.Problems(after, bank));
        Assert.Empty(await AgainstTruth.ProblemsAsync([living], after, bank));
        folder.IsKept = false;
    }

    // It keeps its sessions and its lease, and asks nothing any more.
    [Fact]
    public async Task A_process_that_lives_takes_up_the_runs_of_one_that_stands_still_and_its_streams_tell_of_it()
    {
        using var folder = new WorkFolder("still");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("still");
        var database = new PostgresDatabase(server, "still");
        await using var bank = await BankSide.StartAsync(seed: 8, TimeSpan.Zero);
        var place = new ServerPlace(Path.Combine(folder.Path, "a"), database.ConnectionString, bank.BaseUrl);
        var (sleeper, address) = await ServerProcess.StartAsync(place);
        await using var first = sleeper;
        using var asleep = new ApiClient(address, User);
        var item = await LinkAsync(asleep, bank);
        var (survivor, otherAddress) = await ServerProcess.StartAsync(place.Beside("b"));
        await using var second = survivor;
        using var living = new ApiClient(otherAddress, User);
        var follower = new EventFollower(User);
        follower.Follow(otherAddress);

        // A stream of the one tells what the other commits, long before its next sign of life.
        await UntilAsync(() => Task.FromResult(follower.Last > 0));
        bank.Mutate(item, seed: 9, steps: 20);
        await SyncAsync(asleep);
        var last = (await database.ReadBesideOthersAsync()).Users.Values.Single().LastSequence;
        Assert.True(await follower.ReachesAsync(last, Patience.Of(TimeSpan.FromSeconds(3))));

        bank.Mutate(item, seed: 10, steps: 60);
        var run = await StopInFetchAsync(sleeper, asleep, bank);
        await UntilAsync(async () => await Others(living, run) && await HasSuccessor(database, run));
        await follower.LeaveAsync();
        var after = await database.ReadBesideOthersAsync();

        Assert.Equal("abandoned", after.Runs[run].Status);
        Assert.Empty(follower.Problems);
        Assert.Empty(Standing.Problems(after, bank));
        Assert.Empty(await AgainstTruth.ProblemsAsync([living], after, bank));
        folder.IsKept = false;
    }

    private static async Task<bool> HasSuccessor(PostgresDatabase database, string run) =>
        (await database.ReadBesideOthersAsync()).Runs.Values.Any(r => r.Resumes == run && r.Status == "succeeded");

    // One session that dies takes the others with it: PostgreSQL then recovers as after a crash of the whole.
    [Fact]
    public async Task A_database_that_crashes_under_a_sync_is_waited_for()
    {
        using var folder = new WorkFolder("database");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("fragile");
        var database = new PostgresDatabase(server, "fragile");
        await using var bank = await BankSide.StartAsync(seed: 5, TimeSpan.Zero);
        var place = new ServerPlace(folder.Path, database.ConnectionString, bank.BaseUrl);
        var (started, address) = await ServerProcess.StartAsync(place);
        await using var product = started;
        using var client = new ApiClient(address, User);
        var item = await LinkAsync(client, bank);

        for (var crash = 0; crash < 3; crash++)
        {
            bank.Mutate(item, seed: crash, steps: 60);
            bank.AnswerIn(TimeSpan.FromMilliseconds(20 * crash));
            await client.CallAsync(HttpMethod.Post, "/accounts/bulk/sync", new { syncType = "full", force = true });
            await Task.Delay(25 * crash);
            await CrashAsync(database);
            await SettleAsync(client);
        }

        bank.AnswerIn(TimeSpan.Zero);
        await SyncAsync(client);
        Assert.False(product.HasExited);
        Assert.Empty(await AgainstTruth.ProblemsAsync([client], await database.ReadBesideOthersAsync(), bank));
        Assert.Empty(Standing.Problems(await database.ReadBesideOthersAsync(), bank));
        folder.IsKept = false;
    }

    private static async Task<string> LinkAsync(ApiClient client, BankSide bank)
    {
        var token = await bank.SignInAsync();
        await client.CallAsync(HttpMethod.Post, "/connections", new { publicToken = token });
        await SyncAsync(client);
        return bank.Items[0];
    }

    private static async Task SyncAsync(ApiClient client)
    {
        var body = await client.CallAsync(
            HttpMethod.Post,
            "/accounts/bulk/sync",
            new { syncType = "full", force = true },
            ("Prefer", "wait=30")
        );
        foreach (var run in body.GetProperty("runs").EnumerateArray())
        {
            Assert.True(run.GetProperty("status").GetString() == "succeeded", $"{run}");
        }
    }

    // Answers the run that is under way, its process stopped while the bank takes its time.
    private static async Task<string> StopInFetchAsync(ServerProcess server, ApiClient client, BankSide bank)
    {
        bank.AnswerIn(TimeSpan.FromSeconds(1));
        var calls = bank.SyncCalls;
        var run = await AskAsync(client, "transactions");
        await UntilAsync(() => Task.FromResult(bank.SyncCalls > calls));
        await server.StopAsync();
        bank.AnswerIn(TimeSpan.Zero);
        return run;
    }

    private static async Task<string> AskAsync(ApiClient client, string syncType)
    {
        var asked = await client.CallAsync(HttpMethod.Post, "/accounts/bulk/sync", new { syncType, force = true });
        return asked.GetProperty("runs")[0].GetProperty("id").GetString()!;
    }

    private static async Task CrashAsync(PostgresDatabase database)
    {
        var backends = await database.BackendsAsync();
        using var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{backends[^1]}"]);
        await kill.WaitForExitAsync();
    }

    private static Task EndsAsync(ApiClient client, string run) =>
        UntilAsync(async () =>
            await client.TryCallAsync(HttpMethod.Get, $"/runs/{run}") is { IsSuccess: true } answer
            && answer.Body.GetProperty("status").GetString() is not ("queued" or "running")
        );

    // Every run but the one that sleeps is over: what took it up, and what was asked for after it.
    private static async Task<bool> Others(ApiClient client, string sleeping) =>
        await client.TryCallAsync(HttpMethod.Get, "/runs?limit=100") is { IsSuccess: true } answer
        && answer
            .Body.GetProperty("items")
            .EnumerateArray()
            .All(r =>
                r.GetProperty("id").GetString() == sleeping
                || r.GetProperty("status").GetString() is not ("queued" or "running")
            );

    private static Task SettleAsync(ApiClient client) =>
        UntilAsync(async () =>
            await client.TryCallAsync(HttpMethod.Get, "/runs?limit=100") is { IsSuccess: true } answer
            && answer
                .Body.GetProperty("items")
                .EnumerateArray()
                .All(r => r.GetProperty("status").GetString() is not ("queued" or "running"))
        );

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience.Of(s_patience));
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
