using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>
/// What the schedule needs beyond one connection: what all of them have taught, the budget of calls, and settings. What
/// one connection teaches is written by the commit of the run that taught it, and when it is due stands on it.
/// </summary>
public interface IScheduleStore
{
    /// <summary>What connections have taught, of at most so many, the last taught first.</summary>
    Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken);

    /// <summary>The budget as last written; null before the first day is over.</summary>
    Task<StoredBudget?> Budget(CancellationToken cancellationToken);

    /// <summary>Writes the budget after a day, unless another node has done so.</summary>
    Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken);

    /// <summary>What a user has set.</summary>
    Task<Snapshot<StoredSettings>> Settings(UserId userId, CancellationToken cancellationToken);

    /// <summary>Sets what holds for a user, or for one account; null takes an account's own away. False for an account
    /// the user does not have.</summary>
    Task<bool> SaveSettings(
        UserId userId,
        AccountId? accountId,
        SyncSettings? settings,
        CancellationToken cancellationToken
    );

    /// <summary>Where consents end within a month, by institution.</summary>
    Task<IReadOnlyList<StoredConsents>> Consents(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Moves the due time of a healthy connection that no run has and no webhook waits for; nothing once it
    /// moved since it was seen.</summary>
    Task Reschedule(Connection seen, DateTimeOffset? dueAt, string reason, CancellationToken cancellationToken);
}

/// <summary>What a user has set.</summary>
/// <param name="Own">For all accounts; null for what holds by default.</param>
/// <param name="Accounts">For accounts that have their own.</param>
public sealed record StoredSettings(SyncSettings? Own, IReadOnlyDictionary<AccountId, SyncSettings> Accounts)
{
    /// <summary>Of somebody who has set nothing.</summary>
    public static StoredSettings None { get; } = new(null, new Dictionary<AccountId, SyncSettings>());

    /// <summary>What holds for an account.</summary>
    public SyncSettings Of(AccountId accountId) => Accounts.GetValueOrDefault(accountId) ?? Own ?? SyncSettings.Default;
}

/// <summary>How many connections of an institution lose their consent unless it is renewed.</summary>
/// <param name="InstitutionId">The institution.</param>
/// <param name="WithinWeek">Within seven days.</param>
/// <param name="WithinMonth">Within thirty days, those of the week among them.</param>
public sealed record StoredConsents(string InstitutionId, int WithinWeek, int WithinMonth);

/// <summary>What one connection has taught.</summary>
/// <param name="Provider">Name of the provider port.</param>
/// <param name="InstitutionId">Its institution.</param>
/// <param name="Rhythm">As the schedule wrote it.</param>
public sealed record StoredRhythm(string Provider, string InstitutionId, byte[] Rhythm);

/// <summary>What a call must save, at the end of a day.</summary>
/// <param name="Day">The day it was reckoned after, UTC.</param>
/// <param name="CallHours">Hours of delay a call must save.</param>
/// <param name="Debt">Calls a connection beyond the budget; negative for calls left.</param>
/// <param name="Days">Days reckoned so far.</param>
public sealed record StoredBudget(DateOnly Day, double CallHours, double Debt, int Days);
