using Mingus.Ledger;
using Mingus.Storage.Scripts;

namespace Mingus.Storage;

/// <summary>Ids of transactions and accounts that a match or link replaced (invariant 7).</summary>
internal static class Redirects
{
    /// <summary>The id that stands for the old one now; null when nothing replaced it.</summary>
    public static async Task<Guid?> Follow(
        Journal journal,
        UserId userId,
        Guid oldId,
        CancellationToken cancellationToken
    )
    {
        Guid? current = null;
        var script = new Script().Read(
            Sql.ReadRedirect,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Id("id", oldId);
            },
            row => current = row.Id(0)
        );
        await journal.Read(script, cancellationToken);
        return current;
    }
}
