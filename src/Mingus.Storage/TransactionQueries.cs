using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Transactions as people see them: the primary record of each, and what was written on it.</summary>
internal sealed class TransactionQueries(Journal journal)
{
    public async Task<Snapshot<Page<TransactionView>?>> List(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = UpperEnd(filter, PageKey.Read(ListKind.Transactions, page.After));
        var hasAccount = false;
        var list = new Listing<TransactionView>(ListKind.Transactions, page.Limit, Read, KeyOf);
        var records = new Dictionary<TransactionId, List<LedgerRecord>>();
        var query = new Query(userId)
            .Read(
                Sql.HasAccount,
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Id("account_id", accountId.Value);
                },
                _ => hasAccount = true
            )
            .Read(
                StatementFor(filter),
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Id("account_id", accountId.Value);
                    args.Day("from", filter.From ?? DateOnly.MinValue);
                    args.Long("before", before.Order);
                    args.Id("before_id", before.Tie);
                    args.Long("limit", list.RowsAsked);
                    BindHidden(args, filter);
                    BindText(args, filter);
                },
                list.Read
            );
        if (filter.IncludeRecords)
        {
            query.Script.Then();
            AddRecords(query.Script, userId, list, records);
        }

        await journal.Read(query.Script, cancellationToken);
        if (!hasAccount)
        {
            return query.Answer<Page<TransactionView>?>(null);
        }

        IReadOnlyList<TransactionView> items = filter.IncludeRecords
            ? [.. list.Items.Select(t => t with { Records = records.GetValueOrDefault(t.Id) ?? [] })]
            : list.Items;
        return query.Answer<Page<TransactionView>?>(new Page<TransactionView>(items, list.Next));
    }

    public async Task<Snapshot<TransactionView?>> Read(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    )
    {
        var records = new List<LedgerRecord>();
        Annotation? annotation = null;
        var query = new Query(userId);
        query
            .Script.RunEach(
                Sql.ListTransactionRecords,
                [transactionId],
                args => args.Long("user_id", userId.Value),
                (args, id) => args.Id("transaction_id", id.Value),
                row => records.Add(RecordRows.Read(row))
            )
            .Read(
                Sql.ReadAnnotation,
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Id("transaction_id", transactionId.Value);
                },
                row => annotation = ReadAnnotation(row, 0)
            );
        await journal.Read(query.Script, cancellationToken);
        if (
            records.Count == 0
            && await Redirects.Follow(journal, userId, transactionId.Value, cancellationToken) is { } current
        )
        {
            return await Read(userId, new TransactionId(current), cancellationToken);
        }

        return query.Answer(records.Count == 0 ? null : View(transactionId, records, annotation));
    }

    private static TransactionView View(TransactionId id, List<LedgerRecord> records, Annotation? annotation)
    {
        var primary = records.Find(r => r is { IsPrimary: true, IsLive: true });
        var changed = records.Max(r => r.UpdatedAt);
        return new TransactionView(
            id,
            (primary ?? records[^1]).AccountId,
            primary,
            annotation,
            records.Min(r => r.FirstSeenAt),
            Later(changed, annotation),
            records
        );
    }

    private static TransactionView Read(IRow row)
    {
        var primary = RecordRows.Read(row);
        var annotation = ReadAnnotation(row, RecordRows.Columns + 1);
        return new TransactionView(
            primary.TransactionId,
            primary.AccountId,
            primary,
            annotation,
            row.Instant(RecordRows.Columns),
            Later(primary.UpdatedAt, annotation),
            Records: null
        );
    }

    private static Annotation? ReadAnnotation(IRow row, int at) =>
        row.InstantOrNull(at + 2) is { } updated
            ? new Annotation(row.TextOrNull(at), row.TextOrNull(at + 1), updated, row.InstantOrNull(at + 3))
            : null;

    private static DateTimeOffset Later(DateTimeOffset changed, Annotation? annotation) =>
        annotation is { } written && written.UpdatedAt > changed ? written.UpdatedAt : changed;

    private static PageKey KeyOf(TransactionView transaction) =>
        new(transaction.Primary!.Content.Date.DayNumber, transaction.Id.Value);

    /// <summary>One bound for both the last day wanted and the position: the listing is one range of its
    /// index.</summary>
    private static PageKey UpperEnd(TransactionFilter filter, PageKey? after)
    {
        var end = new PageKey((filter.To ?? DateOnly.MaxValue).DayNumber + 1L, Guid.Empty);
        return after is { } key && key.Order < end.Order ? key : end;
    }

    private static Statement StatementFor(TransactionFilter filter) =>
        filter switch
        {
            { Text: not null } => Sql.SearchTransactions,
            { Status: RecordStatus.Pending } => Sql.ListPendingTransactions,
            { Status: RecordStatus.Posted } => Sql.ListPostedTransactions,
            _ => Sql.ListTransactions,
        };

    // What is posted is listed, whatever was said of it while it was pending.
    private static void BindHidden(IArgs args, TransactionFilter filter)
    {
        if (args.Has("include_hidden"))
        {
            args.Flag("include_hidden", filter.IncludeHidden);
        }
    }

    private static void BindText(IArgs args, TransactionFilter filter)
    {
        if (filter.Text is not { } text)
        {
            return;
        }

        var part = text.ToLowerInvariant()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
        args.Text("pattern", $"%{part}%");
        args.Long("status_from", (int)(filter.Status ?? RecordStatus.Pending));
        args.Long("status_to", (int)(filter.Status ?? RecordStatus.Posted));
    }

    private static void AddRecords(
        Script script,
        UserId userId,
        Listing<TransactionView> list,
        Dictionary<TransactionId, List<LedgerRecord>> records
    ) =>
        script.ReadOfEach(
            Sql.ListTransactionRecords,
            () => list.Items,
            args => args.Long("user_id", userId.Value),
            (args, transaction) => args.Id("transaction_id", transaction.Id.Value),
            row =>
            {
                var record = RecordRows.Read(row);
                if (!records.TryGetValue(record.TransactionId, out var siblings))
                {
                    records.Add(record.TransactionId, siblings = []);
                }

                siblings.Add(record);
            }
        );
}
