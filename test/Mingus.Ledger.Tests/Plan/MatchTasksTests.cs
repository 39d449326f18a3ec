using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

public sealed class MatchTasksTests
{
    // kind | current, negative for money owed | available, limit as given | what is held
    [Theory]
    [InlineData(AccountKind.Depository, "100.00", "75.50", null, -2_450L)]
    [InlineData(AccountKind.Depository, "100.00", "100.00", null, 0L)]
    [InlineData(AccountKind.Depository, "100.00", "130.00", null, 3_000L)]
    [InlineData(AccountKind.Depository, "-5.00", "-29.50", null, -2_450L)]
    [InlineData(AccountKind.Depository, "100.00", null, null, null)]
    [InlineData(AccountKind.Credit, "-500.00", "475.50", "1000.00", -2_450L)]
    [InlineData(AccountKind.Credit, "-500.00", "500.00", "1000.00", 0L)]
    [InlineData(AccountKind.Credit, "-500.00", "475.50", null, null)]
    [InlineData(AccountKind.Loan, "-500.00", "0.00", "1000.00", null)]
    public void What_is_held_is_what_cannot_be_spent(
        AccountKind kind,
        string current,
        string? available,
        string? limit,
        long? held
    )
    {
        var balance = new BalanceSnapshot(
            default,
            default,
            LedgerText.Amount(current),
            available is null ? null : LedgerText.Amount(available),
            limit is null ? null : LedgerText.Amount(limit),
            AsOf: default,
            RecordedAt: default,
            BalanceSource.Cached,
            CameWithUpdate: true
        );

        Assert.Equal(held, MatchTasks.HeldBy(kind, balance));
    }
}
