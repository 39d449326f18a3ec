using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash.Matrix;

/// <summary>A process that may have little memory: what a bank sends too much of is refused before it is held, and
/// people who ask meanwhile are answered.</summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
public sealed class LittleMemoryTests
{
    // 160 MiB: the runtime throws OutOfMemoryException beyond.
    private const string HeapLimit = "0xA000000";
    private const int Askers = 40;

    [Fact]
    public async Task Answers_of_a_gigabyte_do_not_end_a_process_of_little_memory()
    {
        using var folder = new WorkFolder("little");
        await using var bank = await BankSide.StartAsync(seed: 71, TimeSpan.Zero);
        var database = new SqliteDatabase(folder.Path);
        var place = new ServerPlace(folder.Path, database.ConnectionString, bank.BaseUrl)
        {
            More = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = HeapLimit },
        };
        var (product, address) = await ServerProcess.StartAsync(place);
        await using (product)
        {
            using var client = new ApiClient(address, "ada");
            var item = await Syncs.LinkAsync(client, bank);
            bank.Mutate(item, seed: 72, steps: 300);
            bank.AnswerHugely(mebibytes: 1_024);
            var huge = client.CallAsync(
                HttpMethod.Post,
                "/accounts/bulk/sync",
                new { syncType = "transactions", force = true },
                ("Prefer", "wait=30")
            );
            var asking = Enumerable
                .Range(0, Askers)
                .Select(async _ =>
                {
                    while (!huge.IsCompleted)
                    {
                        await Syncs.LedgerAsync(client);
                    }
                })
                .ToList();
            var run = (await huge).GetProperty("runs")[0];
            await Task.WhenAll(asking);
            Assert.Equal("failed", run.GetProperty("status").GetString());
            Assert.Equal("answer_too_large", run.GetProperty("error").GetProperty("code").GetString());
            Assert.False(product.HasExited);

            bank.AnswerIn(TimeSpan.Zero);
            await Syncs.ToTheEndAsync(client);
            Assert.Empty(await AgainstTruth.ProblemsAsync([client], await database.ReadAsync(), bank));
        }
        Assert.DoesNotContain("OutOfMemory", await File.ReadAllTextAsync(place.LogFile), StringComparison.Ordinal);
        folder.IsKept = false;
    }
}
