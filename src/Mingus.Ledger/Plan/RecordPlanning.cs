using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>
/// Decides what each change of an update does to its record, highest fidelity first: known ids; then places of records
/// that became posted; then new records without a pending link; then those with one. So a link finds its pending record
/// wherever in the update that stands.
/// </summary>
/// <remarks>
/// A pending link is followed only when its record is first seen. A record that has been shown under an id of its own
/// and names its pending later keeps that id: ids once shown do not move silently (invariant 7).
/// </remarks>
internal sealed class RecordPlanning(PlanDraft draft, RecordsDraft records, IReadOnlyList<PersonPair> said)
{
    public const string LinkRule = "pending_link";

    private readonly DateTimeOffset _now = draft.Context.Now;
    private readonly UpdateDigests _digests = draft.Context.Digests;
    private readonly List<(DraftRecord Record, FeedState Feed)> _entrants = [];

    public void Apply(IReadOnlyCollection<FoldedChange> changes)
    {
        var added = new List<FoldedChange>();
        foreach (var change in changes)
        {
            ApplyToKnown(change, added);
        }

        // Who is shown keeps its transaction (invariant 7), then who is older: the order of an update does not decide.
        var byRight = _entrants
            .OrderByDescending(entrant => entrant.Record.Before!.IsPrimary)
            .ThenBy(entrant => entrant.Record.After.FirstSeenAt)
            .ThenBy(entrant => entrant.Record.After.ProviderTransactionId, StringComparer.Ordinal);
        foreach (var (entrant, feed) in byRight)
        {
            Settle(entrant, feed);
        }

        foreach (var change in added.Where(change => !HasLink(change.Content!)))
        {
            AddOwn(change);
        }

        foreach (var change in added.Where(change => HasLink(change.Content!)))
        {
            AddLinked(change);
        }
    }

    private static bool HasLink(RecordContent content) =>
        content is { IsPending: false, PendingTransactionId.Length: > 0 };

    private void ApplyToKnown(FoldedChange change, List<FoldedChange> added)
    {
        var known = records.Find(change.Key);
        if (change.Content is not { } content)
        {
            if (known is { After.IsLive: true })
            {
                records.Change(known, ChangeKind.Removed, known.After with { RemovedAt = _now, UpdatedAt = _now });
            }

            return;
        }

        switch (IdentityMatch.Of(known?.After, content))
        {
            case IdentityMatchResult.Unknown:
                added.Add(change);
                break;
            case IdentityMatchResult.Differs:
                Amend(known!, change.Feed, content, ChangeKind.Amended);
                break;
            case IdentityMatchResult.PostedInPlace:
                Amend(known!, change.Feed, content, ChangeKind.Posted);
                break;
            case IdentityMatchResult.Returned:
                Amend(known!, change.Feed, content, ChangeKind.Restored);
                break;
        }
    }

    private void Amend(DraftRecord known, FeedState feed, RecordContent content, ChangeKind kind)
    {
        var wasLivePosted = known.IsLivePosted;
        records.Change(
            known,
            kind,
            known.After with
            {
                Content = content,
                Fingerprint = _digests.FingerprintOf(RecordKey.Of(known.After), content),
                RemovedAt = null,
                UpdatedAt = _now,
            }
        );
        PlanFindings.TellReading(draft, feed, known.After);
        if (!wasLivePosted && known.IsLivePosted)
        {
            known.IsEntrant = true;
            _entrants.Add((known, feed));
        }
    }

    // A record that became live and posted may find its transaction taken by another one meanwhile (invariant 4): that
    // one is shown, so this one goes on apart.
    private void Settle(DraftRecord entrant, FeedState feed)
    {
        var record = entrant.After;
        var holder = records.HolderOf(record.TransactionId, record.FeedId, but: entrant);
        entrant.IsEntrant = false;
        if (holder is null)
        {
            return;
        }

        var apart = DerivedIds.TransactionApart(_now, RecordKey.Of(record), record.TransactionId);
        records.Change(entrant, entrant.Kind!.Value, record with { TransactionId = apart, IsPrimary = false });
        PlanFindings.LinkNotFollowed(
            draft,
            feed,
            holder.After,
            entrant.After,
            (FindingChecks.PendingLinkTaken, ["another posted record has that transaction"])
        );
    }

    private void AddOwn(FoldedChange change) => Add(ChangeKind.Added, change, _digests.TransactionOf(change.Key, _now));

    private void AddLinked(FoldedChange change)
    {
        var content = change.Content!;
        var target = records.Find(change.Key with { ProviderTransactionId = content.PendingTransactionId! });
        var holder = target is null ? null : records.HolderOf(target);
        var isPlaced = holder is not null && IsPlaced(target!);
        var link = PendingLink.Verify(content, target?.After, holder?.After, isPlaced);
        switch (link)
        {
            case PendingLinkResult.Claimed or PendingLinkResult.Reclaimed:
                Take(change, target!, link);
                break;
            case PendingLinkResult.Refuted refuted:
                AddRefused(change, refuted.Target, (FindingChecks.PendingLinkRefuted, refuted.Reasons));
                break;
            case PendingLinkResult.Taken taken:
                AddRefused(change, taken.Target, (FindingChecks.PendingLinkTaken, taken.Reasons));
                break;
            default:
                AddOwn(change);
                break;
        }
    }

    private void AddRefused(FoldedChange change, LedgerRecord target, (string Check, IReadOnlyList<string> Reasons) why)
    {
        AddOwn(change);
        PlanFindings.LinkNotFollowed(draft, change.Feed, records.Find(change.Key)!.After, target, why);
    }

    private void Add(ChangeKind kind, FoldedChange change, TransactionId transactionId)
    {
        var content = change.Content!;
        var record = new LedgerRecord
        {
            FeedId = change.Key.FeedId,
            AccountId = change.Feed.Account.Id,
            ProviderTransactionId = change.Key.ProviderTransactionId,
            Content = content,
            Fingerprint = _digests.FingerprintOf(change.Key, content),
            TransactionId = transactionId,
            IsPrimary = false,
            FirstSeenAt = _now,
            UpdatedAt = _now,
        };
        records.Add(kind, record);
        PlanFindings.TellReading(draft, change.Feed, record);
    }

    private bool IsPlaced(DraftRecord record) =>
        PersonWords.Of(said, records).Confirmed.Contains(RecordKey.Of(record.After));

    // What evidence had joined comes apart again: as with every split, the older part keeps the id (invariant 7).
    private void Release(DraftRecord pending)
    {
        var members = records.Of(pending.After.TransactionId).ToList();
        List<DraftRecord> leave =
            Regrouping.Eldest(members.Select(static member => member.After)) == pending.After
                ? [.. members.Where(member => member != pending)]
                : [pending];
        var eldest = Regrouping.Eldest(leave.Select(static member => member.After));
        var home = records.HomeOf(eldest, pending.After.TransactionId, _now);
        leave.ForEach(member => records.Move(member, home, _now));
        draft.Restore(home);
    }

    private void Take(FoldedChange change, DraftRecord pending, PendingLinkResult link)
    {
        var from = pending.After.TransactionId;
        var before = KeysOf(from);
        if (link is PendingLinkResult.Reclaimed)
        {
            Release(pending);
        }

        var to = pending.After.TransactionId;
        var after = KeysOf(to).Append(change.Key);
        var decision = new Decision(
            DerivedIds.Decision(_now, LinkRule, change.Key, pending.After.ProviderTransactionId),
            Kind: "match",
            ByPerson: false,
            LinkRule,
            _now,
            to,
            link.Reasons,
            Before: DecisionStates.Of(from, before),
            After: DecisionStates.Of(to, after)
        )
        {
            AccountId = change.Feed.Account.Id,
        };
        draft.Add(decision, change.Feed.Account.Id);
        Add(ChangeKind.Posted, change, to);
    }

    private List<RecordKey> KeysOf(TransactionId transactionId) =>
        [.. records.Of(transactionId).Select(static member => RecordKey.Of(member.After))];
}
