using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>What one feed tells of one transaction: its records there, pending, posted and removed.</summary>
internal sealed class Slot(FeedId feedId, Group group)
{
    private readonly List<MatchRecord> _records = new(2);
    private Reading? _reading;
    private Slot? _absorbedBy;

    public FeedId FeedId { get; } = feedId;

    public Group Group { get; set; } = group;

    public IReadOnlyList<MatchRecord> Records => _records;

    public bool IsTouched { get; private set; }

    public bool IsLive { get; private set; }

    /// <summary>Whether a live posted record is in it.</summary>
    public bool IsPosted { get; private set; }

    /// <summary>Whether every record of it is new with this update.</summary>
    public bool IsNew { get; private set; } = true;

    /// <summary>Whether a person placed it.</summary>
    public bool IsPinned { get; set; }

    public Reading Reading => _reading ??= Reading.Of(_records.ConvertAll(static record => record.After));

    /// <summary>The record first seen.</summary>
    public LedgerRecord Oldest { get; private set; } = null!;

    public RecordKey Key => RecordKey.Of(Reading.Shown);

    public void Add(MatchRecord record)
    {
        _records.Add(record);
        var after = record.After;
        IsTouched |= record.IsTouched;
        IsLive |= after.IsLive;
        IsPosted |= after is { IsLive: true, Content.IsPending: false };
        IsNew &= record.Before is null;
        Oldest = Oldest is null || IsOlder(after, Oldest) ? after : Oldest;
        _reading = null;
    }

    /// <summary>The slot that took this one in; itself while it stands.</summary>
    public Slot Standing => _absorbedBy?.Standing ?? this;

    /// <summary>Takes in all records of another slot of the feed.</summary>
    public void Absorb(Slot other)
    {
        foreach (var record in other._records)
        {
            Add(record);
        }

        IsPinned |= other.IsPinned;
        other._absorbedBy = this;
        other._records.Clear();
        other.Group.Slots.Remove(other);
    }

    public static bool IsOlder(LedgerRecord one, LedgerRecord other) => LedgerRecord.ByAge.Compare(one, other) < 0;
}

/// <summary>A transaction while matching: at most one live slot a feed.</summary>
internal sealed class Group(TransactionId id)
{
    public TransactionId Id { get; } = id;

    public List<Slot> Slots { get; } = new(2);

    /// <summary>The feed's slot; null when it has none. A live one before a removed one.</summary>
    public Slot? Of(FeedId feedId)
    {
        Slot? found = null;
        foreach (var slot in Slots)
        {
            if (slot.FeedId == feedId && (found is null || slot.IsLive))
            {
                found = slot;
            }
        }

        return found;
    }

    /// <summary>Whether some record of it is live.</summary>
    public bool IsLive => Slots.Exists(slot => slot.IsLive);
}
