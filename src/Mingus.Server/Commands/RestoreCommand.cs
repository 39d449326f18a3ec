using System.CommandLine;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>Puts a copy back in the place of the database.</summary>
internal static class RestoreCommand
{
    public static Command Create(CommandSettings settings)
    {
        var file = new Argument<string>("FILE") { Description = "What backup wrote." };
        var command = new Command(
            "restore",
            """
            Put a backup in the place of the database. Stop every server of it first.

            SQLite: the database that was there is kept beside it, named .before-restore-N. PostgreSQL: its tables are
            replaced in one transaction; back up what is there before. At the next start the schema is brought up to
            date, each connection goes on from the cursor of the backup and fetches what came since, and clients of the
            event stream are told to load again.
            """
        )
        {
            file,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var kept = await DatabaseBackup.Restore(
                    settings.Storage(),
                    parsed.GetRequiredValue(file),
                    cancellationToken
                );
                Console.WriteLine(
                    kept is null
                        ? "Restored. Start the server."
                        : $"Restored. What was there is kept as {kept}. Start the server."
                );
                return 0;
            }
        );
        return command;
    }
}
