namespace Mingus.Ledger.Link;

/// <summary>An account as the linking page names it before anything is exchanged. Every part may be missing.</summary>
/// <param name="Name">The bank's name of it.</param>
/// <param name="Mask">Its last digits.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subtype">The finer word.</param>
public sealed record AnnouncedAccount(string? Name, string? Mask, AccountKind? Kind, string? Subtype);

/// <summary>
/// Whether the accounts that a linking page names are those of a connection of the same bank that the user has: then
/// the same login is about to be linked, and paid for, a second time. All accounts of the one have to be among those
/// of the other. A joint account is not enough, for two logins may show it.
/// </summary>
public static class LoginRecognition
{
    /// <summary>Whether it is the same login. An account without a name or a mask proves nothing.</summary>
    /// <param name="announced">What the linking page names.</param>
    /// <param name="known">The accounts the connection shows now, by feed.</param>
    public static bool IsSame(
        IReadOnlyList<AnnouncedAccount> announced,
        IReadOnlyList<(Feed Feed, Account Account)> known
    )
    {
        if (announced.Any(static account => account.Mask is null || account.Name is null))
        {
            return false;
        }

        var left = known.ToList();
        var found = 0;
        foreach (var account in announced)
        {
            var at = left.FindIndex(one => Fits(account, one.Feed, one.Account));
            if (at >= 0)
            {
                left.RemoveAt(at);
                found++;
            }
        }

        return found > 0 && (found == announced.Count || left.Count == 0);
    }

    private static bool Fits(AnnouncedAccount announced, Feed feed, Account account) =>
        string.Equals(announced.Mask, feed.Mask, StringComparison.Ordinal)
        && string.Equals(announced.Name?.Trim(), feed.Name.Trim(), StringComparison.OrdinalIgnoreCase)
        && (announced.Kind is null || announced.Kind == account.Kind)
        && (
            announced.Subtype is null
            || account.Subtype is null
            || string.Equals(announced.Subtype, account.Subtype, StringComparison.OrdinalIgnoreCase)
        );
}
