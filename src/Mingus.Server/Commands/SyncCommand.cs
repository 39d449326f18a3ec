using System.CommandLine;
using Mingus.Ledger;

namespace Mingus.Server.Commands;

/// <summary>Makes connections due now, for the server that runs or starts next.</summary>
internal static class SyncCommand
{
    public static Command Create(CommandSettings settings)
    {
        var of = new UserOptions();
        var connection = new Option<string>("--connection") { Description = "Only this connection (con_…)." };
        var all = new Option<bool>("--all") { Description = "Every connection of every user." };
        var command = new Command(
            "sync",
            """
            Make connections due now. The server that runs syncs them within a minute, the next that starts at its start;
            with Schedule__Enabled=false none does. Name whose, or --all.
            """
        )
        {
            of.Tenant,
            of.User,
            connection,
            all,
        };
        command.Validators.Add(parsed =>
        {
            var isNamed =
                parsed.GetValue(all)
                || parsed.GetValue(connection) is not null
                || parsed.GetValue(of.Tenant) is not null
                || parsed.GetValue(of.User) is not null;
            if (!isNamed)
            {
                parsed.AddError("Say which connections: --connection, --user, --tenant or --all.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var database = settings.Open();
                var wanted = parsed.GetValue(connection);
                var count = 0;
                await foreach (var line in of.Connections(database, parsed, cancellationToken))
                {
                    var isWanted = wanted is null || PrefixedId.Format(line.ConnectionId) == wanted;
                    if (!isWanted || line.Status == "disconnected")
                    {
                        continue;
                    }

                    var found = await database.Store.LoadConnection(line.UserId, line.ConnectionId, cancellationToken);
                    if (found is not null)
                    {
                        await database.Schedule.Reschedule(
                            found.Connection,
                            TimeProvider.System.GetUtcNow(),
                            "Asked for by the operator.",
                            cancellationToken
                        );
                        count++;
                    }
                }

                Console.WriteLine($"{count} connections are due now.");
                return count == 0 && wanted is not null ? 1 : 0;
            }
        );
        return command;
    }
}
