using System.CommandLine;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>A copy of the database, while it is served; and a copy put back in its place.</summary>
internal static class CopyCommands
{
    public static Command Backup(CommandSettings settings) =>
        OfFile(
            "backup",
            """
            Write one consistent copy of the database to a file, while the server runs.

            SQLite: a database file. PostgreSQL: pg_dump's custom format, by the role of
            Storage__MigrationConnectionString. Provider tokens in it are sealed: to use it again you need the keys,
            which are not in it. Keep them apart.
            """,
            "Where to write it; nothing may be there yet.",
            async (file, cancellationToken) =>
            {
                var path = Path.GetFullPath(file);
                await DatabaseBackup.Take(settings.Storage(), path, cancellationToken);
                Console.WriteLine($"{path}  {new FileInfo(path).Length} bytes");
            }
        );

    public static Command Restore(CommandSettings settings) =>
        OfFile(
            "restore",
            """
            Put a backup in the place of the database. Stop every server of it first.

            SQLite: the database that was there is kept beside it, named .before-restore-N. PostgreSQL: its tables are
            replaced in one transaction; back up what is there before. At the next start the schema is brought up to
            date, each connection goes on from the cursor of the backup and fetches what came since, and clients of the
            event stream are told to load again.
            """,
            "What backup wrote.",
            async (file, cancellationToken) =>
            {
                var kept = await DatabaseBackup.Restore(settings.Storage(), file, cancellationToken);
                var beside = kept is null ? "" : $" What was there is kept as {kept}.";
                Console.WriteLine($"Restored.{beside} Start the server.");
            }
        );

    private static Command OfFile(
        string name,
        string description,
        string fileDescription,
        Func<string, CancellationToken, Task> work
    )
    {
        var file = new Argument<string>("FILE") { Description = fileDescription };
        var command = new Command(name, description) { file };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await work(parsed.GetRequiredValue(file), cancellationToken);
                return 0;
            }
        );
        return command;
    }
}
