using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>Erases a person: first the access at every provider, then everything that is theirs, in one
/// commit.</summary>
public sealed class UserErasing(ILedgerQueries queries, IUserRights rights, Linking linking)
{
    /// <summary>
    /// False for a user who is not there. A provider that cannot be reached stops it before anything of the user's is
    /// erased, so that no access is forgotten that still stands; asked again, it goes on.
    /// </summary>
    /// <exception cref="ProviderException">A provider did not remove an access.</exception>
    public async Task<bool> Erase(
        UserId userId,
        string externalId,
        Tombstone tombstone,
        AuditEntry entry,
        CancellationToken cancellationToken
    )
    {
        for (string? after = null; ; )
        {
            var page = (await queries.Connections(userId, new PageRequest(500, after), cancellationToken)).Value;
            foreach (var view in page.Items.Where(v => v.Connection.Status != ConnectionStatus.Disconnected))
            {
                await linking.Disconnect(userId, view.Connection.Id, erase: false, cancellationToken);
            }

            if ((after = page.Next) is null)
            {
                break;
            }
        }

        return await rights.Erase(userId, externalId, tombstone, entry, cancellationToken);
    }
}
