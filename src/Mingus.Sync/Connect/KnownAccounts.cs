using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>The user's accounts with their feeds.</summary>
internal sealed record KnownAccounts(IReadOnlyList<AccountView> Accounts)
{
    public static async Task<KnownAccounts> Load(
        ILedgerQueries queries,
        UserId userId,
        CancellationToken cancellationToken
    )
    {
        var accounts = new List<AccountView>();
        string? after = null;
        do
        {
            var page = (await queries.Accounts(userId, new PageRequest(500, after), cancellationToken)).Value;
            accounts.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return new KnownAccounts(accounts);
    }

    public (FeedView Feed, AccountView Account)? Find(FeedId feedId)
    {
        foreach (var account in Accounts)
        {
            if (account.Feeds.FirstOrDefault(f => f.Feed.Id == feedId) is { } feed)
            {
                return (feed, account);
            }
        }

        return null;
    }

    public AccountView? Find(AccountId accountId) => Accounts.FirstOrDefault(view => view.Account.Id == accountId);
}
