using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Plan;

namespace Mingus.Simulation.Memory;

/// <summary>Writes a plan into a user's ledger, as the statements of the real store do.</summary>
internal static class PlanWriter
{
    public static void Write(UserLedger user, SyncPlan plan)
    {
        foreach (var account in plan.NewAccounts.Concat(plan.ChangedAccounts))
        {
            user.Accounts[account.Id] = account;
        }

        foreach (var feed in plan.NewFeeds)
        {
            user.Feeds[feed.Id] = feed;
        }

        WriteFeeds(user, plan);
        foreach (var change in plan.Records)
        {
            user.Put(change.After);
        }

        foreach (var balance in plan.Balances)
        {
            AddBalance(user, balance);
        }

        foreach (var coverage in plan.Coverage)
        {
            user.Coverage[coverage.FeedId] = coverage;
        }

        WriteQuarantine(user, plan);
        WriteFindings(user, plan);
        WriteMatches(user, plan);
    }

    /// <summary>Closes those that are open.</summary>
    public static void Close(UserLedger user, IEnumerable<FindingId> findings, FindingState state)
    {
        foreach (var id in findings)
        {
            if (user.Findings.TryGetValue(id, out var known) && known.State == FindingState.Open)
            {
                user.Findings[id] = known with { State = state };
            }
        }
    }

    // Which account a feed shows is said by a link only.
    private static void WriteFeeds(UserLedger user, SyncPlan plan)
    {
        foreach (var feed in plan.ChangedFeeds)
        {
            user.Feeds[feed.Id] = feed with
            {
                AccountId = user.Feeds[feed.Id].AccountId,
                LinkedByPerson = user.Feeds[feed.Id].LinkedByPerson,
            };
        }

        foreach (var moved in plan.MovedFeeds)
        {
            var from = user.Feeds[moved.Id];
            foreach (var finding in user.Findings.Values.Where(f => IsOf(f.AccountId, f.ConnectionId)).ToList())
            {
                user.Findings[finding.Id] = finding with { AccountId = moved.AccountId };
            }

            foreach (var item in user.Quarantine.Values.Where(q => IsOf(q.AccountId, q.ConnectionId)).ToList())
            {
                user.Quarantine[item.Id] = item with { AccountId = moved.AccountId };
            }

            bool IsOf(AccountId? account, ConnectionId? connection) =>
                account == from.AccountId && connection == from.ConnectionId;

            user.Feeds[moved.Id] = user.Feeds[moved.Id] with
            {
                AccountId = moved.AccountId,
                LinkedByPerson = moved.LinkedByPerson,
            };
            if (user.Balances.TryGetValue(moved.Id, out var balances))
            {
                user.Balances[moved.Id] = [.. balances.Select(b => b with { AccountId = moved.AccountId })];
            }
        }
    }

    private static void AddBalance(UserLedger user, BalanceSnapshot balance)
    {
        if (!user.Feeds.TryGetValue(balance.FeedId, out var feed))
        {
            return;
        }

        if (!user.Balances.TryGetValue(balance.FeedId, out var known))
        {
            user.Balances[balance.FeedId] = known = [];
        }

        known.Add(balance with { AccountId = feed.AccountId });
    }

    private static void WriteQuarantine(UserLedger user, SyncPlan plan)
    {
        foreach (var (connectionId, id) in plan.Readable)
        {
            foreach (
                var item in user
                    .Quarantine.Values.Where(q => q.ConnectionId == connectionId && q.ProviderTransactionId == id)
                    .ToList()
            )
            {
                user.Quarantine.Remove(item.Id);
            }
        }

        foreach (var item in plan.Quarantine)
        {
            user.Quarantine[item.Id] = user.Quarantine.TryGetValue(item.Id, out var known)
                ? item with
                {
                    At = known.At,
                }
                : item;
        }
    }

    private static void WriteFindings(UserLedger user, SyncPlan plan)
    {
        foreach (var finding in plan.Findings)
        {
            if (!user.Findings.TryGetValue(finding.Id, out var known))
            {
                user.Findings[finding.Id] = finding;
            }
            else if (known.State == FindingState.Resolved)
            {
                user.Findings[finding.Id] = finding with
                {
                    AccountId = known.AccountId,
                    ConnectionId = known.ConnectionId,
                };
            }
        }

        foreach (var decision in plan.Decisions)
        {
            user.Decisions[decision.Id] = decision;
        }
    }

    private static void WriteMatches(UserLedger user, SyncPlan plan)
    {
        foreach (var restored in plan.Restored)
        {
            user.Redirects.Remove(restored);
            foreach (var carried in user.Notes.Where(n => n.Value.CarriedFrom == restored).ToList())
            {
                user.Notes.Remove(carried.Key);
            }
        }

        foreach (var restored in plan.RestoredAccounts)
        {
            user.AccountRedirects.Remove(restored);
        }

        foreach (var redirect in plan.Redirects)
        {
            user.Redirects[redirect.Old] = redirect.New;
            if (user.Notes.TryGetValue(redirect.Old, out var note))
            {
                user.Notes.TryAdd(redirect.New, note with { CarriedFrom = redirect.Old });
            }
        }

        foreach (var redirect in plan.AccountRedirects)
        {
            user.AccountRedirects[redirect.Old] = redirect.New;
            foreach (var finding in user.Findings.Values.Where(f => f.AccountId == redirect.Old).ToList())
            {
                user.Findings[finding.Id] = finding with { AccountId = redirect.New };
            }
        }

        foreach (var link in plan.AccountLinks)
        {
            if (!user.Links.TryGetValue(link.Id, out var known))
            {
                user.Links[link.Id] = link;
            }
            else if (link.State != LinkState.Suggested)
            {
                user.Links[link.Id] = link with { Score = link.Score ?? known.Score, FeedId = known.FeedId };
            }
        }

        foreach (var undone in plan.Undone)
        {
            user.Decisions[undone] = user.Decisions[undone] with { UndoneBy = plan.Decisions[0].Id };
        }

        WriteWords(user, plan);
    }

    private static void WriteWords(UserLedger user, SyncPlan plan)
    {
        foreach (var asked in plan.Suggestions)
        {
            if (!user.Questions.TryGetValue(asked.Id, out var known))
            {
                user.Questions[asked.Id] = new Question(asked, LinkState.Suggested, null);
            }
            else if (known.State == LinkState.Suggested)
            {
                var moved = known.Suggestion with { One = asked.One, Other = asked.Other, AccountId = asked.AccountId };
                user.Questions[asked.Id] = known with { Suggestion = moved };
            }
        }

        foreach (var (account, state) in plan.MatchStates)
        {
            user.MatchStates[account] = state;
        }

        foreach (var answer in plan.DuplicateAnswers)
        {
            if (user.Questions.TryGetValue(answer.Id, out var known))
            {
                user.Questions[answer.Id] = known with { State = answer.State, DecisionId = answer.DecisionId };
            }
        }

        foreach (var pair in plan.PersonPairs)
        {
            user.Said.Remove((pair.One, pair.Other));
            if (pair.Word is not null)
            {
                user.Said[(pair.One, pair.Other)] = pair;
            }
        }
    }
}
