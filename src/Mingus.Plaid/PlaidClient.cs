using Microsoft.Extensions.Options;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>
/// Plaid as a provider: one method an endpoint, each a request, a call and a translation. Everything that can go wrong
/// on the way is a <see cref="ProviderException"/> by the time it is here.
/// </summary>
public sealed class PlaidClient : IProvider
{
    // Capital One: the one bank whose cards have no live balance and whose calls must say how old one may be.
    private const string CapitalOne = "ins_128026";

    private static readonly TimeSpan OldestLiveBalance = TimeSpan.FromDays(1);

    // A link token lives four hours, and half an hour in repair; the shorter one where an answer does not say.
    private static readonly TimeSpan LinkTokenLife = TimeSpan.FromMinutes(30);

    private readonly PlaidTransport transport;
    private readonly IOptions<PlaidOptions> options;
    private readonly TimeProvider time;

    internal PlaidClient(PlaidTransport transport, IOptions<PlaidOptions> options, TimeProvider time)
    {
        this.transport = transport;
        this.options = options;
        this.time = time;
    }

    /// <inheritdoc />
    public string Name => "plaid";

    /// <inheritdoc />
    public int HistoryDays => options.Value.DaysRequested;

    /// <inheritdoc />
    public async Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken)
    {
        var body = new LinkTokenBody(
            request.ClientUserId,
            request.Repair?.Token.Reveal(),
            request.RedirectUri,
            request.ChooseAccounts
        );
        var call = new PlaidCall(
            PlaidEndpoints.LinkTokenCreate,
            request.Repair?.ItemId ?? "",
            request.Repair?.InstitutionId ?? ""
        );
        var bytes = PlaidRequests.LinkToken(body, options.Value);
        using var answer = await transport.Post(call, bytes, cancellationToken);
        var wire = new WireObject(answer.Root, new WireNotes());
        var token = wire.RequiredId("link_token") ?? throw Missing("link_token", answer);
        var expires = wire.Moment("expiration") ?? time.GetUtcNow() + LinkTokenLife;
        return new LinkToken(token, expires, PageFor(token) ?? wire.Text("hosted_link_url"));
    }

    /// <inheritdoc />
    public async Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken)
    {
        var call = new PlaidCall(PlaidEndpoints.Exchange);
        var bytes = PlaidRequests.Single("public_token", publicToken);
        using var answer = await transport.Post(call, bytes, cancellationToken);
        var wire = new WireObject(answer.Root, new WireNotes());
        var token = wire.RequiredId("access_token") ?? throw Missing("access_token", answer);
        var itemId = wire.RequiredId("item_id") ?? throw Missing("item_id", answer);
        return new ProviderLink(new ProtectedToken(token), itemId);
    }

    /// <inheritdoc />
    public async Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken)
    {
        using var answer = await Ask(PlaidEndpoints.ItemGet, access, cancellationToken);
        var item = PlaidTranslation.Item(answer.Root, answer.RequestId);
        var webhook = PlaidTranslation.WebhookOf(answer.Root);
        return item with { HasOtherWebhook = options.Value.WebhookUrl is { } url && webhook != url };
    }

    /// <inheritdoc />
    public async Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        (await GetInstitution(institutionId, cancellationToken)).Name;

    /// <summary>The bank as Plaid knows it.</summary>
    /// <exception cref="ProviderException">Plaid does not give it.</exception>
    public async Task<PlaidInstitution> GetInstitution(string institutionId, CancellationToken cancellationToken)
    {
        var call = new PlaidCall(PlaidEndpoints.Institution, InstitutionId: institutionId);
        var bytes = PlaidRequests.Institution(institutionId, options.Value.Countries);
        using var answer = await transport.Post(call, bytes, cancellationToken);
        return PlaidMore.Institution(answer.Root, institutionId, answer.RequestId);
    }

    /// <inheritdoc />
    public async Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken)
    {
        using var answer = await Ask(PlaidEndpoints.AccountsGet, access, cancellationToken);
        return PlaidTranslation.Accounts(answer.Root, answer.Bytes, answer.RequestId);
    }

    /// <inheritdoc />
    public async Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken)
    {
        DateTimeOffset? notBefore = access.InstitutionId == CapitalOne ? time.GetUtcNow() - OldestLiveBalance : null;
        var bytes = PlaidRequests.Balance(access.Token.Reveal(), notBefore);
        using var answer = await transport.Post(CallOf(PlaidEndpoints.BalanceGet, access), bytes, cancellationToken);
        return PlaidTranslation.Accounts(answer.Root, answer.Bytes, answer.RequestId);
    }

    /// <inheritdoc />
    public async Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 500);
        var bytes = PlaidRequests.Sync(access.Token.Reveal(), cursor, count, options.Value.DaysRequested);
        using var answer = await transport.Post(CallOf(PlaidEndpoints.Sync, access), bytes, cancellationToken);
        return PlaidTranslation.Page(answer.Root, answer.Bytes, answer.RequestId);
    }

    /// <inheritdoc />
    public async Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 500);
        var bytes = PlaidRequests.Window(access.Token.Reveal(), query, offset, count);
        var call = CallOf(PlaidEndpoints.TransactionsGet, access);
        using var answer = await transport.Post(call, bytes, cancellationToken);
        return PlaidTranslation.Window(answer.Root, answer.Bytes, answer.RequestId);
    }

    /// <summary>Asks Plaid to look at the bank now; what comes of it is announced by webhook. An add-on, billed by
    /// call.</summary>
    /// <exception cref="ProviderException">Plaid does not do it; <see cref="Recovery.Unsupported"/> without the
    /// add-on.</exception>
    public async Task Refresh(ProviderAccess access, CancellationToken cancellationToken) =>
        (await Ask(PlaidEndpoints.Refresh, access, cancellationToken)).Dispose();

    /// <summary>Recurring transactions. An add-on.</summary>
    /// <exception cref="ProviderException">Plaid does not give them; <see cref="Recovery.Unsupported"/> without the
    /// add-on.</exception>
    public async Task<PlaidRecurring> GetRecurring(ProviderAccess access, CancellationToken cancellationToken)
    {
        using var answer = await Ask(PlaidEndpoints.Recurring, access, cancellationToken);
        return PlaidMore.Recurring(answer.Root, answer.RequestId);
    }

    /// <inheritdoc />
    public async Task Remove(ProviderAccess access, CancellationToken cancellationToken)
    {
        try
        {
            (await Ask(PlaidEndpoints.ItemRemove, access, cancellationToken)).Dispose();
        }
        catch (ProviderException gone) when (gone.Fault.Code is "item_not_found" or "invalid_access_token")
        {
            // Both mean that there is nothing left to remove (plaid-contract.md, section 2).
        }
    }

    /// <inheritdoc />
    public Task RegisterWebhook(ProviderAccess access, CancellationToken cancellationToken) =>
        UpdateWebhook(access, options.Value.WebhookUrl, cancellationToken);

    /// <summary>Where Plaid announces this connection's changes from now on; null for nowhere.</summary>
    /// <exception cref="ProviderException">Plaid does not take it.</exception>
    public async Task UpdateWebhook(ProviderAccess access, string? url, CancellationToken cancellationToken)
    {
        var bytes = PlaidRequests.Webhook(access.Token.Reveal(), url);
        (await transport.Post(CallOf(PlaidEndpoints.WebhookUpdate, access), bytes, cancellationToken)).Dispose();
    }

    /// <summary>The key that signed a webhook.</summary>
    /// <exception cref="ProviderException">Plaid does not know it: code
    /// <c>invalid_webhook_verification_key_id</c>.</exception>
    public async Task<PlaidWebhookKey> GetWebhookKey(string keyId, CancellationToken cancellationToken)
    {
        var call = new PlaidCall(PlaidEndpoints.WebhookKey);
        using var answer = await transport.Post(call, PlaidRequests.Single("key_id", keyId), cancellationToken);
        return PlaidMore.WebhookKey(answer.Root, answer.RequestId);
    }

    /// <inheritdoc />
    public RereadRecord Reread(string payload) => PlaidTranslation.Reread(payload);

    /// <summary>Sandbox only: a public token without the linking page.</summary>
    /// <exception cref="ProviderException">The sandbox does not give it.</exception>
    public async Task<string> CreateSandboxPublicToken(
        string institutionId,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        var call = new PlaidCall(PlaidEndpoints.SandboxPublicToken, InstitutionId: institutionId);
        var bytes = PlaidRequests.SandboxPublicToken(institutionId, user, password, options.Value);
        using var answer = await transport.Post(call, bytes, cancellationToken);
        return new WireObject(answer.Root, new WireNotes()).RequiredId("public_token")
            ?? throw Missing("public_token", answer);
    }

    /// <summary>Sandbox only: announces something.</summary>
    /// <exception cref="ProviderException">The sandbox does not do it.</exception>
    public async Task FireSandboxWebhook(
        ProviderAccess access,
        string type,
        string code,
        CancellationToken cancellationToken
    )
    {
        var bytes = PlaidRequests.FireWebhook(access.Token.Reveal(), type, code);
        (await transport.Post(CallOf(PlaidEndpoints.SandboxFireWebhook, access), bytes, cancellationToken)).Dispose();
    }

    /// <summary>Sandbox only: makes the connection ask for a new sign-in.</summary>
    /// <exception cref="ProviderException">The sandbox does not do it.</exception>
    public async Task ResetSandboxLogin(ProviderAccess access, CancellationToken cancellationToken) =>
        (await Ask(PlaidEndpoints.SandboxResetLogin, access, cancellationToken)).Dispose();

    /// <summary>Sandbox only: makes up to ten rows.</summary>
    /// <exception cref="ProviderException">The sandbox does not do it.</exception>
    public async Task CreateSandboxTransactions(
        ProviderAccess access,
        IEnumerable<PlaidSandboxTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        var bytes = PlaidRequests.SandboxTransactions(access.Token.Reveal(), transactions);
        (await transport.Post(CallOf(PlaidEndpoints.SandboxTransactions, access), bytes, cancellationToken)).Dispose();
    }

    private Task<PlaidAnswer> Ask(PlaidEndpoint endpoint, ProviderAccess access, CancellationToken cancellationToken) =>
        transport.Post(CallOf(endpoint, access), PlaidRequests.Token(access.Token.Reveal()), cancellationToken);

    private static PlaidCall CallOf(PlaidEndpoint endpoint, ProviderAccess access) =>
        new(endpoint, access.ItemId, access.InstitutionId);

    private static ProviderException Missing(string field, PlaidAnswer answer) =>
        PlaidTranslation.Unreadable($"{field} is missing", answer.RequestId);

    // Our sandbox has a linking page of its own; Plaid's needs Plaid's script.
    private string? PageFor(string linkToken) =>
        options.Value.BaseUri.IsLoopback
            ? new Uri(options.Value.BaseUri, $"link?link_token={Uri.EscapeDataString(linkToken)}").AbsoluteUri
            : null;
}
