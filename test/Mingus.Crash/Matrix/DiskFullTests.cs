using Mingus.Conformance;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;
using Npgsql;

namespace Mingus.Crash.Matrix;

/// <summary>The database's file system is full: what writes fails whole and says so, what reads goes on, and with room
/// all goes on by itself.</summary>
[Collection(KillTests.Processes), Trait("Category", "Slow")]
public sealed class DiskFullTests
{
    private const string NoMount =
        "A small file system is needed that can be filled, and this process may not mount one (it takes root, or "
        + "CAP_SYS_ADMIN).";
    private const int Mebibytes = 64;

    [Fact]
    public async Task A_ledger_in_SQLite_outlives_a_full_disk()
    {
        await using var disk = await SmallDisk.MountAsync(Mebibytes);
        Assert.SkipWhen(disk is null, NoMount);
        using var folder = new WorkFolder("full");
        var database = new SqliteDatabase(disk!.Path);
        await OutlivesAsync(disk, folder, database, database.ReadAsync);
        Assert.Empty(await database.FindCorruptionAsync());
        CleanUp(disk);
        folder.IsKept = false;
    }

    [Fact]
    public async Task A_ledger_in_PostgreSQL_outlives_a_full_disk()
    {
        await using var disk = await SmallDisk.MountAsync(Mebibytes);
        Assert.SkipWhen(disk is null, NoMount);
        using var folder = new WorkFolder("full");
        await using var server = await PostgresServer.Start();
        var place = Directory.CreateDirectory(Path.Combine(disk!.Path, "space")).FullName;
        await PostgresServer.GiveFolder(place);
        await RunAsync(server, $"CREATE TABLESPACE small LOCATION '{place}'");
        await RunAsync(server, "CREATE DATABASE full_disk TABLESPACE small");
        var database = new PostgresDatabase(server, "full_disk");
        await OutlivesAsync(disk, folder, database, database.ReadBesideOthersAsync);
        Assert.Empty(await database.FindCorruptionAsync());
        folder.IsKept = false;
    }

    private static async Task OutlivesAsync(
        SmallDisk disk,
        WorkFolder folder,
        IDatabase database,
        Func<Task<Image>> look
    )
    {
        await using var bank = await BankSide.StartAsync(seed: 31, TimeSpan.Zero);
        var place = new ServerPlace(folder.Path, database.ConnectionString, bank.BaseUrl);
        var (product, address) = await ServerProcess.StartAsync(place);
        await using (product)
        {
            using var client = new ApiClient(address, "ada");
            var item = await Syncs.LinkAsync(client, bank);
            var note = await Syncs.AnyTransactionAsync(client);
            var before = await Syncs.LedgerAsync(client);

            // The bank takes its time, so that the disk is full when the run wants to commit.
            bank.Mutate(item, seed: 32, steps: 400);
            bank.AnswerIn(TimeSpan.FromSeconds(3));
            await client.CallAsync(HttpMethod.Post, "/accounts/bulk/sync", new { syncType = "full", force = true });
            disk.Fill();
            var (kept, refused) = await WriteUntilFullAsync(client, note);
            Assert.Equal((503, "unavailable"), (refused.Status, refused.Body.GetProperty("code").GetString()));
            await Syncs.UntilAsync(() => Task.FromResult(HasBroken(place)), "the run's failure");
            Assert.Equal(before, await Syncs.LedgerAsync(client));
            Assert.False(product.HasExited);

            bank.AnswerIn(TimeSpan.Zero);
            disk.Free();
            await Syncs.ToTheEndAsync(client);
            Assert.NotEqual(before, await Syncs.LedgerAsync(client));
            var shown = await client.GetAsync($"/transactions/{note}");
            Assert.Contains(shown.TryGetProperty("note", out var last) ? last.GetString() : null, kept);
            await CompareAsync(client, await look(), bank);
        }
    }

    private static async Task CompareAsync(ApiClient client, Image image, BankSide bank)
    {
        Assert.Empty(await AgainstTruth.ProblemsAsync([client], image, bank));
        Assert.Empty(Standing.Problems(image, bank));
    }

    // The last note that was acknowledged, or the one that was refused: nobody can say of that one.
    private static async Task<(string?[] Kept, ApiAnswer Refused)> WriteUntilFullAsync(
        ApiClient client,
        string transaction
    )
    {
        string? last = null;
        for (var i = 0; i < 5_000; i++)
        {
            var note = $"{i} {new string('n', 1_900)}";
            var answer = await client.TryCallAsync(HttpMethod.Patch, $"/transactions/{transaction}", new { note });
            Assert.NotNull(answer);
            if (!answer.IsSuccess)
            {
                return ([last, note], answer);
            }
            last = note;
        }
        throw new ProductException("The disk never filled.");
    }

    private static bool HasBroken(ServerPlace place) =>
        File.ReadAllText(place.LogFile).Contains("broke off", StringComparison.Ordinal);

    // Copies that were looked at lie beside the database.
    private static void CleanUp(SmallDisk disk)
    {
        foreach (var file in Directory.GetFiles(disk.Path))
        {
            File.Delete(file);
        }
    }

    private static async Task RunAsync(PostgresServer server, string statement)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
