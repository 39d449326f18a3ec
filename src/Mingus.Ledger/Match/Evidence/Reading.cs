namespace Mingus.Ledger.Match.Evidence;

/// <summary>
/// What one feed tells of one transaction, all its records taken together: a pending record knows the day of the
/// authorisation that its posted one may not repeat. Texts are read only when something is compared with them.
/// </summary>
internal sealed class Reading
{
    private readonly IReadOnlyList<LedgerRecord> _records;
    private RecordTraits? _traits;
    private DateOnly? _eventDate;
    private bool _knowsEvent;

    private Reading(IReadOnlyList<LedgerRecord> records, LedgerRecord shown)
    {
        _records = records;
        Shown = shown;
        (Date, Amount, IsPending) = (shown.Content.Date, shown.Content.Amount.Minor, shown.Content.IsPending);
    }

    /// <summary>The record that speaks for the feed: live before removed, posted before pending, newest.</summary>
    public LedgerRecord Shown { get; }

    public RecordTraits Traits => _traits ??= RecordTraits.Of(Shown.Content);

    /// <summary>The day the holder made it; null when no record of the feed says.</summary>
    public DateOnly? EventDate
    {
        get
        {
            if (!_knowsEvent)
            {
                _eventDate = FindEvent();
                _knowsEvent = true;
            }

            return _eventDate;
        }
    }

    public DateOnly Date { get; }

    public long Amount { get; }

    public string? MerchantEntityId => Shown.Content.Details.MerchantEntityId;

    public bool IsPending { get; }

    /// <summary>Reads the records of one feed and one transaction; there is at least one.</summary>
    public static Reading Of(IReadOnlyList<LedgerRecord> records)
    {
        var shown = records[0];
        for (var i = 1; i < records.Count; i++)
        {
            shown = SpeaksBefore(records[i], shown) ? records[i] : shown;
        }

        return new Reading(records, shown);
    }

    private DateOnly? FindEvent()
    {
        var eventDate = Traits.EventDate ?? (Shown.Content.IsPending ? Shown.Content.Date : null);
        for (var i = 0; i < _records.Count && eventDate is null; i++)
        {
            var content = _records[i].Content;
            eventDate = content.AuthorizedDate ?? (content.IsPending ? content.Date : null);
        }

        return eventDate;
    }

    private static bool SpeaksBefore(LedgerRecord one, LedgerRecord other) =>
        one.IsLive != other.IsLive ? one.IsLive
        : one.Content.IsPending != other.Content.IsPending ? !one.Content.IsPending
        : one.FirstSeenAt != other.FirstSeenAt ? one.FirstSeenAt > other.FirstSeenAt
        : string.CompareOrdinal(one.ProviderTransactionId, other.ProviderTransactionId) < 0;
}
