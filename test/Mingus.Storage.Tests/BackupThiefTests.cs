using System.Text;
using Mingus.Conformance;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Tests;

/// <summary>A thief of a backup reads every byte of every table, and finds no token in any form.</summary>
public sealed class BackupThiefTests(SqliteSubject sqlite, PostgresSubject postgres)
    : IClassFixture<SqliteSubject>,
        IClassFixture<PostgresSubject>
{
    private const string Token = "access-sandbox-5f1a2b3c-planted";

    [Fact]
    public Task The_file_and_its_log_hold_no_token() => Steal(sqlite);

    [Fact]
    public Task A_dump_holds_no_token() => Steal(postgres);

    private static async Task Steal(IStoreSubject subject)
    {
        await using var database = await subject.CreateDatabase();
        var node = await database.Start("victim");
        var keys = VaultKeys.Generate();
        var vault = new SecretVault(VaultKeys.From(keys, []));
        var world = await StoreWorld.Create(node, subject.Time);
        world.Seal = (user, connection) => vault.Seal(new ProtectedToken(Token), user, connection);
        await world.Link("planted item");
        var context = await node.Store.LoadConnection(world.UserId, world.Connection.Id, StoreWorld.Token);
        Assert.Equal(Token, vault.Open(context!.SealedToken, world.UserId, world.Connection.Id).Reveal());

        var stolen = Encoding.Latin1.GetString(await database.ReadEverything());

        // The item id is no secret: finding it shows that the search looks in the right place.
        Assert.Contains("planted item", stolen, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(Token);
        string[] forms =
        [
            Token,
            Convert.ToHexString(bytes),
            Convert.ToBase64String(bytes)[..^4],
            Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(Token)),
            keys.Split(':')[1],
        ];
        Assert.All(forms, form => Assert.DoesNotContain(form, stolen, StringComparison.OrdinalIgnoreCase));
    }
}
