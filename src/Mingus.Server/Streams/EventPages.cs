using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Streams;

/// <summary>
/// Pages of events for the open streams of one user: streams at the same position that were told of the same commit
/// share one read of the event table, so that a change told to thousands costs the database one statement.
/// </summary>
internal sealed class EventPages(ILedgerQueries queries)
{
    public const int PageSize = 500;

    private readonly Dictionary<UserId, Shelf> _shelves = [];
    private readonly Lock _lock = new();

    /// <summary>What one stream reads through until it is disposed. Of a user without one nothing is kept.</summary>
    public Reader Open(UserId user)
    {
        lock (_lock)
        {
            if (!_shelves.TryGetValue(user, out var shelf))
            {
                _shelves[user] = shelf = new Shelf(queries, user);
            }

            shelf.Readers++;
            return new Reader(this, shelf);
        }
    }

    private void Leave(Shelf shelf)
    {
        lock (_lock)
        {
            if (--shelf.Readers == 0)
            {
                _shelves.Remove(shelf.User);
            }
        }
    }

    /// <summary>One stream's way to the events of its user.</summary>
    public sealed class Reader(EventPages pages, Shelf shelf) : IDisposable
    {
        /// <summary>A page as it is in the table now.</summary>
        public Task<EventPage> Now(long after, CancellationToken cancellationToken) =>
            shelf.Read(after, cancellationToken);

        /// <summary>A page that holds what was committed up to a sequence, read by this stream or by another.</summary>
        public Task<EventPage> Until(long sequence, long after, CancellationToken cancellationToken) =>
            shelf.Read(sequence, after).WaitAsync(cancellationToken);

        public void Dispose() => pages.Leave(shelf);
    }

    /// <summary>The newest page of a user that was read for a commit.</summary>
    public sealed class Shelf(ILedgerQueries queries, UserId user)
    {
        private readonly Lock _lock = new();
        private Task<EventPage>? _page;
        private long _after;
        private long _until;

        public UserId User => user;

        public int Readers { get; set; }

        public Task<EventPage> Read(long after, CancellationToken cancellationToken) =>
            queries.Events(user, after, PageSize, cancellationToken);

        // A read that began after a commit was told sees that commit. One that failed is not handed on.
        public Task<EventPage> Read(long until, long after)
        {
            lock (_lock)
            {
                if (_page is null || _after != after || _until < until || _page.IsFaulted || _page.IsCanceled)
                {
                    (_after, _until) = (after, until);
                    _page = Read(after, CancellationToken.None);
                }

                return _page;
            }
        }
    }
}
