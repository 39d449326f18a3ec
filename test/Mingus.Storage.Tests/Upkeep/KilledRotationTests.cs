using System.Diagnostics;
using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Tests.Upkeep;

/// <summary>The command that rotates keys, killed in the middle of it, again and again, while the store is served:
/// every token opens after each kill, and after the last run all are under the new key.</summary>
public sealed class KilledRotationTests : IDisposable
{
    private const int Tokens = 240;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-rotation").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Trait("Category", "Slow")]
    public async Task A_rotation_that_is_killed_loses_no_token_and_is_gone_on_with()
    {
        var kills = Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") is null ? 4 : 20;
        var (old, next) = (VaultKeys.Generate(), VaultKeys.Generate());
        var options = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "mingus.db")}" };
        var node = await SqliteSubject.Start(options.ConnectionString, "serving", new ManualTime());
        var (user, ids) = await Seal(node, old);
        await using var beside = LedgerDatabase.OpenBeside(options, TimeProvider.System);
        for (var kill = 1; kill <= kills; kill++)
        {
            await RunAndKill(options, beside, old, next, rotated: Tokens * kill / (kills + 1));
            await AllOpen(node, user, ids, old, next);
        }

        using (var last = Start(options, old, next))
        {
            await last.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
            Assert.Equal(0, last.ExitCode);
        }

        var left = await beside.Upkeep.CountKeys(default);
        Assert.Equal([next.Split(':')[0]], left.Select(static one => one.KeyId));
        await node.Kill();
    }

    private static async Task<(UserId User, List<ConnectionId> Ids)> Seal(StoreNode node, string key)
    {
        var vault = new SecretVault(VaultKeys.From(key, []));
        var world = await StoreWorld.Create(node, new ManualTime());
        await node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, default);
        world.Seal = (user, id) => vault.Seal(new ProtectedToken($"token of {id}"), user, id);
        var ids = new List<ConnectionId>();
        for (var i = 0; i < Tokens; i++)
        {
            await world.Link($"killed {i}");
            ids.Add(world.Connection.Id);
        }

        return (world.UserId, ids);
    }

    private async Task RunAndKill(StorageOptions options, LedgerDatabase beside, string old, string next, int rotated)
    {
        using var process = Start(options, old, next);
        var begun = Stopwatch.StartNew();
        while (!process.HasExited && await Rotated(beside, next) < rotated)
        {
            Assert.True(begun.Elapsed < Patience, "the rotation does not get on");
            await Task.Delay(2);
        }

        // SIGKILL.
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task<long> Rotated(LedgerDatabase beside, string next) =>
        (await beside.Upkeep.CountKeys(default)).Where(one => one.KeyId == next.Split(':')[0]).Sum(one => one.Count);

    private static async Task AllOpen(StoreNode node, UserId user, List<ConnectionId> ids, string old, string next)
    {
        var vault = new SecretVault(VaultKeys.From(next, [old]));
        foreach (var id in ids)
        {
            var context = await node.Store.LoadConnection(user, id, default);
            Assert.Equal($"token of {id}", vault.Open(context!.SealedToken, user, id).Reveal());
        }
    }

    private Process Start(StorageOptions options, string old, string next)
    {
        var start = new ProcessStartInfo(ProgramFile(), ["keys", "rotate"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["Storage__ConnectionString"] = options.ConnectionString;
        start.Environment["Keys__Active"] = next;
        start.Environment["Keys__Retired__0"] = old;
        return Process.Start(start)!;
    }

    // The product runs as a process of its own, from its own folder: built before, not referenced.
    private static string ProgramFile()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var (configuration, framework) = (output.Parent.Name, output.Name);
        return Path.Combine(root, "src", "Mingus.Server", "bin", configuration, framework, "Mingus.Server");
    }
}
