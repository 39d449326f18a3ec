using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What people write. A guard that finds no row means: the user has no such thing.</summary>
internal sealed class LedgerEdits(Journal journal) : ILedgerEdits
{
    public Task<bool> EditAccount(
        UserId userId,
        AccountId accountId,
        string? name,
        bool? isHidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        TryWrite(
            userId,
            [StoreEvents.AccountChanged(accountId, now)],
            script =>
                script.Require(
                    Sql.EditAccount,
                    Refusal.Unknown,
                    args =>
                    {
                        args.Text("name", name);
                        args.Long("hides", isHidden is { } hides ? Convert.ToInt64(hides) : null);
                        args.Long("user_id", userId.Value);
                        args.Id("account_id", accountId.Value);
                    }
                ),
            cancellationToken
        );

    public async Task<bool> Annotate(
        UserId userId,
        TransactionId transactionId,
        string? category,
        string? note,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        AccountId? account = null;
        var read = new Script().RunEach(
            Sql.ListTransactionRecords,
            [transactionId],
            args => args.Long("user_id", userId.Value),
            (args, id) => args.Id("transaction_id", id.Value),
            row => account = RecordRows.Read(row).AccountId
        );
        await journal.Read(read, cancellationToken);
        return account is { } known
            && await TryWrite(
                userId,
                [StoreEvents.Annotated(known, transactionId, now)],
                script =>
                    script.Require(
                        Sql.AnnotateTransaction,
                        Refusal.Unknown,
                        args =>
                        {
                            args.Long("user_id", userId.Value);
                            args.Id("transaction_id", transactionId.Value);
                            args.Text("category", category);
                            args.Text("note", note);
                            args.Instant("now", now);
                        }
                    ),
                cancellationToken
            );
    }

    public async Task<bool> DismissFinding(
        UserId userId,
        FindingId findingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        Finding? finding = null;
        var read = new Script().Read(
            Sql.ReadFinding,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Id("finding_id", findingId.Value);
            },
            row => finding = FindingRows.Read(row)
        );
        await journal.Read(read, cancellationToken);
        return finding switch
        {
            null => false,
            { State: not FindingState.Open } => true,
            _ => await TryWrite(
                userId,
                [StoreEvents.FindingClosed(finding, FindingState.Dismissed, now)],
                script => script.CloseFindings(userId, [findingId], FindingState.Dismissed),
                cancellationToken
            ),
        };
    }

    public async Task<bool> DiscardQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 0; tries < Journal.TriesMax; tries++)
        {
            var (item, about, version) = await ReadQuarantined(userId, quarantineId, cancellationToken);
            if (item is null)
            {
                return false;
            }

            var isWritten = await TryWrite(
                userId,
                [.. about.Select(f => StoreEvents.FindingClosed(f, FindingState.Resolved, now))],
                script =>
                    script
                        .Require(
                            Sql.DiscardQuarantine,
                            Refusal.Unknown,
                            args =>
                            {
                                args.Long("user_id", userId.Value);
                                args.Id("quarantine_id", quarantineId.Value);
                            }
                        )
                        .CloseFindings(userId, [.. about.Select(f => f.Id)], FindingState.Resolved),
                cancellationToken,
                version
            );
            if (isWritten)
            {
                return true;
            }
        }

        return false;
    }

    public Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => new ConnectionEnd(journal).Disconnect(userId, connectionId, now, cancellationToken);

    public Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => new ConnectionEnd(journal).Erase(userId, connectionId, remembered, now, cancellationToken);

    private async Task<(QuarantineItem? Item, List<Finding> About, long? Version)> ReadQuarantined(
        UserId userId,
        QuarantineId id,
        CancellationToken cancellationToken
    )
    {
        QuarantineItem? item = null;
        var user = new UserState();
        var open = new List<Finding>();
        var script = new Script()
            .Read(Sql.ReadUser, args => args.Long("user_id", userId.Value), user.Read)
            .Read(
                Sql.ReadQuarantine,
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Id("quarantine_id", id.Value);
                },
                row => item = FindingRows.ReadQuarantine(row)
            )
            .Then()
            .Read(
                Sql.ListOpenFindings,
                args => ConnectionRows.Key(args, userId, item?.ConnectionId ?? default),
                row => open.Add(FindingRows.Read(row))
            );
        await journal.Read(script, cancellationToken);
        return (item, open.FindAll(f => FindingRows.IsAbout(f, id, item?.ProviderTransactionId)), user.Version);
    }

    private async Task<bool> TryWrite(
        UserId userId,
        IReadOnlyList<LedgerEvent> events,
        Func<Script, Script> change,
        CancellationToken cancellationToken,
        long? seenVersion = null
    )
    {
        var user = new UserState(seenVersion);
        var script = new Script().TakeUser(userId, events.Count, moves: true, user);
        try
        {
            await journal.Write(
                change(script).AddEvents(userId, events),
                userId,
                user,
                events.Count,
                cancellationToken
            );
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }
}
