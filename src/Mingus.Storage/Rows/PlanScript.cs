using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>The parts that the scripts of several writes have in common.</summary>
internal static class PlanScript
{
    /// <summary>
    /// Takes the user's row: the first statement of every write of a user. It makes room for the events and, where
    /// <paramref name="moves"/> says that slices loaded before are stale now, counts the user's version.
    /// </summary>
    public static Script TakeUser(
        this Script script,
        UserId userId,
        int events,
        bool moves,
        UserState state,
        Refusal refusal = Refusal.Unknown
    )
    {
        var seen = state.Version;
        return script.Require(
            Sql.TakeUser,
            refusal,
            args =>
            {
                args.Long("version_step", moves ? 1 : 0);
                args.Long("event_count", events);
                args.Long("user_id", userId.Value);
                args.Long("seen_version", seen);
            },
            state.Read
        );
    }

    /// <summary>Writes events under the sequences that <see cref="TakeUser"/> made room for, and puts them into the
    /// outbox of the tenant's webhooks.</summary>
    public static Script AddEvents(this Script script, UserId userId, IReadOnlyList<LedgerEvent> events)
    {
        if (events.Count == 0)
        {
            return script;
        }

        // Written as JSON here: binders run where others wait.
        var rows = events.Select((e, i) => (Event: e, After: events.Count - 1 - i, Json: EventJson.Write(e))).ToList();
        script.RunEach(
            Sql.AddEvent,
            rows,
            args => args.Long("user_id", userId.Value),
            (args, row) =>
            {
                args.Long("events_after", row.After);
                args.Text("type", row.Event.Type);
                args.Id("account_id", row.Event.AccountId?.Value);
                args.Instant("at", row.Event.At);
                args.Utf8("data", row.Json);
            }
        );
        return script.Run(
            Sql.AddDeliveries,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Long("event_count", events.Count);
            }
        );
    }

    /// <summary>Writes everything a plan says, but its cursor, events and counts.</summary>
    public static Script AddPlan(this Script script, UserId userId, SyncPlan plan)
    {
        void OfUser(IArgs args) => args.Long("user_id", userId.Value);

        return script
            .RunEach(Sql.AddAccount, plan.NewAccounts, OfUser, AccountRows.BindNew)
            .RunEach(Sql.SaveAccount, plan.ChangedAccounts, OfUser, AccountRows.Bind)
            .RunEach(Sql.AddFeed, plan.NewFeeds, OfUser, AccountRows.BindNewFeed)
            .RunEach(Sql.SaveFeed, plan.ChangedFeeds, OfUser, AccountRows.BindFeed)
            .RunEach(Sql.MoveFeedFindings, plan.MovedFeeds, OfUser, AccountRows.BindMove)
            .RunEach(Sql.MoveFeedQuarantine, plan.MovedFeeds, OfUser, AccountRows.BindMove)
            .RunEach(Sql.MoveFeed, plan.MovedFeeds, OfUser, AccountRows.BindMoved)
            .RunEach(Sql.MoveBalances, plan.MovedFeeds, OfUser, AccountRows.BindMove)
            .RunEach(Sql.SaveRecord, Stored(plan), OfUser, RecordRows.BindStored)
            .AddEach(Sql.AddRecord, New(plan), Refusal.SliceStale, OfUser, RecordRows.BindNew)
            .RunEach(Sql.AddBalance, plan.Balances, OfUser, AccountRows.BindBalance)
            .RunEach(Sql.SaveCoverage, plan.Coverage, OfUser, CoverageRows.Bind)
            .RunEach(
                Sql.ReleaseQuarantine,
                plan.Readable,
                OfUser,
                (args, name) =>
                {
                    args.Id("connection_id", name.ConnectionId.Value);
                    args.Text("provider_transaction_id", name.ProviderTransactionId);
                }
            )
            .RunEach(Sql.AddQuarantine, plan.Quarantine, OfUser, FindingRows.BindQuarantine)
            .RunEach(Sql.OpenFinding, plan.Findings, OfUser, FindingRows.Bind)
            .RunEach(Sql.AddValidation, plan.Validations, OfUser, ValidationRows.Bind)
            .RunEach(Sql.AddDecision, Decided(plan), OfUser, FindingRows.BindDecision)
            .AddMatches(userId, plan);
    }

    // What matching and people decided: ids that lead on, questions and answers, what is remembered.
    private static Script AddMatches(this Script script, UserId userId, SyncPlan plan)
    {
        void OfUser(IArgs args) => args.Long("user_id", userId.Value);

        return script
            .RunEach(
                Sql.DeleteRedirect,
                plan.Restored,
                OfUser,
                static (args, transactionId) => args.Id("old_id", transactionId.Value)
            )
            .RunEach(
                Sql.ReturnAnnotation,
                plan.Restored,
                OfUser,
                static (args, transactionId) => args.Id("old_id", transactionId.Value)
            )
            .RunEach(
                Sql.DeleteRedirect,
                plan.RestoredAccounts,
                OfUser,
                static (args, accountId) => args.Id("old_id", accountId.Value)
            )
            .RunEach(Sql.AddRedirect, plan.Redirects, OfUser, MatchRows.Bind)
            .RunEach(Sql.CarryAnnotation, plan.Redirects, OfUser, MatchRows.BindMove)
            .RunEach(Sql.AddRedirect, plan.AccountRedirects, OfUser, MatchRows.Bind)
            .RunEach(Sql.SaveAccountLink, plan.AccountLinks, OfUser, LinkRows.Bind)
            .RunEach(Sql.MoveFindings, plan.AccountRedirects, OfUser, MatchRows.BindMove)
            .RunEach(Sql.UndoDecision, Undone(plan), OfUser, MatchRows.BindUndone)
            .RunEach(Sql.AddSuggestion, plan.Suggestions, OfUser, MatchRows.Bind)
            .RunEach(Sql.SaveMatchState, MatchRows.Write(plan.MatchStates), OfUser, MatchRows.Bind)
            .AddPersonsWords(userId, plan);
    }

    private static Script AddPersonsWords(this Script script, UserId userId, SyncPlan plan)
    {
        void OfUser(IArgs args) => args.Long("user_id", userId.Value);

        return script
            .RunEach(Sql.AnswerSuggestion, plan.DuplicateAnswers, OfUser, DecisionRows.Bind)
            .RunEach(Sql.HideTransaction, plan.Hidden, OfUser, DecisionRows.Bind)
            .RunEach(
                Sql.SavePersonPair,
                [.. plan.PersonPairs.Where(static pair => pair.Word is not null)],
                OfUser,
                DecisionRows.BindWord
            )
            .RunEach(
                Sql.DeletePersonPair,
                [.. plan.PersonPairs.Where(static pair => pair.Word is null)],
                OfUser,
                DecisionRows.Bind
            );
    }

    /// <summary>Writes what the schedule learned with a commit, where it learned something.</summary>
    public static Script AddRhythm(this Script script, SyncCommit commit, DateTimeOffset now) =>
        commit.Rhythm is not { } rhythm
            ? script
            : script.Run(
                Sql.SaveRhythm,
                args =>
                {
                    ConnectionRows.Key(args, commit.Connection.UserId, commit.Connection.Id);
                    args.Instant("now", now);
                    args.Bytes("rhythm", rhythm);
                }
            );

    /// <summary>Closes open findings, each of which must still be open.</summary>
    public static Script CloseFindings(
        this Script script,
        UserId userId,
        IReadOnlyList<FindingId> findings,
        FindingState state
    )
    {
        foreach (var finding in findings)
        {
            script.Require(
                Sql.CloseFinding,
                Refusal.Moved,
                args =>
                {
                    args.Word("state", state);
                    args.Long("user_id", userId.Value);
                    args.Id("finding_id", finding.Value);
                }
            );
        }

        return script;
    }

    /// <summary>Resolves those of the findings that are still open.</summary>
    public static Script ResolveFindings(this Script script, UserId userId, IReadOnlyList<FindingId> findings) =>
        script.RunEach(
            Sql.CloseFinding,
            findings,
            args =>
            {
                args.Word("state", FindingState.Resolved);
                args.Long("user_id", userId.Value);
            },
            (args, finding) => args.Id("finding_id", finding.Value)
        );

    /// <summary>Ends a run that still has that status.</summary>
    public static Script EndRun(this Script script, Run run, RunStatus status, DateTimeOffset now) =>
        script.Require(
            Sql.EndRun,
            Refusal.Moved,
            args =>
            {
                args.Word("status", status);
                args.Instant("now", now);
                args.Long("user_id", run.UserId.Value);
                args.Id("run_id", run.Id.Value);
                args.Word("from_status", run.Status);
            }
        );

    private static List<(Decision, byte[])> Decided(SyncPlan plan) =>
        [.. plan.Decisions.Select(static decision => (decision, FindingRows.WriteReasons(decision)))];

    // The plan's first decision is the one that takes the others back.
    private static List<(DecisionId, DecisionId)> Undone(SyncPlan plan) =>
        [.. plan.Undone.Select(undone => (undone, plan.Decisions[0].Id))];

    private static List<LedgerRecord> New(SyncPlan plan) =>
        [.. plan.Records.Where(c => c.Before is null).Select(c => c.After)];

    private static List<(long, LedgerRecord)> Stored(SyncPlan plan) =>
        [.. plan.Records.Where(c => c.Before is not null).Select(c => (RowNumberOf(c), c.After))];

    private static long RowNumberOf(RecordChange change) =>
        change.Before!.RowNumber > 0
            ? change.Before.RowNumber
            : throw new ArgumentException("A change of a stored record begins at the row it was loaded from.");
}

/// <summary>The user's row as a script found it: the version to insist on before, and what stands there
/// after.</summary>
internal sealed class UserState(long? seenVersion = null)
{
    /// <summary>Before the script: the version that must stand there, null for any. After it: the version.</summary>
    public long? Version { get; private set; } = seenVersion;

    public long LastSequence { get; private set; }

    public void Read(IRow row)
    {
        LastSequence = row.Long(0);
        Version = row.Long(1);
    }
}
