using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : IScheduleStore
{
    private readonly Dictionary<AccountId, SyncSettings> _settings = [];
    private SyncSettings? _ownSettings;

    public Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRhythm>>([]);

    public Task<IReadOnlyList<StoredConsents>> Consents(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredConsents>>([]);

    public Task<StoredBudget?> Budget(CancellationToken cancellationToken) => Task.FromResult<StoredBudget?>(null);

    public Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Snapshot<StoredSettings>> Settings(UserId userId, CancellationToken cancellationToken) =>
        Seen(userId, new StoredSettings(_ownSettings, _settings), new StoredSettings(null, _settings));

    public Task<bool> SaveSettings(
        UserId userId,
        AccountId? accountId,
        SyncSettings? settings,
        CancellationToken cancellationToken
    )
    {
        _ownSettings = accountId is null ? settings : _ownSettings;
        if (accountId is { } account && settings is not null)
        {
            _settings[account] = settings;
        }

        return Task.FromResult(accountId is null || AccountViews.Exists(view => view.Account.Id == accountId));
    }

    public Task Reschedule(
        Connection seen,
        DateTimeOffset? dueAt,
        string reason,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;
}
