using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>Told by the store after each commit that wrote events, so that open streams read on at once.</summary>
public interface ICommitSignal
{
    /// <summary>The user's events now reach that sequence. Must return at once and never throw.</summary>
    void Committed(UserId userId, long lastSequence);

    /// <summary>The users whose streams are open here: only their events matter to this process.</summary>
    IReadOnlyCollection<UserId> Listened { get; }
}
