namespace Mingus.Ledger.Plan;

/// <summary>Names of the checks made while planning.</summary>
public static class FindingChecks
{
    public const string UnreadableRecord = "unreadable_record";
    public const string PendingLinkRefuted = "pending_link_refuted";
    public const string PendingLinkTaken = "pending_link_taken";
    public const string AmountRounded = "amount_rounded";
    public const string TextCut = "text_cut";
    public const string BalanceRefused = "balance_refused";
    public const string AccountGone = "account_gone";
    public const string BalanceDiffers = "balance_differs";
    public const string ReplayMissesRecords = "replay_misses_records";
    public const string WindowFoundRecords = "window_found_records";
    public const string WindowMissesRecord = "window_misses_record";
}

/// <summary>Findings and quarantine items of planning: one sentence for a person, the evidence by name.</summary>
internal static class PlanFindings
{
    /// <summary>Puts a record aside and opens the finding that says so.</summary>
    public static void PutAside(PlanDraft draft, FeedState? feed, UnreadableRecord record)
    {
        var item = Item(
            draft,
            feed,
            QuarantineKind.Record,
            (record.ProviderAccountId, record.ProviderTransactionId),
            new UnreadableField(record.Field, record.Reason),
            record.Payload
        );
        draft.PutAside(item);
        var evidence = Evidence(("quarantineId", item.Id.ToString()), ("field", record.Field));
        AddGiven(evidence, "providerAccountId", record.ProviderAccountId);
        AddGiven(evidence, "providerTransactionId", record.ProviderTransactionId);
        draft.Open(
            Finding(
                draft,
                feed,
                FindingChecks.UnreadableRecord,
                DerivedIds.Finding("quarantine", item.Id.ToString())
            ) with
            {
                Severity = Severity.Error,
                Text = $"A record of the bank could not be taken in and was put aside: {record.Reason}.",
                Evidence = evidence,
                Action = ProblemActions.Retry,
            }
        );
    }

    /// <summary>Puts a balance aside and opens the finding that says so: one a feed, however often it is
    /// refused.</summary>
    public static void RefuseBalance(PlanDraft draft, FeedState? feed, ProviderAccount account, UnreadableField fault)
    {
        var item = Item(
            draft,
            feed,
            QuarantineKind.Balance,
            (account.ProviderAccountId, null),
            fault,
            account.Balance?.Payload ?? ""
        );
        draft.PutAside(item);
        draft.Open(
            Finding(draft, feed, FindingChecks.BalanceRefused, BalanceRefusedId(draft, account)) with
            {
                Severity = Severity.Warning,
                Text = $"A balance of the bank is not believed: {fault.Reason}. The last good one stays.",
                Evidence = Evidence(
                    ("quarantineId", item.Id.ToString()),
                    ("field", fault.Field),
                    ("providerAccountId", account.ProviderAccountId)
                ),
            }
        );
    }

    /// <summary>The id of the finding that a balance of the account was refused.</summary>
    public static FindingId BalanceRefusedId(PlanDraft draft, ProviderAccount account) =>
        DerivedIds.Finding(
            FindingChecks.BalanceRefused,
            draft.Context.ConnectionId.ToString(),
            account.ProviderAccountId
        );

    public static void AccountGone(PlanDraft draft, FeedState feed) =>
        draft.Open(
            Finding(draft, feed, FindingChecks.AccountGone, AccountGoneId(feed)) with
            {
                Severity = Severity.Info,
                Text = "The bank does not list this account any more. What is known of it stays.",
                Evidence = Evidence(("providerAccountId", feed.Feed.ProviderAccountId)),
            }
        );

    /// <summary>The id of the finding that the feed's account is gone.</summary>
    public static FindingId AccountGoneId(FeedState feed) =>
        DerivedIds.Finding(FindingChecks.AccountGone, feed.Feed.Id.ToString());

    public static void ReplayMisses(PlanDraft draft, FeedState feed, (int Missing, int All) count, ReplayDoubt doubt) =>
        draft.Open(
            Finding(draft, feed, FindingChecks.ReplayMissesRecords, ReplayMissesId(feed.Feed.Id)) with
            {
                Severity = Severity.Warning,
                Text =
                    $"Reading the whole history again left out {count.Missing} of {count.All} records; none was "
                    + $"removed because {doubt.Why}. {doubt.WhatNow}",
                Evidence = Evidence(("count", count.Missing.ToString()), ("records", count.All.ToString())),
                Action = ProblemActions.Retry,
            }
        );

    /// <summary>The id of the finding that a replay of the feed left out records.</summary>
    public static FindingId ReplayMissesId(FeedId feedId) =>
        DerivedIds.Finding(FindingChecks.ReplayMissesRecords, feedId.ToString());

    /// <summary>A pending link that was not followed: refuted by content, or its transaction taken.</summary>
    public static void LinkNotFollowed(
        PlanDraft draft,
        FeedState feed,
        LedgerRecord posted,
        LedgerRecord target,
        (string Check, IReadOnlyList<string> Reasons) why
    ) =>
        draft.Open(
            Finding(draft, feed, why.Check, LinkFindingId(why.Check, posted, target)) with
            {
                Severity = Severity.Warning,
                Text =
                    "The bank says that a posted record replaces a pending one, but "
                    + $"{string.Join(" and ", why.Reasons)}. Each keeps a transaction of its own.",
                Evidence = Evidence(
                    ("providerTransactionId", posted.ProviderTransactionId),
                    ("pendingTransactionId", target.ProviderTransactionId),
                    ("amount", posted.Content.Amount.ToText()),
                    ("pendingAmount", target.Content.Amount.ToText()),
                    ("currency", posted.Content.Amount.Currency.Code),
                    ("pendingCurrency", target.Content.Amount.Currency.Code),
                    ("date", Day(posted.Content.Date)),
                    ("pendingDate", Day(target.Content.Date))
                ),
            }
        );

    /// <summary>What is worth knowing of how a new or changed record was read: amounts rounded, texts cut.</summary>
    public static void TellReading(PlanDraft draft, FeedState feed, LedgerRecord record)
    {
        var details = record.Content.Details;
        if (details.ExactAmount is { } exact)
        {
            draft.Open(
                Reading(draft, feed, record, FindingChecks.AmountRounded) with
                {
                    Text =
                        "The bank gives amounts finer than the currency's smallest unit. They are rounded half to "
                        + "even, and each record keeps the bank's text. The first one is the evidence.",
                    Evidence = Evidence(
                        ("providerTransactionId", record.ProviderTransactionId),
                        ("given", exact),
                        ("amount", record.Content.Amount.ToText()),
                        ("currency", record.Content.Amount.Currency.Code)
                    ),
                }
            );
        }

        if (details.CutFields.Count > 0)
        {
            draft.Open(
                Reading(draft, feed, record, FindingChecks.TextCut) with
                {
                    Text = "The bank gives texts longer than are kept; they are cut. The first one is the evidence.",
                    Evidence = Evidence(
                        ("providerTransactionId", record.ProviderTransactionId),
                        ("fields", string.Join(", ", details.CutFields))
                    ),
                }
            );
        }
    }

    private static FindingId LinkFindingId(string check, LedgerRecord posted, LedgerRecord target) =>
        DerivedIds.Finding(check, posted.FeedId.ToString(), posted.ProviderTransactionId, target.ProviderTransactionId);

    // One a feed: a bank that does it once does it often.
    private static Finding Reading(PlanDraft draft, FeedState feed, LedgerRecord record, string check) =>
        Finding(draft, feed, check, DerivedIds.Finding(check, record.FeedId.ToString()));

    /// <summary>A finding of no gravity and no words, to be filled in.</summary>
    public static Finding Finding(PlanDraft draft, FeedState? feed, string check, FindingId id) =>
        new(
            id,
            feed?.Account.Id,
            draft.Context.ConnectionId,
            check,
            Severity.Info,
            Text: "",
            Evidence(),
            ProblemActions.None,
            FindingState.Open,
            draft.Context.Now,
            draft.RunId
        );

    private static QuarantineItem Item(
        PlanDraft draft,
        FeedState? feed,
        QuarantineKind kind,
        (string? AccountId, string? TransactionId) provider,
        UnreadableField fault,
        string payload
    ) =>
        new(
            DerivedIds.Quarantine(draft.Context.ConnectionId, provider.AccountId, provider.TransactionId, payload),
            draft.Context.ConnectionId,
            feed?.Account.Id,
            kind,
            provider.AccountId,
            provider.TransactionId,
            fault.Field,
            fault.Reason,
            payload,
            draft.Context.Now,
            draft.RunId
        );

    /// <summary>Evidence by name.</summary>
    public static Dictionary<string, string> Evidence(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            evidence.Add(name, value);
        }

        return evidence;
    }

    private static void AddGiven(Dictionary<string, string> evidence, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            evidence.Add(name, value);
        }
    }

    /// <summary>A day as the API writes it.</summary>
    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd");
}
