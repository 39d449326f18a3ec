using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>A row that a bank holds, signed as in <see cref="Money"/>.</summary>
public sealed record BankRow(string AccountId, string TransactionId, Money Amount, DateOnly Date, bool IsPending);

/// <summary>What a bank holds for one connection at this moment: the measure of any copy.</summary>
/// <param name="Rows">Every live row, by transaction id.</param>
/// <param name="Balances">The current balance of each account, negative for money owed.</param>
public sealed record BankTruth(IReadOnlyDictionary<string, BankRow> Rows, IReadOnlyDictionary<string, Money> Balances);

/// <summary>
/// A provider and, behind it, a bank that can be told what to do. Whoever brings a new provider writes one of these,
/// and
/// inherits <see cref="ProviderConformance"/>.
/// </summary>
public abstract class ProviderFixture : IAsyncDisposable
{
    /// <summary>The provider under test.</summary>
    public abstract IProvider Provider { get; }

    /// <summary>What the linking page gives for a bank whose history has yet to arrive.</summary>
    public abstract Task<string> Agree(CancellationToken cancellationToken);

    /// <summary>The bank's id at the provider, of what <see cref="Agree"/> links.</summary>
    public abstract string InstitutionId { get; }

    /// <summary>Lets the initial part of the history arrive, the last 30 days.</summary>
    public abstract void BringInitial();

    /// <summary>Lets all of the history arrive.</summary>
    public abstract void BringHistory();

    /// <summary>Lets so many things happen at the bank: rows come, post, change and go. The same seed, the same
    /// things.</summary>
    public abstract void Live(ProviderAccess access, int changes, long seed);

    /// <summary>What the bank holds now.</summary>
    public abstract BankTruth Truth(ProviderAccess access);

    /// <summary>Has the data change while the next update is read, before this page of it (from 2 on).</summary>
    public abstract void MutateBeforePage(ProviderAccess access, int page);

    /// <summary>Has the next call for a page refused as one too many, with a wait asked for or without.</summary>
    public abstract void Throttle(ProviderAccess access, TimeSpan? retryAfter);

    /// <summary>Has the bank ask for a new sign-in until <see cref="SignIn"/>.</summary>
    public abstract void DemandSignIn(ProviderAccess access);

    /// <summary>The person signs in again.</summary>
    public abstract void SignIn(ProviderAccess access);

    /// <summary>Has the bank out of order for the next call for a page.</summary>
    public abstract void BreakBank(ProviderAccess access);

    /// <summary>Makes one record of the next page unreadable.</summary>
    public abstract void Poison(ProviderAccess access);

    /// <summary>Has the next page cut off in the middle, once.</summary>
    public abstract void CutOff(ProviderAccess access);

    /// <summary>Adds what nobody knows to the next page: new fields, new words where lists of words are.</summary>
    public abstract void Surprise(ProviderAccess access);

    public abstract ValueTask DisposeAsync();
}
