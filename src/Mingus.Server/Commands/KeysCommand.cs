using System.CommandLine;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Server.Commands;

/// <summary>The keys that seal tokens at rest: a new one, which are in use, everything under the active one.</summary>
internal static class KeysCommand
{
    public static Command Create(CommandSettings settings)
    {
        var generate = new Command(
            "generate",
            "Print a new key in the form of Keys__Active. Keep it where a backup of the database is not."
        );
        generate.SetAction(static _ => Console.WriteLine(VaultKeys.Generate()));

        var list = new Command("list", "Say how much is sealed under which key, and whether that key is here.");
        list.SetAction((_, cancellationToken) => List(settings, cancellationToken));

        var rotate = new Command(
            "rotate",
            """
            Wrap everything that is sealed under the active key, in batches, while the server runs.

            To retire a key: make a new one (keys generate); start the server with it as Keys__Active and the old one as
            Keys__Retired__0; run keys rotate with the same settings; when keys list names the old one no more, take it
            out of the settings. A rotation that was cut off is begun again by the same command. Backups made before it
            still need the old key.
            """
        );
        rotate.SetAction((_, cancellationToken) => Rotate(settings, cancellationToken));
        return new Command("keys", "The keys that seal provider tokens and webhook secrets.")
        {
            generate,
            list,
            rotate,
        };
    }

    private static async Task<int> List(CommandSettings settings, CancellationToken cancellationToken)
    {
        var keys = settings.Keys();
        await using var database = settings.Open();
        foreach (var (id, count) in await database.Upkeep.CountKeys(cancellationToken))
        {
            var standing =
                id == keys.ActiveId ? "active"
                : keys.Has(id) ? "retired"
                : "MISSING: add it to Keys__Retired";
            Console.WriteLine($"{id, -8}  {count, 8}  {standing}");
        }

        return 0;
    }

    private static async Task<int> Rotate(CommandSettings settings, CancellationToken cancellationToken)
    {
        var keys = settings.Keys();
        await using var database = settings.Open();
        var count = await database.Upkeep.RotateKeys(new SecretVault(keys), cancellationToken);
        var entry = new AuditEntry(
            TimeProvider.System.GetUtcNow(),
            AuditEntry.Installation,
            "operator",
            AuditActions.KeysRotated,
            Of: null,
            keys.ActiveId
        );
        await database.Audit.Add(entry, cancellationToken);
        Console.WriteLine($"{count} envelopes wrapped again. Everything is sealed under the key {keys.ActiveId}.");
        return 0;
    }
}
