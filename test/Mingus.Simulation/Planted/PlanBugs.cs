using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Planted;

/// <summary>Bugs in what a plan says.</summary>
internal static class PlanBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("half a plan", 1, "Only the first half of the records of a plan is written.")
        {
            Commit = Told(Of(static (p, _) => p with { Records = [.. p.Records.Take(p.Records.Count / 2)] })),
        },
        new("cursor first", 1, "The cursor is written, and the changes that belong to it are not.")
        {
            Commit = Told(Of(static (p, _) => p.NextCursor is null ? p : p with { Records = [] })),
        },
        new("cursor forgotten", 1, "Changes are written without the cursor that belongs to them.")
        {
            Commit = static (c, user) =>
                c.Plan.Records.Count == 0
                    ? c
                    : c with
                    {
                        Plan = c.Plan with { NextCursor = null },
                        Connection = c.Connection with { Cursor = user.Connections[c.Connection.Id].Connection.Cursor },
                    },
        },
        new("live record removed", 1, "A commit withdraws a record that the bank still has.") { Commit = RemoveOne },
        new("quarantine lost", 1, "What cannot be read is not put aside.")
        {
            Commit = Of(static (p, _) => p with { Quarantine = [] }),
        },
        new("nothing shown", 2, "A new record is not the one shown of its transaction.")
        {
            Commit = Records(static c => c.Kind == ChangeKind.Added ? c.After with { IsPrimary = false } : c.After),
        },
        new("all shown", 2, "Every live record of a transaction is shown.")
        {
            Commit = Records(static c => c.After.IsLive ? c.After with { IsPrimary = true } : c.After),
        },
        new("withdrawn still shown", 2, "A withdrawn record stays the one shown.")
        {
            Commit = Records(static c => c.Kind == ChangeKind.Removed ? c.After with { IsPrimary = true } : c.After),
        },
        new("balance not stored", 3, "A balance is believed and not written.")
        {
            Commit = Of(static (p, _) => p with { Balances = [] }),
        },
        new("twins joined", 4, "Two posted records of one feed and amount are joined without evidence.")
        {
            Commit = Told(JoinTwins),
        },
        new("matching forgets", 5, "What matching remembers of an account is not written.")
        {
            Commit = Of(static (p, _) => p with { MatchStates = new Dictionary<AccountId, AccountMatchState>() }),
        },
        new("difference hidden", 5, "The finding that a balance is off is not written.")
        {
            Commit = Of(
                static (p, _) => p with { Findings = [.. p.Findings.Where(static f => f.Check != "balance_differs")] }
            ),
        },
        new("difference forgotten", 5, "A balance that is off is remembered as right.") { Commit = ForgetOff },
        new("balance swapped", 5, "A balance has the wrong sign.")
        {
            Commit = Of(
                static (p, _) =>
                    p with
                    {
                        Balances =
                        [
                            .. p.Balances.Select(static b =>
                                b with
                                {
                                    Current = new Money(-b.Current.Minor, b.Current.Currency),
                                }
                            ),
                        ],
                    }
            ),
        },
        new("balance of yesterday", 5, "A balance is dated before the one that came earlier.")
        {
            Commit = static (c, user) =>
                user.Version % 2 == 0
                    ? c
                    : c with
                    {
                        Plan = c.Plan with
                        {
                            Balances =
                            [
                                .. c.Plan.Balances.Select(b =>
                                    user.Balances.ContainsKey(b.FeedId) ? b with { AsOf = b.AsOf.AddDays(-3) } : b
                                ),
                            ],
                        },
                    },
        },
        new("difference resolved", 5, "The finding that a balance is off is resolved while it is off.")
        {
            Commit = Of(
                static (p, user) =>
                    p with
                    {
                        Findings = [.. p.Findings.Where(static f => f.Check != "balance_differs")],
                        Resolved =
                        [
                            .. p.Resolved,
                            .. user
                                .Findings.Values.Where(static f => f.Check == "balance_differs")
                                .Select(static f => f.Id),
                        ],
                    }
            ),
        },
        new("a day too much", 6, "Coverage claims the day after the last one read.")
        {
            Commit = Coverage(static c =>
                c.Proved.To is { } to ? c.Proved.Add(new DateInterval(to.AddDays(1), to.AddDays(1))) : c.Proved
            ),
        },
        new("days before all", 6, "Coverage claims days that nobody asked for.")
        {
            Commit = Coverage(static c =>
                c.Proved.Add(new DateInterval(c.AskedFrom.AddDays(-9), c.AskedFrom.AddDays(-5)))
            ),
        },
        new("coverage forgets", 6, "Coverage keeps its last day only.")
        {
            Commit = Coverage(static c => c.Proved.To is { } to ? CoverageMap.Of(new DateInterval(to, to)) : c.Proved),
        },
        new("coverage too early", 6, "Coverage claims the whole history while a part of it is there.")
        {
            Commit = static (c, user) =>
                c.Connection.History == HistoryStatus.Complete
                    ? c
                    : Coverage(static f =>
                        f.Proved.To is { } to && f.AskedFrom < to
                            ? f.Proved.Add(new DateInterval(f.AskedFrom, to))
                            : f.Proved
                    )(c, user),
        },
        new("redirect forgotten", 7, "A transaction that joins another leaves no redirect.")
        {
            Commit = Of(static (p, _) => p with { Redirects = [], Decisions = [] }),
            Decision = static (p, _) => p with { Redirects = [] },
        },
        new("new id at posting", 7, "A posted record begins a transaction of its own.")
        {
            Commit = Told(
                Records(static c =>
                    c.Kind is ChangeKind.Posted or ChangeKind.Amended
                        ? c.After with
                        {
                            TransactionId = new TransactionId(
                                PrefixedId.Derive(c.After.FirstSeenAt, $"again {c.After.ProviderTransactionId}")
                            ),
                        }
                        : c.After
                )
            ),
        },
        new("id used again", 7, "A new record takes the transaction of another.") { Commit = Told(TakeId) },
        new("record at another's feed", 10, "A record is written to a feed of somebody else.")
        {
            Commit = Records(static c =>
                c.After with
                {
                    FeedId = new FeedId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 0, 1])),
                }
            ),
        },
    ];

    private static Func<SyncCommit, UserLedger, SyncCommit> Of(Func<SyncPlan, UserLedger, SyncPlan> change) =>
        (commit, user) => commit with { Plan = change(commit.Plan, user) };

    private static Func<SyncCommit, UserLedger, SyncCommit> Records(Func<RecordChange, LedgerRecord> after) =>
        Of((p, _) => p with { Records = [.. p.Records.Select(c => c with { After = after(c) })] });

    private static Func<SyncCommit, UserLedger, SyncCommit> Coverage(Func<FeedCoverage, CoverageMap> proved) =>
        Of((p, _) => p with { Coverage = [.. p.Coverage.Select(c => c with { Proved = proved(c) })] });

    // What is told fits what is written, so that the bug itself has to be seen and not its noise.
    private static Func<SyncCommit, UserLedger, SyncCommit> Told(Func<SyncCommit, UserLedger, SyncCommit> change) =>
        (commit, user) =>
        {
            var changed = change(commit, user);
            var ids = changed.Plan.Records.Select(static c => PrefixedId.Format(c.After.TransactionId)).Distinct();
            var told = new LedgerEvent(LedgerEvents.TransactionsChanged, commit.LeaseUntil)
            {
                Members = new Dictionary<string, object>(StringComparer.Ordinal) { ["transactionIds"] = ids.ToList() },
            };
            return changed with
            {
                Events = [.. changed.Events.Where(static e => e.Type != LedgerEvents.TransactionsChanged), told],
            };
        };

    private static SyncCommit RemoveOne(SyncCommit commit, UserLedger user)
    {
        var touched = commit.Plan.Records.Select(static c => RecordKey.Of(c.After)).ToHashSet();
        var victim = user.Records.Values.FirstOrDefault(r =>
            r.IsLive
            && user.Feeds[r.FeedId].ConnectionId == commit.Connection.Id
            && !touched.Contains(RecordKey.Of(r))
            && user.MembersOf(r.TransactionId).Count == 1
        );
        if (commit.Plan.Records.Count == 0 || victim is null)
        {
            return commit;
        }

        var gone = victim with { RemovedAt = victim.UpdatedAt, IsPrimary = false };
        var told = new LedgerEvent(LedgerEvents.TransactionsChanged, victim.UpdatedAt)
        {
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["transactionIds"] = new List<string> { PrefixedId.Format(victim.TransactionId) },
            },
        };
        return commit with
        {
            Plan = commit.Plan with
            {
                Records = [.. commit.Plan.Records, new RecordChange(ChangeKind.Removed, gone, victim)],
            },
            Events = [.. commit.Events, told],
        };
    }

    private static SyncCommit JoinTwins(SyncCommit commit, UserLedger user)
    {
        var posted = commit
            .Plan.Records.Where(static c => c is { Kind: ChangeKind.Added, After.Status: RecordStatus.Posted })
            .GroupBy(static c => (c.After.FeedId, c.After.Content.Amount))
            .FirstOrDefault(static g => g.Count() > 1);
        if (posted is null)
        {
            return commit;
        }

        var (first, second) = (posted.First(), posted.Last());
        var joined = second with
        {
            After = second.After with { TransactionId = first.After.TransactionId, IsPrimary = false },
        };
        return commit with
        {
            Plan = commit.Plan with { Records = [.. commit.Plan.Records.Select(c => c == second ? joined : c)] },
        };
    }

    private static SyncCommit TakeId(SyncCommit commit, UserLedger user)
    {
        var added = commit.Plan.Records.FirstOrDefault(static c => c.Kind == ChangeKind.Amended);
        var other = user.Records.Values.FirstOrDefault(r =>
            added is not null && r.IsLive && r.TransactionId != added.After.TransactionId
        );
        return added is null || other is null
            ? commit
            : Records(c =>
                c == added ? c.After with { TransactionId = other.TransactionId, IsPrimary = false } : c.After
            )(commit, user);
    }

    private static SyncCommit ForgetOff(SyncCommit commit, UserLedger user)
    {
        var states = commit.Plan.MatchStates.ToDictionary(
            static s => s.Key,
            static s =>
                s.Value with
                {
                    Feeds = s.Value.Feeds.ToDictionary(
                        static f => f.Key,
                        static f => f.Value with { Off = 0, OffSince = null }
                    ),
                }
        );
        return commit with
        {
            Plan = commit.Plan with
            {
                MatchStates = states,
                Findings = [.. commit.Plan.Findings.Where(static f => f.Check != "balance_differs")],
            },
        };
    }
}
