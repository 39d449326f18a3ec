using System.CommandLine;
using Mingus.Storage;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>The options that name whose data a command is about.</summary>
internal sealed class UserOptions
{
    public Option<string> Tenant { get; } = new("--tenant") { Description = "Only users of this tenant." };

    public Option<string> User { get; } =
        new("--user") { Description = "Only this user, by the integrator's name (the Mingus-User header)." };

    public IAsyncEnumerable<ConnectionLine> Connections(
        LedgerDatabase database,
        ParseResult parsed,
        CancellationToken cancellationToken
    ) => database.Upkeep.Connections(parsed.GetValue(Tenant), parsed.GetValue(User), cancellationToken);
}
