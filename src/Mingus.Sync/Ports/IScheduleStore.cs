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
}

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
