using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>
/// A source of bank data, in neutral words. Every failure is a <see cref="ProviderException"/>; retries, timeouts, rate
/// limits and circuit breaking happen behind this port. An implementation passes the provider conformance suite.
/// </summary>
public interface IProvider
{
    /// <summary>Its name at rest and in the API, for instance <c>plaid</c>.</summary>
    string Name { get; }

    /// <summary>Days of history asked for when a connection is linked.</summary>
    int HistoryDays { get; }

    /// <summary>A token for the provider's linking page. With <see cref="LinkRequest.Repair"/> set it repairs that
    /// connection: same access afterwards, no exchange.</summary>
    Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken);

    /// <summary>Turns what the linking page gave into lasting access. Not repeated after a lost answer.</summary>
    Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken);

    /// <summary>The provider's view of the connection: its error, consent and when it last read the bank.</summary>
    Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken);

    /// <summary>The bank's name for people.</summary>
    Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken);

    /// <summary>All open accounts with the balances the provider last saw.</summary>
    Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken);

    /// <summary>All open accounts with balances asked of the bank now. Slow, may cost money.</summary>
    Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken);

    /// <summary>One page of the change stream after <paramref name="cursor"/> (null: from the beginning), of at most
    /// <paramref name="count"/> changes (1..500).</summary>
    Task<ProviderPage> GetPage(ProviderAccess access, string? cursor, int count, CancellationToken cancellationToken);

    /// <summary>
    /// One page of the records dated in a window as they stand now, newest first, after the first
    /// <paramref name="offset"/> of them, at most <paramref name="count"/> (1..500). It verifies; it does not replace
    /// the stream. Before the provider is ready it fails with <see cref="Recovery.Wait"/>.
    /// </summary>
    Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    );

    /// <summary>Has the connection's webhooks sent to the configured address from now on. A provider without webhooks
    /// does nothing.</summary>
    Task RegisterWebhook(ProviderAccess access, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the access at the provider. Gone already is success.</summary>
    Task Remove(ProviderAccess access, CancellationToken cancellationToken);

    /// <summary>Reads again a record's payload from quarantine: an upsert when it can be read now, else why
    /// not.</summary>
    RereadRecord Reread(string payload);
}

/// <summary>Access to one connection at the provider.</summary>
/// <param name="Token">The provider's access token.</param>
/// <param name="ItemId">The provider's id of the connection.</param>
/// <param name="InstitutionId">The provider's id of the bank; circuits are kept per bank. Empty while unknown.</param>
public sealed record ProviderAccess(ProtectedToken Token, string ItemId, string InstitutionId);

/// <summary>A secret that does not show itself: no text form, no JSON.</summary>
public sealed class ProtectedToken(string value)
{
    /// <summary>The secret, to be handed to the provider or the vault and nowhere else.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}

/// <summary>What a link token is for.</summary>
/// <param name="ClientUserId">Our name of the user for the provider: opaque, no e-mail, no telephone.</param>
/// <param name="Repair">The connection to repair; null to link a new one.</param>
/// <param name="RedirectUri">Where the linking page returns to; null for embedded pages.</param>
/// <param name="ChooseAccounts">In repair: also let the person choose accounts again.</param>
public sealed record LinkRequest(string ClientUserId, ProviderAccess? Repair, string? RedirectUri, bool ChooseAccounts);

/// <summary>A token for the provider's linking page, and that page's address where it has one.</summary>
public sealed record LinkToken(string Token, DateTimeOffset ExpiresAt, string? Url);

/// <summary>Lasting access, fresh from the exchange.</summary>
public sealed record ProviderLink(ProtectedToken Token, string ItemId);

/// <summary>The provider's view of a connection.</summary>
/// <param name="ItemId">The provider's id of it.</param>
/// <param name="InstitutionId">Null when the provider does not know the bank.</param>
/// <param name="InstitutionName">Null when not given: ask for it by id.</param>
/// <param name="Error">The error the provider says the connection is in; null when healthy.</param>
/// <param name="ConsentExpiresAt">When consent ends; null when it does not or is not known.</param>
/// <param name="LastSuccessAt">When the provider last read transactions from the bank; null before the first
/// time.</param>
/// <param name="LastFailureAt">When it last failed to; null when never.</param>
public sealed record ProviderItem(
    string ItemId,
    string? InstitutionId,
    string? InstitutionName,
    ProviderFault? Error,
    DateTimeOffset? ConsentExpiresAt,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? LastFailureAt
)
{
    /// <summary>Whether its webhooks go elsewhere than to the configured address.</summary>
    public bool HasOtherWebhook { get; init; }
}

/// <summary>A list of accounts with balances.</summary>
/// <param name="Accounts">All open accounts.</param>
/// <param name="Unreadable">Accounts that could not be read at all.</param>
/// <param name="Bytes">Size of the answer's body.</param>
/// <param name="RequestId">The provider's request id; null when it gave none.</param>
public sealed record AccountsAnswer(
    IReadOnlyList<ProviderAccount> Accounts,
    IReadOnlyList<UnreadableRecord> Unreadable,
    long Bytes,
    string? RequestId
);

/// <summary>One page of the change stream.</summary>
/// <param name="Accounts">Accounts named on it, with cached balances.</param>
/// <param name="Changes">Its changes, removals first, then added, then modified.</param>
/// <param name="Unreadable">Records of it that could not be read.</param>
/// <param name="NextCursor">Where the next page begins; null or empty only while the provider is not ready.</param>
/// <param name="HasMore">Whether the update goes on.</param>
/// <param name="History">How much history the provider has.</param>
/// <param name="Bytes">Size of the answer's body.</param>
/// <param name="RequestId">The provider's request id; null when it gave none.</param>
public sealed record ProviderPage(
    IReadOnlyList<ProviderAccount> Accounts,
    IReadOnlyList<ProviderChange> Changes,
    IReadOnlyList<UnreadableRecord> Unreadable,
    string? NextCursor,
    bool HasMore,
    HistoryStatus History,
    long Bytes,
    string? RequestId
);

/// <summary>Which records a window asks for.</summary>
/// <param name="Days">Statement days, both ends included.</param>
/// <param name="ProviderAccounts">The accounts asked for; empty for all.</param>
public sealed record WindowQuery(DateInterval Days, IReadOnlyList<string> ProviderAccounts);

/// <summary>One page of a window.</summary>
/// <param name="Records">Its records that could be read.</param>
/// <param name="Unreadable">Its records that could not.</param>
/// <param name="Rows">Records on the page, whether they could be read or not.</param>
/// <param name="Total">Records in the whole window by the provider's count; if it changes between pages, start
/// over.</param>
/// <param name="Bytes">Size of the answer's body.</param>
/// <param name="RequestId">The provider's request id; null when it gave none.</param>
public sealed record ProviderWindow(
    IReadOnlyList<ProviderChange.Upsert> Records,
    IReadOnlyList<UnreadableRecord> Unreadable,
    int Rows,
    int Total,
    long Bytes,
    string? RequestId
);

/// <summary>What reading a quarantined payload again gave: exactly one of the two.</summary>
public sealed record RereadRecord(ProviderChange.Upsert? Change, UnreadableRecord? Unreadable);
