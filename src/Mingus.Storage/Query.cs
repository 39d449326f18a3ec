using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>A script of reads that begins with the user's row.</summary>
internal sealed class Query
{
    private readonly UserState _user = new();

    public Query(UserId userId) =>
        Script = new Script().Read(Sql.ReadUser, args => args.Long("user_id", userId.Value), _user.Read);

    public Script Script { get; }

    /// <summary>The user's last sequence in the snapshot; 0 for a user never written.</summary>
    public long Sequence => _user.LastSequence;

    public Query Read(Statement statement, Action<IArgs> bind, Action<IRow> row)
    {
        Script.Read(statement, bind, row);
        return this;
    }

    public Snapshot<T> Answer<T>(T value) => new(Sequence, value);
}

/// <summary>Gathers one page: it asks for a row more than the limit, to know whether there is a next page.</summary>
internal sealed class Listing<T>(ListKind kind, int limit, Func<IRow, T> read, Func<T, PageKey> keyOf)
{
    private readonly List<T> _items = new(Math.Min(limit, 500));
    private bool _hasMore;

    public int RowsAsked => limit + 1;

    public IReadOnlyList<T> Items => _items;

    public Page<T> Page => new(_items, Next);

    /// <summary>The position after the last item; null at the end.</summary>
    public string? Next => _hasMore ? keyOf(_items[^1]).Write(kind) : null;

    public void Read(IRow row)
    {
        if (_items.Count < limit)
        {
            _items.Add(read(row));
        }
        else
        {
            _hasMore = true;
        }
    }
}

/// <summary>The shapes that lists and single reads have in common.</summary>
internal static class PageRows
{
    /// <summary>Reads the one row that the statement gives; null when it gives none.</summary>
    public static async Task<Snapshot<T?>> One<T>(
        this Journal journal,
        UserId userId,
        Statement statement,
        Action<IArgs> bindId,
        Func<IRow, T> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        T? found = null;
        var query = new Query(userId).Read(
            statement,
            args =>
            {
                args.Long("user_id", userId.Value);
                bindId(args);
            },
            row => found = read(row)
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(found);
    }

    /// <summary>Reads a page of a list that falls by a moment and then by id.</summary>
    public static async Task<Snapshot<Page<T>>> Falling<T>(
        this Journal journal,
        UserId userId,
        FallingList<T> list,
        PageRequest page,
        Action<IArgs> bind,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(list.Kind, page.After) ?? PageKey.Top;
        var listing = new Listing<T>(list.Kind, page.Limit, list.Read, list.KeyOf);
        var query = new Query(userId).Read(
            list.Statement,
            args =>
            {
                BindFalling(args, userId, before, listing.RowsAsked);
                bind(args);
            },
            listing.Read
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(listing.Page);
    }

    /// <summary>Binds the page of a list that falls from a position.</summary>
    public static void BindFalling(IArgs args, UserId userId, PageKey before, int rows)
    {
        args.Long("user_id", userId.Value);
        args.Long("before", before.Order);
        args.Id("before_id", before.Tie);
        args.Long("limit", rows);
    }
}

/// <summary>A list that falls by a moment and then by id: its statement, its rows, and an item's place.</summary>
internal sealed record FallingList<T>(
    ListKind Kind,
    Statement Statement,
    Func<IRow, T> Read,
    Func<T, (DateTimeOffset At, Guid Id)> Place
)
{
    public PageKey KeyOf(T item) => new(Place(item).At.ToUnixTimeMilliseconds(), Place(item).Id);
}
