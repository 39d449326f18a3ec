using System.Text;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>A provider that links, or fails as a test says.</summary>
internal sealed class FakeProvider : IProvider, ISecretVault
{
    public ProviderFault? Fault { get; set; }

    public LinkRequest? LastLink { get; private set; }

    public string Name => "fake";

    public int HistoryDays => 730;

    public Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken)
    {
        LastLink = request;
        return Answer(new LinkToken("link-1", DateTimeOffset.UnixEpoch.AddHours(4), "http://127.0.0.1/link?t=1"));
    }

    public Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken) =>
        Answer(new ProviderLink(new ProtectedToken("access-1"), "item-1"));

    public Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken) =>
        Answer(new ProviderItem("item-1", "ins_1", "First Bank", null, null, null, null));

    public Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        Answer("First Bank");

    public Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken) =>
        Answer(new AccountsAnswer([], [], 2, null));

    public Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken) =>
        GetAccounts(access, cancellationToken);

    public Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    ) => Answer(new ProviderPage([], [], [], "c1", HasMore: false, HistoryStatus.Complete, 2, null));

    public Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => Answer(new ProviderWindow([], [], 0, 0, 2, null));

    public Task Remove(ProviderAccess access, CancellationToken cancellationToken) => Answer(0);

    public RereadRecord Reread(string payload) => throw new NotSupportedException();

    public byte[] Seal(ProtectedToken token, UserId userId, ConnectionId connectionId) =>
        Encoding.UTF8.GetBytes(token.Reveal());

    public ProtectedToken Open(byte[] sealedToken, UserId userId, ConnectionId connectionId) => new("access-1");

    private Task<T> Answer<T>(T answer) => Fault is null ? Task.FromResult(answer) : throw new ProviderException(Fault);
}
