namespace Mingus.Ledger.Plan;

/// <summary>
/// The connection's feeds while a plan is made: known ones brought up to date from the provider's list, unknown ones
/// made with an account of their own.
/// </summary>
internal sealed class FeedsDraft
{
    private readonly PlanDraft _draft;
    private readonly OrderedDictionary<string, FeedState> _feeds;

    public FeedsDraft(PlanDraft draft)
    {
        _draft = draft;
        _feeds = new OrderedDictionary<string, FeedState>(draft.Context.Feeds.Count, StringComparer.Ordinal);
        foreach (var feed in draft.Context.Feeds)
        {
            _feeds.TryAdd(feed.Feed.ProviderAccountId, feed);
        }
    }

    public IReadOnlyCollection<FeedState> All => _feeds.Values;

    /// <summary>Each account once; of one listed on several pages what was said last.</summary>
    public static IReadOnlyCollection<ProviderAccount> LastListed(IReadOnlyList<ProviderAccount> accounts)
    {
        var last = new OrderedDictionary<string, ProviderAccount>(accounts.Count, StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            last[account.ProviderAccountId] = account;
        }

        return last.Values;
    }

    /// <summary>The feed of a provider's account id; null for one that nobody listed, or not even named.</summary>
    public FeedState? Find(string? providerAccountId) =>
        string.IsNullOrEmpty(providerAccountId) ? null : _feeds.GetValueOrDefault(providerAccountId);

    /// <summary>
    /// Takes in accounts as the provider lists them. A new account needs a currency, never a default: its balance's,
    /// else that of its first readable record (<paramref name="currencyOfRecords"/>). With neither it is not made yet:
    /// there is nothing readable to hang on it, and it is tried again with the next list.
    /// </summary>
    public void TakeIn(
        IReadOnlyCollection<ProviderAccount> accounts,
        IReadOnlyDictionary<string, Currency> currencyOfRecords
    )
    {
        foreach (var account in accounts)
        {
            if (_feeds.TryGetValue(account.ProviderAccountId, out var known))
            {
                _feeds[account.ProviderAccountId] = BroughtUpToDate(known, account);
            }
            else if (CurrencyOf(account, currencyOfRecords) is { } currency)
            {
                _feeds.Add(account.ProviderAccountId, Made(account, currency));
            }
        }
    }

    /// <summary>Marks feeds missing from a complete list as gone.</summary>
    public void MarkGone(IReadOnlyCollection<ProviderAccount> completeList)
    {
        var listed = completeList.Select(account => account.ProviderAccountId).ToHashSet(StringComparer.Ordinal);
        foreach (var state in _feeds.Values.Where(s => !listed.Contains(s.Feed.ProviderAccountId)).ToList())
        {
            if (state.Feed.GoneSince is not null)
            {
                continue;
            }

            var gone = state.Feed with { GoneSince = _draft.Context.Now };
            _feeds[gone.ProviderAccountId] = state with { Feed = gone };
            _draft.Change(gone);
            _draft.Tell(gone.AccountId, "gone");
            PlanFindings.AccountGone(_draft, state);
        }
    }

    private static Currency? CurrencyOf(
        ProviderAccount account,
        IReadOnlyDictionary<string, Currency> currencyOfRecords
    ) =>
        account.Balance?.Currency
        ?? (currencyOfRecords.TryGetValue(account.ProviderAccountId, out var currency) ? currency : null);

    private FeedState Made(ProviderAccount listed, Currency currency)
    {
        var context = _draft.Context;
        var account = new Account(
            DerivedIds.Account(context, listed.ProviderAccountId),
            listed.Name,
            listed.OfficialName,
            listed.Mask,
            listed.Kind,
            listed.Subtype,
            currency
        );
        var feed = new Feed(
            DerivedIds.Feed(context, listed.ProviderAccountId),
            context.ConnectionId,
            account.Id,
            listed.ProviderAccountId,
            listed.PersistentAccountId,
            listed.Name,
            listed.Mask,
            Since: context.Now
        );
        _draft.Add(account, feed);
        return new FeedState(feed, account, LastBalance: null);
    }

    private FeedState BroughtUpToDate(FeedState known, ProviderAccount listed)
    {
        var feed = known.Feed with
        {
            Name = listed.Name,
            Mask = listed.Mask ?? known.Feed.Mask,
            PersistentAccountId = listed.PersistentAccountId ?? known.Feed.PersistentAccountId,
            GoneSince = null,
        };
        var account = Renamed(known, feed, listed);
        if (feed != known.Feed)
        {
            _draft.Change(feed);
        }

        if (account != known.Account)
        {
            _draft.Change(account);
        }

        if (known.Feed.GoneSince is not null)
        {
            _draft.Tell(account.Id, "returned");
            _draft.Resolve(PlanFindings.AccountGoneId(known));
        }
        else if (account != known.Account)
        {
            _draft.Tell(account.Id, account.Name != known.Account.Name ? "renamed" : "changed");
        }

        return known with
        {
            Feed = feed,
            Account = account,
        };
    }

    // Only what this feed says differently than before: two feeds that name one account differently would rename it in
    // turns for ever. A name that a person gave stays. Kind and currency decide signs and sums and never change.
    private static Account Renamed(FeedState known, Feed feed, ProviderAccount listed)
    {
        var account = known.Account;
        var takesName = !account.IsNamedByPerson && feed.Name != known.Feed.Name;
        return account with
        {
            Name = takesName ? feed.Name : account.Name,
            Mask = feed.Mask != known.Feed.Mask ? feed.Mask : account.Mask,
            OfficialName = listed.OfficialName ?? account.OfficialName,
            Subtype = listed.Subtype ?? account.Subtype,
        };
    }
}
