using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Validate;

/// <summary>What a validation of some accounts found, and the user's version it was found at.</summary>
internal sealed record Validated(IReadOnlyList<AccountValidation> Accounts, long UserVersion);

/// <summary>
/// Runs the checks over accounts of one user: one walk through the records, a page at a time, then the decisions. It
/// holds no lock; if the ledger moved under it, the commit refuses what it found.
/// </summary>
internal sealed class Validator(
    IValidationStore validations,
    IDecisionStore decisions,
    ILedgerQueries queries,
    IReadOnlyList<ILedgerCheck> checks,
    TimeProvider time
)
{
    private const int PageRecords = 2_000;
    private const int PageDecisions = 500;

    /// <summary>Looks at the accounts; <paramref name="onPage"/> is told how many records were read.</summary>
    public async Task<Validated> Validate(
        UserId userId,
        IReadOnlyList<AccountId> accounts,
        ValidationLevel level,
        Func<int, ValueTask> onPage,
        CancellationToken cancellationToken
    )
    {
        var startedAt = time.Now();
        var began = time.GetTimestamp();
        var remembered = await decisions.LoadRecords(userId, [], [], cancellationToken);
        var looks = new Dictionary<AccountId, Look>();
        foreach (var accountId in accounts)
        {
            if ((await queries.Account(userId, accountId, cancellationToken)).Value is { } view)
            {
                looks[view.Account.Id] = Begin(view, level, remembered, startedAt);
            }
        }

        await WalkRecords(userId, looks, onPage, cancellationToken);
        foreach (var (accountId, look) in looks)
        {
            await WalkDecisions(userId, accountId, look, cancellationToken);
        }

        var found = new List<AccountValidation>();
        foreach (var (accountId, look) in looks)
        {
            var standing = await validations.Standing(userId, accountId, cancellationToken);
            var results = look.Passes.Select(Conclude).ToList();
            var took = (long)time.GetElapsedTime(began).TotalMilliseconds;
            found.Add(new AccountValidation(accountId, level, startedAt, took, results, standing));
        }

        return new Validated(found, remembered.UserVersion);
    }

    private Look Begin(AccountView view, ValidationLevel level, LedgerSlice remembered, DateTimeOffset now)
    {
        var context = new CheckContext(
            view.Account,
            level,
            [
                .. view.Feeds.Select(feed => new CheckedFeed(
                    feed.Feed,
                    feed.History(view.Account.Kind),
                    view.Balance is { } balance && balance.FeedId == feed.Feed.Id ? balance.Limit : null
                )),
            ],
            remembered.MatchStates.GetValueOrDefault(view.Account.Id),
            remembered.PersonPairs,
            now
        );
        return new Look([
            .. checks
                .Where(check => check.SeverityAt(level) is not null)
                .Select(check => new Timed(check, check.Begin(context))),
        ]);
    }

    private async Task WalkRecords(
        UserId userId,
        Dictionary<AccountId, Look> looks,
        Func<int, ValueTask> onPage,
        CancellationToken cancellationToken
    )
    {
        var (after, read) = (default(WalkPosition), 0);
        var transaction = new List<LedgerRecord>();
        for (var isEnd = false; !isEnd; )
        {
            var page = await validations.Walk(userId, after, PageRecords, cancellationToken);
            isEnd = page.Count < PageRecords;
            read += page.Count;
            var whole = new List<IReadOnlyList<LedgerRecord>>();
            foreach (var record in page)
            {
                if (transaction.Count > 0 && transaction[0].TransactionId != record.TransactionId)
                {
                    whole.Add(transaction);
                    transaction = [];
                }

                transaction.Add(record);
            }

            if (isEnd && transaction.Count > 0)
            {
                whole.Add(transaction);
            }

            See(looks, whole);
            after = page.Count > 0 ? WalkPosition.Of(page[^1]) : after;
            await onPage(read);
        }
    }

    private void See(Dictionary<AccountId, Look> looks, List<IReadOnlyList<LedgerRecord>> transactions)
    {
        foreach (var (accountId, look) in looks)
        {
            var own = transactions.FindAll(records => Concerns(records, accountId));
            foreach (var pass in look.Passes)
            {
                var began = time.GetTimestamp();
                foreach (var records in own)
                {
                    pass.Pass.See(records);
                }

                pass.Took += time.GetElapsedTime(began);
            }
        }
    }

    private static bool Concerns(IReadOnlyList<LedgerRecord> records, AccountId accountId)
    {
        foreach (var record in records)
        {
            if (record.AccountId == accountId)
            {
                return true;
            }
        }

        return false;
    }

    private async Task WalkDecisions(UserId userId, AccountId accountId, Look look, CancellationToken cancellationToken)
    {
        for (string? after = null; ; )
        {
            var request = new PageRequest(PageDecisions, after);
            var page = (await decisions.Decisions(userId, accountId, request, cancellationToken)).Value;
            foreach (var pass in look.Passes)
            {
                var began = time.GetTimestamp();
                foreach (var decision in page.Items)
                {
                    pass.Pass.See(decision);
                }

                pass.Took += time.GetElapsedTime(began);
            }

            if ((after = page.Next) is null)
            {
                return;
            }
        }
    }

    private CheckedBy Conclude(Timed pass)
    {
        var began = time.GetTimestamp();
        var outcome = pass.Pass.Conclude();
        return new CheckedBy(pass.Check, outcome, (long)(pass.Took + time.GetElapsedTime(began)).TotalMilliseconds);
    }

    private sealed record Look(IReadOnlyList<Timed> Passes);

    private sealed class Timed(ILedgerCheck check, ICheckPass pass)
    {
        public ILedgerCheck Check => check;

        public ICheckPass Pass => pass;

        public TimeSpan Took { get; set; }
    }
}
