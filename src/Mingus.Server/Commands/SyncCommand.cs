using System.CommandLine;
using Mingus.Ledger;
using Mingus.Storage;
using Mingus.Storage.Upkeep;

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
            Make connections due now. The server that runs syncs them within a minute, the next that starts at its
            start; with Schedule__Enabled=false none does. Name whose, or --all.
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
                    count += isWanted && await MakeDue(database, line, cancellationToken) ? 1 : 0;
                }

                Console.WriteLine($"{count} connections are due now.");
                return count == 0 && wanted is not null ? 1 : 0;
            }
        );
        return command;
    }

    /// <summary>False for one that is not healthy, or at work: that one plans by itself at its end.</summary>
    private static async Task<bool> MakeDue(
        LedgerDatabase database,
        ConnectionLine line,
        CancellationToken cancellationToken
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        if (await database.Store.LoadConnection(line.UserId, line.ConnectionId, cancellationToken) is not { } found)
        {
            return false;
        }

        const string reason = "Asked for by the operator.";
        await database.Schedule.Reschedule(found.Connection, now, reason, cancellationToken);
        var seen = await database.Store.LoadConnection(line.UserId, line.ConnectionId, cancellationToken);
        return seen?.Connection.NextDueAt <= now;
    }
}
