using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash;

/// <summary>A process that dies in the middle of linking, when the bank has given the access away
/// already.</summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
public sealed class LinkTests
{
    [Fact]
    public async Task Access_that_was_exchanged_is_kept_by_a_process_that_dies_before_it_answers()
    {
        using var folder = new WorkFolder("link");
        await using var bank = await BankSide.StartAsync(seed: 8, TimeSpan.Zero);
        var database = new SqliteDatabase(folder.Path);
        var place = new ServerPlace(folder.Path, database.ConnectionString, bank.BaseUrl);
        var (victim, address) = await ServerProcess.StartAsync(place);
        await using var first = victim;
        using var dying = new ApiClient(address, "ada");
        bank.AnswerIn(TimeSpan.FromSeconds(5), "/item/get");
        var token = await bank.SignInAsync();
        var linking = dying.TryCallAsync(HttpMethod.Post, "/connections", new { publicToken = token });
        await UntilAsync(() => Task.FromResult(bank.ItemCalls > 0));
        await victim.KillAsync();
        Assert.Null(await linking);
        bank.AnswerIn(TimeSpan.Zero);

        var (successor, newAddress) = await ServerProcess.StartAsync(place);
        await using var second = successor;
        using var client = new ApiClient(newAddress, "ada");
        await UntilAsync(async () =>
            (await client.ListAsync("/runs")).TrueForAll(r => r.GetProperty("status").GetString() == "succeeded")
        );

        Assert.Single(bank.Items);
        var connection = Assert.Single(await client.ListAsync("/connections"));
        Assert.NotEqual("", connection.GetProperty("institution").GetProperty("name").GetString());
        Assert.Empty(await AgainstTruth.ProblemsAsync([client], await database.ReadAsync(), bank));
        folder.IsKept = false;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience.Of(TimeSpan.FromSeconds(30)));
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
