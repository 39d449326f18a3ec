using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>The parts of a user's ledger that plans rest on, each with the version it was read at.</summary>
internal sealed class SliceLoads(Journal journal)
{
    public async Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken)
    {
        var slice = new SliceReader();
        var names = request.Names as IReadOnlyList<RecordKey> ?? [.. request.Names];
        var script = slice
            .Begin(request.UserId)
            .Read(
                Sql.FindRecords,
                args =>
                {
                    args.Long("user_id", request.UserId.Value);
                    RecordRows.BindNames(args, names);
                },
                slice.Read
            )
            .Read(
                Sql.ListQuarantinedNames,
                args => ConnectionRows.Key(args, request.UserId, request.ConnectionId),
                slice.ReadQuarantined
            )
            .Read(
                Sql.ListMatchStates,
                args => ConnectionRows.Key(args, request.UserId, request.ConnectionId),
                slice.ReadMatchState
            )
            .Read(Sql.ListPersonPairs, args => args.Long("user_id", request.UserId.Value), slice.ReadPair);
        await journal.ReadToWrite(slice.AddWindow(script, request), cancellationToken);
        return slice.Slice;
    }

    public async Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    )
    {
        var slice = new SliceReader();
        var transactions = needs.SelectMany(static need => need.Needs.Transactions).ToList();
        var amounts = needs.SelectMany(static n => n.Needs.Amounts.Select(probe => (n.AccountId, probe))).ToList();
        var script = slice
            .Begin(userId)
            .RunEach(
                Sql.ListTransactionRecords,
                transactions,
                args => args.Long("user_id", userId.Value),
                static (args, id) => args.Id("transaction_id", id.Value),
                slice.Read
            )
            .RunEach(
                Sql.FindAmounts,
                amounts,
                args => args.Long("user_id", userId.Value),
                static (args, amount) => MatchRows.Bind(args, amount.AccountId, amount.probe),
                slice.Read
            );
        await journal.ReadToWrite(script, cancellationToken);
        return slice.Slice;
    }

    public async Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken)
    {
        var slice = new SliceReader();
        var script = slice
            .Begin(userId)
            .Read(
                Sql.ListFeedRecords,
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Id("feed_id", feedId.Value);
                },
                slice.Read
            )
            .Read(Sql.ListUserMatchStates, args => args.Long("user_id", userId.Value), slice.ReadMatchState)
            .Read(Sql.ListPersonPairs, args => args.Long("user_id", userId.Value), slice.ReadPair);
        await journal.Read(script, cancellationToken);
        return slice.Slice;
    }

    public async Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    )
    {
        var slice = new SliceReader();
        void OfUser(IArgs args) => args.Long("user_id", userId.Value);
        var script = slice
            .Begin(userId)
            .Read(
                Sql.FindRecords,
                args =>
                {
                    OfUser(args);
                    RecordRows.BindNames(args, names);
                },
                slice.Read
            )
            .RunEach(
                Sql.ListTransactionRecords,
                transactions,
                OfUser,
                static (args, id) => args.Id("transaction_id", id.Value),
                slice.Read
            )
            .Read(Sql.ListUserMatchStates, OfUser, slice.ReadMatchState)
            .Read(Sql.ListPersonPairs, OfUser, slice.ReadPair);
        await journal.ReadToWrite(script, cancellationToken);
        return slice.Slice;
    }

    public async Task<LedgerSlice> LoadLive(
        UserId userId,
        IReadOnlyList<FeedId> feeds,
        CancellationToken cancellationToken
    )
    {
        var slice = new SliceReader();
        var script = slice
            .Begin(userId)
            .RunEach(
                Sql.ListLiveRecords,
                feeds,
                args => args.Long("user_id", userId.Value),
                (args, feed) => args.Id("feed_id", feed.Value),
                slice.Read
            );
        await journal.Read(script, cancellationToken);
        return slice.Slice;
    }
}
