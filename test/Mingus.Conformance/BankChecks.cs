using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Steps and comparisons that the suites share.</summary>
public static class BankChecks
{
    /// <summary>Links a bank; its history has yet to arrive.</summary>
    public static async Task<ProviderAccess> Link(this ProviderFixture bank, CancellationToken cancellationToken)
    {
        var publicToken = await bank.Agree(cancellationToken);
        var link = await bank.Provider.Exchange(publicToken, cancellationToken);
        return new ProviderAccess(link.Token, link.ItemId, bank.InstitutionId);
    }

    /// <summary>Links a bank and lets all of its history arrive.</summary>
    public static async Task<ProviderAccess> LinkWithHistory(
        this ProviderFixture bank,
        CancellationToken cancellationToken
    )
    {
        var access = await bank.Link(cancellationToken);
        bank.BringHistory();
        return access;
    }

    /// <summary>The copy has every row the bank has, as the bank has it, and no other.</summary>
    public static void MustEqual(this BankTruth truth, StreamCopy copy)
    {
        var copied = copy.Rows.Values.Select(r => new BankRow(
            r.ProviderAccountId,
            r.ProviderTransactionId,
            r.Content.Amount,
            r.Content.Date,
            r.Content.IsPending
        ));
        Assert.NotEmpty(truth.Rows);
        Assert.Equal(
            truth.Rows.Values.OrderBy(r => r.TransactionId, StringComparer.Ordinal),
            copied.OrderBy(r => r.TransactionId, StringComparer.Ordinal)
        );
    }
}
