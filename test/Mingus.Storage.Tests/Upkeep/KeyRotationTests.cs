using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Tests.Upkeep;

/// <summary>Everything comes under the new key, while the store is served, and opens without the old one.</summary>
public sealed class KeyRotationTests(SharedPostgres postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-keys").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task After_it_no_envelope_names_the_old_key(string engine)
    {
        var (old, next) = (VaultKeys.Generate(), VaultKeys.Generate());
        var before = new SecretVault(VaultKeys.From(old, []));
        var options = new StorageOptions
        {
            ConnectionString =
                engine == "sqlite"
                    ? $"Data Source={Path.Combine(_folder, "mingus.db")}"
                    : postgres.Server.ConnectionString(await postgres.CreateDatabase()),
        };
        var node = await SqliteSubject.Start(options.ConnectionString, "node", new ManualTime());
        var world = await StoreWorld.Create(node, new ManualTime());
        world.Seal = (user, id) => before.Seal(new ProtectedToken($"token of {id}"), user, id);
        var ids = new List<ConnectionId>();
        for (var i = 0; i < 250; i++)
        {
            await world.Link($"rotated {i}");
            ids.Add(world.Connection.Id);
        }

        // The first of the world was sealed by nothing that is an envelope.
        var first = (await node.Queries.Connections(world.UserId, new PageRequest(500, null), default)).Value.Items;
        await node.Edits.Disconnect(
            world.UserId,
            first.Single(c => !ids.Contains(c.Connection.Id)).Connection.Id,
            world.Now,
            default
        );

        await using (var beside = LedgerDatabase.OpenBeside(options, TimeProvider.System))
        {
            var both = new SecretVault(VaultKeys.From(next, [old]));
            Assert.Equal(ids.Count, await beside.Upkeep.RotateKeys(both, default));
            Assert.Equal(0, await beside.Upkeep.RotateKeys(both, default));
            var counts = await beside.Upkeep.CountKeys(default);
            Assert.Equal([(next.Split(':')[0], (long)ids.Count)], counts.Select(c => (c.KeyId, c.Count)));
        }

        var after = new SecretVault(VaultKeys.From(next, []));
        foreach (var id in ids)
        {
            var context = await node.Store.LoadConnection(world.UserId, id, default);
            Assert.Equal($"token of {id}", after.Open(context!.SealedToken, world.UserId, id).Reveal());
        }

        await node.Kill();
    }

    [Fact]
    public async Task Without_the_old_key_it_says_which_one_it_needs()
    {
        var (old, next) = (VaultKeys.Generate(), VaultKeys.Generate());
        var before = new SecretVault(VaultKeys.From(old, []));
        var options = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "m.db")}" };
        var node = await SqliteSubject.Start(options.ConnectionString, "node", new ManualTime());
        var world = await StoreWorld.Create(node, new ManualTime());
        world.Seal = (user, id) => before.Seal(new ProtectedToken("x"), user, id);
        await node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, default);
        await world.Link("needs it");

        await using var beside = LedgerDatabase.OpenBeside(options, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<SecretException>(() =>
            beside.Upkeep.RotateKeys(new SecretVault(VaultKeys.From(next, [])), default)
        );

        Assert.Contains(old.Split(':')[0], failure.Message, StringComparison.Ordinal);
        await node.Kill();
    }
}
