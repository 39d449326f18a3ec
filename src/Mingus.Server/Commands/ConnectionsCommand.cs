using System.CommandLine;
using Mingus.Ledger;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>Lists the connections, with what is wrong and when each is due.</summary>
internal static class ConnectionsCommand
{
    public static Command Create(CommandSettings settings)
    {
        var of = new UserOptions();
        var unwell = new Option<bool>("--unwell") { Description = "Only those that are not healthy." };
        var command = new Command("connections", "List connections: how each does, what is wrong, when it is due.")
        {
            of.Tenant,
            of.User,
            unwell,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var database = settings.Open();
                var (all, shown) = (0, 0);
                await foreach (var connection in of.Connections(database, parsed, cancellationToken))
                {
                    all++;
                    if (!parsed.GetValue(unwell) || connection.Problem is not null || connection.Status != "healthy")
                    {
                        shown++;
                        Show(connection);
                    }
                }

                Console.WriteLine($"{shown} of {all} connections");
                return 0;
            }
        );
        return command;
    }

    private static void Show(ConnectionLine connection)
    {
        Console.WriteLine(
            $"{PrefixedId.Format(connection.ConnectionId)}  {connection.Status}  {Plain.Of(connection.Institution)}  "
                + $"{Plain.Of(connection.Tenant)}/{Plain.Of(connection.ExternalId)}"
        );
        Console.WriteLine(
            $"    data as of {Plain.Of(connection.DataAsOf)}, due {Plain.Of(connection.NextDueAt)} "
                + Plain.Of(connection.NextDueReason)
        );
        if (connection.Problem is { } problem)
        {
            Console.WriteLine(
                $"    {problem.Code}: {Plain.Of(problem.Detail)} ({problem.Action}; "
                    + $"{connection.FailuresInRow} in a row)"
            );
        }
    }
}
