using System.CommandLine;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>Brings the schema up to date, without serving.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandSettings settings)
    {
        var command = new Command(
            "migrate",
            "Bring the database's schema up to date. The server does so at its start; this is for those who want it "
                + "done before. Uses Storage__MigrationConnectionString where that is set. "
                + "On SQLite, stop the server first."
        );
        command.SetAction((_, cancellationToken) => Migrate(settings, cancellationToken));
        return command;
    }

    private static async Task<int> Migrate(CommandSettings settings, CancellationToken cancellationToken)
    {
        using var logs = CommandSettings.Logs();
        var steps = await LedgerSchema.Migrate(settings.Storage(), logs.CreateLogger("migrate"), cancellationToken);
        foreach (var step in steps)
        {
            Console.WriteLine($"applied  {step}");
        }

        Console.WriteLine(steps.Count == 0 ? "The schema is up to date." : $"{steps.Count} schema steps applied.");
        return 0;
    }
}
