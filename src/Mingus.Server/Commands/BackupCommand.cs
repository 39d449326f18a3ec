using System.CommandLine;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>A copy of the database, while it is served.</summary>
internal static class BackupCommand
{
    public static Command Create(CommandSettings settings)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it; nothing may be there yet." };
        var command = new Command(
            "backup",
            """
            Write one consistent copy of the database to a file, while the server runs.

            SQLite: a database file. PostgreSQL: pg_dump's custom format, by the role of
            Storage__MigrationConnectionString. Provider tokens in it are sealed: to use it again you need the keys,
            which are not in it. Keep them apart.
            """
        )
        {
            file,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                await DatabaseBackup.Take(settings.Storage(), path, cancellationToken);
                Console.WriteLine($"{path}  {new FileInfo(path).Length} bytes");
                return 0;
            }
        );
        return command;
    }
}
