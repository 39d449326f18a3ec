using System.CommandLine;

namespace Mingus.Server.Commands;

/// <summary>Lists the users.</summary>
internal static class UsersCommand
{
    public static Command Create(CommandSettings settings)
    {
        var command = new Command("users", "List the users: tenant, the integrator's name, connections, last event.");
        command.SetAction((_, cancellationToken) => List(settings, cancellationToken));
        return command;
    }

    private static async Task<int> List(CommandSettings settings, CancellationToken cancellationToken)
    {
        await using var database = settings.Open();
        var count = 0;
        Console.WriteLine($"{"TENANT", -16} {"USER", -32} {"CONNECTIONS", 11} {"EVENTS", 8}");
        await foreach (var user in database.Upkeep.Users(cancellationToken))
        {
            count++;
            Console.WriteLine(
                $"{Plain.Of(user.Tenant), -16} {Plain.Of(user.ExternalId), -32} "
                    + $"{user.Connections, 11} {user.LastSequence, 8}"
            );
        }

        Console.WriteLine($"{count} users");
        return 0;
    }
}
