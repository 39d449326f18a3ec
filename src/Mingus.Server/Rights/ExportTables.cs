using System.Runtime.CompilerServices;

namespace Mingus.Server.Rights;

/// <summary>What people open in a spreadsheet: accounts, transactions, balances.</summary>
internal static class ExportTables
{
    private static readonly string AccountColumns = Csv.Row("id", "name", "mask", "kind", "subtype", "currency");

    private static readonly string TransactionColumns = Csv.Row(
        "id",
        "account_id",
        "date",
        "amount",
        "currency",
        "description",
        "merchant",
        "category",
        "note",
        "status"
    );

    private static readonly string BalanceColumns = Csv.Row(
        "account_id",
        "as_of",
        "current",
        "available",
        "limit",
        "currency",
        "source"
    );

    public static async Task Write(ExportWriter files, UserExport export, CancellationToken cancellationToken)
    {
        await files.AddRows("accounts", AccountColumns, Accounts(export, cancellationToken), cancellationToken);
        await files.AddRows(
            "transactions",
            TransactionColumns,
            Transactions(export, cancellationToken),
            cancellationToken
        );
        await files.AddRows("balances", BalanceColumns, Balances(export, cancellationToken), cancellationToken);
    }

    private static async IAsyncEnumerable<string> Accounts(
        UserExport export,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var account in export.Accounts(cancellationToken))
        {
            yield return new Csv()
                .Text(account.Id)
                .Text(account.Name)
                .Text(account.Mask)
                .Text($"{account.Kind}".ToLowerInvariant())
                .Text(account.Subtype)
                .Text(account.Currency ?? account.UnofficialCurrency)
                .End();
        }
    }

    private static async IAsyncEnumerable<string> Transactions(
        UserExport export,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var one in export.Transactions(cancellationToken))
        {
            yield return new Csv()
                .Text(one.Id)
                .Text(one.AccountId)
                .Day(one.Date)
                .Number(one.Amount)
                .Text(one.Currency ?? one.UnofficialCurrency)
                .Text(one.Description)
                .Text(one.MerchantName)
                .Text(one.Category)
                .Text(one.Note)
                .Text($"{one.Status}".ToLowerInvariant())
                .End();
        }
    }

    private static async IAsyncEnumerable<string> Balances(
        UserExport export,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var one in export.Balances(cancellationToken))
        {
            yield return new Csv()
                .Text(one.AccountId)
                .Moment(one.AsOf)
                .Number(one.Current)
                .Number(one.Available)
                .Number(one.Limit)
                .Text(one.Currency ?? one.UnofficialCurrency)
                .Text($"{one.Source}".ToLowerInvariant())
                .End();
        }
    }
}
