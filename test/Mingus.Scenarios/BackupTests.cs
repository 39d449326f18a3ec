using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;
using Mingus.Storage;
using Mingus.Storage.Upkeep;

namespace Mingus.Scenarios;

/// <summary>A copy taken in the middle of a sync, put back later, and synced again: the bank's truth, the same ids, and
/// clients told to load again.</summary>
public sealed class BackupTests
{
    private const int Rows = 120;

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task A_backup_of_a_sync_at_work_goes_on_from_its_cursor(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var folder = Directory.CreateTempSubdirectory("mingus-copy-");
        try
        {
            var person = stack.NewPerson();
            await person.LinkDocument(Documents.Checking(Documents.Rows(Rows)));
            var ids = (await person.Transactions()).Select(t => t.Text("id")).Order(StringComparer.Ordinal).ToList();
            var file = Path.Combine(folder.FullName, "copy");

            await BackupWhileSyncing(stack, person, file);
            person.Hand().Add("After the copy", 9m);
            await person.Sync();
            var sequence = (await person.Get("/accounts")).Sequence;
            await stack.StopProduct();
            await DatabaseBackup.Restore(Options(stack), file, default);
            await stack.StartProduct();

            var restored = (await person.Get("/accounts")).Sequence;
            // Numbers go on far beyond those of the life that was undone: none comes to mean another event.
            Assert.True(restored > sequence, $"{restored} of {sequence}");
            await using (var stream = await EventClient.Open(person, after: sequence))
            {
                await stream.WaitFor("stream.reset");
            }

            await person.Sync();
            await person.AssertLedgerEqualsBank();
            var after = (await person.Transactions()).Select(t => t.Text("id")).ToHashSet(StringComparer.Ordinal);
            Assert.All(ids, id => Assert.Contains(id, after));
            Assert.Equal(Rows + 2, after.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task BackupWhileSyncing(Stack stack, Person person, string file)
    {
        person.Hand().Add("While it was copied", 8m);
        var path = "/transactions/sync";
        var before = stack.Sandbox.Calls.Count(path);
        stack.Sandbox.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Delay,
                Path = path,
                Milliseconds = 1_500,
            }
        );
        var syncing = person.AskSync();
        while (stack.Sandbox.Calls.Count(path) == before)
        {
            await Task.Delay(10);
        }

        await DatabaseBackup.Take(Options(stack), file, default);
        Assert.False(syncing.IsCompleted, "the sync had ended before the copy was taken");
        Assert.Equal(200, (await syncing).Code);
    }

    private static StorageOptions Options(Stack stack) => new() { ConnectionString = stack.ConnectionString };
}
