using System.Diagnostics;
using Mingus.Conformance;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash.Matrix;

/// <summary>PostgreSQL goes and comes back while people ask and syncs run: whoever asks is told within ten seconds,
/// what was acknowledged is there, and what was begun is taken up.</summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
public sealed class DatabaseGoneTests(ITestOutputHelper output)
{
    private const int Askers = 6;
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(10);

    private static int Rounds => Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") == "1" ? 20 : 3;

    [Fact]
    public async Task A_database_that_is_restarted_at_once_again_and_again_loses_nothing()
    {
        using var folder = new WorkFolder("restart");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("restarted");
        var database = new PostgresDatabase(server, "restarted");
        await using var bank = await BankSide.StartAsync(seed: 41, TimeSpan.Zero);
        var place = new ServerPlace(folder.Path, database.ConnectionString, bank.BaseUrl);
        var (started, address) = await ServerProcess.StartAsync(place);
        await using var product = started;
        using var client = new ApiClient(address, "ada");
        var item = await Syncs.LinkAsync(client, bank);
        var notes = await Syncs.AnyTransactionAsync(client);
        var follower = new EventFollower("ada");
        follower.Follow(address);

        var requests = new Requests(bank, output.WriteLine);
        var dice = new Random(42);
        var asked = new Answers();
        for (var round = 0; round < Rounds; round++)
        {
            bank.Mutate(item, dice.Next(), steps: 60);
            bank.AnswerIn(TimeSpan.FromMilliseconds(dice.Next(0, 80)));
            using var stop = new CancellationTokenSource();
            var asking = Enumerable.Range(0, Askers).Select(i => KeepAskingAsync(asked, address, i, stop.Token));
            var all = Task.WhenAll(asking.ToList());
            await RestartAsync(server, client, requests, notes, dice);
            await stop.CancelAsync();
            await all;
        }

        bank.AnswerIn(TimeSpan.Zero);
        await Syncs.ToTheEndAsync(client);
        // What broke is taken up after a pause.
        await Syncs.UntilAsync(
            async () => !requests.Unfinished(await database.ReadBesideOthersAsync()).Any(),
            "the end of every acknowledged run"
        );
        await Syncs.SettleAsync(client);
        var last = (await database.ReadBesideOthersAsync()).Users.Values.Single().LastSequence;
        Assert.True(await follower.ReachesAsync(last, Patience.Of(s_answerLimit)), "The stream fell behind.");
        await follower.LeaveAsync();
        var image = await database.ReadBesideOthersAsync();
        output.WriteLine($"{Rounds} restarts; {asked}");
        Assert.False(product.HasExited);
        Assert.Empty(asked.Problems);
        Assert.True(asked.Refused > 0, "Nobody asked while the database was away.");
        Assert.Empty(follower.Problems);
        Assert.Empty(requests.Lost(image));
        Assert.Empty(await AgainstTruth.ProblemsAsync([client], image, bank));
        Assert.Empty(Standing.Problems(image, bank));
        folder.IsKept = false;
    }

    // It goes under a sync, is asked while it is away, and comes back.
    private static async Task RestartAsync(
        PostgresServer server,
        ApiClient client,
        Requests requests,
        string notes,
        Random dice
    )
    {
        await requests.SyncAsync(client, account: null, dice.Next(100), force: true);
        await Task.Delay(dice.Next(0, 200));
        await server.StopAtOnce();
        await requests.SyncAsync(client, account: null, dice.Next(100), force: true);
        await requests.NoteAsync(client, notes);
        await Task.Delay(TimeSpan.FromSeconds(dice.Next(1, 4)));
        await server.StartAgain();
        await Syncs.UntilAsync(async () =>
            await client.TryCallAsync(HttpMethod.Get, "/accounts") is { IsSuccess: true }
        );
        await requests.NoteAsync(client, notes);
    }

    // Worse than gone: connections stay open and nothing comes.
    [Fact]
    public async Task A_database_that_stands_still_keeps_nobody_for_more_than_ten_seconds()
    {
        using var folder = new WorkFolder("swallowed");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("swallowed");
        var database = new PostgresDatabase(server, "swallowed");
        await using var bank = await BankSide.StartAsync(seed: 43, TimeSpan.Zero);
        var place = new ServerPlace(folder.Path, database.ConnectionString, bank.BaseUrl);
        var (started, address) = await ServerProcess.StartAsync(place);
        await using var product = started;
        using var client = new ApiClient(address, "ada");
        await Syncs.LinkAsync(client, bank);
        var transaction = await Syncs.AnyTransactionAsync(client);

        var asked = new Answers();
        await server.StandStill();
        try
        {
            await Task.WhenAll([
                .. Enumerable.Range(0, 30).Select(_ => AskAsync(asked, client, HttpMethod.Get, "/accounts")),
                AskAsync(asked, client, HttpMethod.Patch, $"/transactions/{transaction}", new { note = "still" }),
                AskAsync(asked, client, HttpMethod.Post, "/accounts/bulk/sync", new { syncType = "full" }),
            ]);
        }
        finally
        {
            await server.GoOn();
        }
        output.WriteLine($"{asked}");
        Assert.Empty(asked.Problems);
        Assert.Equal(0, asked.Answered);
        await Syncs.ToTheEndAsync(client);
        Assert.Empty(await AgainstTruth.ProblemsAsync([client], await database.ReadBesideOthersAsync(), bank));
        folder.IsKept = false;
    }

    // People who ask all the time.
    private static async Task KeepAskingAsync(Answers answers, Uri address, int number, CancellationToken stop)
    {
        using var client = new ApiClient(address, "ada");
        string[] paths = ["/accounts", "/runs?limit=5", "/connections", "/findings", "/users/me", "/notifications"];
        while (!stop.IsCancellationRequested)
        {
            await AskAsync(answers, client, HttpMethod.Get, paths[number % paths.Length]);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task AskAsync(
        Answers answers,
        ApiClient client,
        HttpMethod method,
        string path,
        object? body = null
    )
    {
        var limit = Patience.Of(s_answerLimit);
        var clock = Stopwatch.StartNew();
        var answer = await client.TryCallAsync(method, path, body);
        var took = clock.Elapsed;
        var isRight = answer is { Status: 200 or 202 or 503 } && took <= limit;
        answers.Note(answer?.Status, took, isRight ? null : $"{path} {answer?.Body}");
    }
}
