namespace Mingus.Storage.Scripts;

/// <summary>A statement by the name of its file, <c>Sql/verb-noun.sql</c>, or one of that name in the engine's
/// folder.</summary>
internal sealed record Statement(string Name, int Index);

/// <summary>Every statement there is. At start each engine loads the file of each; a missing one stops the
/// host.</summary>
internal static class Sql
{
    private static readonly List<Statement> Defined = [];

    public static readonly Statement AbandonRun = Define("abandon-run");
    public static readonly Statement AddAccount = Define("add-account");
    public static readonly Statement AddBalance = Define("add-balance");
    public static readonly Statement AddConnection = Define("add-connection");
    public static readonly Statement AddDecision = Define("add-decision");
    public static readonly Statement AddEvent = Define("add-event");
    public static readonly Statement AddFeed = Define("add-feed");
    public static readonly Statement AddQuarantine = Define("add-quarantine");
    public static readonly Statement AddRecord = Define("add-record");
    public static readonly Statement AddRedirect = Define("add-redirect");
    public static readonly Statement AddRun = Define("add-run");
    public static readonly Statement AddSuggestion = Define("add-suggestion");
    public static readonly Statement AddUser = Define("add-user");
    public static readonly Statement AddValidation = Define("add-validation");
    public static readonly Statement AddWebhook = Define("add-webhook");
    public static readonly Statement AnnotateTransaction = Define("annotate-transaction");
    public static readonly Statement AnswerSuggestion = Define("answer-suggestion");
    public static readonly Statement BeginRun = Define("begin-run");
    public static readonly Statement CarryAnnotation = Define("carry-annotation");
    public static readonly Statement ClaimKey = Define("claim-key");
    public static readonly Statement ClaimQueuedRuns = Define("claim-queued-runs");
    public static readonly Statement CloseFinding = Define("close-finding");
    public static readonly Statement CountMatches = Define("count-matches");
    public static readonly Statement CompleteKey = Define("complete-key");
    public static readonly Statement DeleteConnection = Define("delete-connection");
    public static readonly Statement DeletePersonPair = Define("delete-person-pair");
    public static readonly Statement DeleteRedirect = Define("delete-redirect");
    public static readonly Statement DeleteSettings = Define("delete-settings");
    public static readonly Statement DescribeConnection = Define("describe-connection");
    public static readonly Statement DiscardQuarantine = Define("discard-quarantine");
    public static readonly Statement DisconnectConnection = Define("disconnect-connection");
    public static readonly Statement EditAccount = Define("edit-account");
    public static readonly Statement EndRun = Define("end-run");
    public static readonly Statement EraseAccountLinks = Define("erase-account-links");
    public static readonly Statement EraseAccounts = Define("erase-accounts");
    public static readonly Statement EraseAnnotations = Define("erase-annotations");
    public static readonly Statement EraseBalanceSnapshots = Define("erase-balance-snapshots");
    public static readonly Statement EraseCoverage = Define("erase-coverage");
    public static readonly Statement EraseDecisions = Define("erase-decisions");
    public static readonly Statement EraseNotifications = Define("erase-notifications");
    public static readonly Statement EraseFeeds = Define("erase-feeds");
    public static readonly Statement EraseFindings = Define("erase-findings");
    public static readonly Statement EraseMatchStates = Define("erase-match-states");
    public static readonly Statement ErasePersonPairs = Define("erase-person-pairs");
    public static readonly Statement EraseQuarantine = Define("erase-quarantine");
    public static readonly Statement EraseRecords = Define("erase-records");
    public static readonly Statement EraseRedirects = Define("erase-redirects");
    public static readonly Statement EraseRhythms = Define("erase-rhythms");
    public static readonly Statement EraseRuns = Define("erase-runs");
    public static readonly Statement EraseSchedules = Define("erase-schedules");
    public static readonly Statement EraseSettings = Define("erase-settings");
    public static readonly Statement EraseSuggestions = Define("erase-suggestions");
    public static readonly Statement EraseValidations = Define("erase-validations");
    public static readonly Statement EraseWebhooks = Define("erase-webhooks");
    public static readonly Statement FindAccountLink = Define("find-account-link");
    public static readonly Statement FindAmounts = Define("find-amounts");
    public static readonly Statement FindConnection = Define("find-connection");
    public static readonly Statement FindRecords = Define("find-records");
    public static readonly Statement FindUser = Define("find-user");
    public static readonly Statement FollowWebhook = Define("follow-webhook");
    public static readonly Statement HasAccount = Define("has-account");
    public static readonly Statement KeepLease = Define("keep-lease");
    public static readonly Statement ListAccountFeeds = Define("list-account-feeds");
    public static readonly Statement ListAccountLinks = Define("list-account-links");
    public static readonly Statement ListAccountRuns = Define("list-account-runs");
    public static readonly Statement ListAccounts = Define("list-accounts");
    public static readonly Statement ListActiveRuns = Define("list-active-runs");
    public static readonly Statement ListBalances = Define("list-balances");
    public static readonly Statement ListConnectionRuns = Define("list-connection-runs");
    public static readonly Statement ListConnectionSchedules = Define("list-connection-schedules");
    public static readonly Statement ListConnections = Define("list-connections");
    public static readonly Statement ListConsents = Define("list-consents");
    public static readonly Statement ListDailyBalances = Define("list-daily-balances");
    public static readonly Statement ListDeadRuns = Define("list-dead-runs");
    public static readonly Statement ListDecisions = Define("list-decisions");
    public static readonly Statement ListDueConnections = Define("list-due-connections");
    public static readonly Statement ListDuplicates = Define("list-duplicates");
    public static readonly Statement ListEvents = Define("list-events");
    public static readonly Statement ListFeedRecords = Define("list-feed-records");
    public static readonly Statement ListFeedStates = Define("list-feed-states");
    public static readonly Statement ListFeeds = Define("list-feeds");
    public static readonly Statement ListFindings = Define("list-findings");
    public static readonly Statement ListItemConnections = Define("list-item-connections");
    public static readonly Statement ListLastSequences = Define("list-last-sequences");
    public static readonly Statement ListLiveRecords = Define("list-live-records");
    public static readonly Statement ListMatchStates = Define("list-match-states");
    public static readonly Statement ListNews = Define("list-news");
    public static readonly Statement ListNotifications = Define("list-notifications");
    public static readonly Statement ListOpenFindingIds = Define("list-open-finding-ids");
    public static readonly Statement ListOpenFindings = Define("list-open-findings");
    public static readonly Statement ListPendingTransactions = Define("list-pending-transactions");
    public static readonly Statement ListPersonPairs = Define("list-person-pairs");
    public static readonly Statement ListPostedTransactions = Define("list-posted-transactions");
    public static readonly Statement ListQuarantine = Define("list-quarantine");
    public static readonly Statement ListQuarantinedNames = Define("list-quarantined-names");
    public static readonly Statement ListRhythms = Define("list-rhythms");
    public static readonly Statement ListRuns = Define("list-runs");
    public static readonly Statement ListSchedules = Define("list-schedules");
    public static readonly Statement ListSettings = Define("list-settings");
    public static readonly Statement ListStandingFindings = Define("list-standing-findings");
    public static readonly Statement ListTransactionMatches = Define("list-transaction-matches");
    public static readonly Statement ListTransactionRecords = Define("list-transaction-records");
    public static readonly Statement ListTransactions = Define("list-transactions");
    public static readonly Statement ListUserMatchStates = Define("list-user-match-states");
    public static readonly Statement ListValidations = Define("list-validations");
    public static readonly Statement MoveBalances = Define("move-balances");
    public static readonly Statement MoveFeed = Define("move-feed");
    public static readonly Statement MoveFeedFindings = Define("move-feed-findings");
    public static readonly Statement MoveFeedQuarantine = Define("move-feed-quarantine");
    public static readonly Statement MoveFindings = Define("move-findings");
    public static readonly Statement OpenFinding = Define("open-finding");
    public static readonly Statement ListWindowRecords = Define("list-window-records");
    public static readonly Statement Ping = Define("ping");
    public static readonly Statement PromoteSiblings = Define("promote-siblings");
    public static readonly Statement PruneEvents = Define("prune-events");
    public static readonly Statement PruneKeys = Define("prune-keys");
    public static readonly Statement PruneWebhooks = Define("prune-webhooks");
    public static readonly Statement ReadAccount = Define("read-account");
    public static readonly Statement ReadAccountLink = Define("read-account-link");
    public static readonly Statement ReadAnnotation = Define("read-annotation");
    public static readonly Statement ReadBudget = Define("read-budget");
    public static readonly Statement ReadConnection = Define("read-connection");
    public static readonly Statement ReadDecision = Define("read-decision");
    public static readonly Statement ReadFinding = Define("read-finding");
    public static readonly Statement ReadKey = Define("read-key");
    public static readonly Statement ReadMatchState = Define("read-match-state");
    public static readonly Statement ReadNotification = Define("read-notification");
    public static readonly Statement MarkNotification = Define("mark-notification");
    public static readonly Statement ResolveNotification = Define("resolve-notification");
    public static readonly Statement ResolveNotifications = Define("resolve-notifications");
    public static readonly Statement SaveNotification = Define("save-notification");
    public static readonly Statement ReadQuarantine = Define("read-quarantine");
    public static readonly Statement ReadRedirect = Define("read-redirect");
    public static readonly Statement ReadRhythm = Define("read-rhythm");
    public static readonly Statement ReadRun = Define("read-run");
    public static readonly Statement ReadUser = Define("read-user");
    public static readonly Statement ReadValidation = Define("read-validation");
    public static readonly Statement ReleaseKey = Define("release-key");
    public static readonly Statement ReleaseLease = Define("release-lease");
    public static readonly Statement ReleaseQuarantine = Define("release-quarantine");
    public static readonly Statement RequireNoActiveRun = Define("require-no-active-run");
    public static readonly Statement RescheduleConnection = Define("reschedule-connection");
    public static readonly Statement ReturnAnnotation = Define("return-annotation");
    public static readonly Statement SaveAccount = Define("save-account");
    public static readonly Statement SaveAccountLink = Define("save-account-link");
    public static readonly Statement SaveBudget = Define("save-budget");
    public static readonly Statement SaveConnection = Define("save-connection");
    public static readonly Statement SaveCoverage = Define("save-coverage");
    public static readonly Statement SaveFeed = Define("save-feed");
    public static readonly Statement SaveMatchState = Define("save-match-state");
    public static readonly Statement SavePersonPair = Define("save-person-pair");
    public static readonly Statement SaveProgress = Define("save-progress");
    public static readonly Statement SaveRecord = Define("save-record");
    public static readonly Statement SaveRhythm = Define("save-rhythm");
    public static readonly Statement SaveRun = Define("save-run");
    public static readonly Statement SaveSchedule = Define("save-schedule");
    public static readonly Statement SaveSettings = Define("save-settings");
    public static readonly Statement SearchTransactions = Define("search-transactions");
    public static readonly Statement TakeLease = Define("take-lease");
    public static readonly Statement TakeUser = Define("take-user");
    public static readonly Statement UndoDecision = Define("undo-decision");
    public static readonly Statement WalkRecords = Define("walk-records");

    // Outgoing webhooks.
    public static readonly Statement AddDeliveries = Define("add-deliveries");
    public static readonly Statement AddEndpoint = Define("add-endpoint");
    public static readonly Statement AddTestDelivery = Define("add-test-delivery");
    public static readonly Statement ClaimDeliveries = Define("claim-deliveries");
    public static readonly Statement DeleteDeliveries = Define("delete-deliveries");
    public static readonly Statement DeleteEndpoint = Define("delete-endpoint");
    public static readonly Statement DisableEndpoint = Define("disable-endpoint");
    public static readonly Statement FinishDelivery = Define("finish-delivery");
    public static readonly Statement HideTransaction = Define("hide-transaction");
    public static readonly Statement JudgeEndpoint = Define("judge-endpoint");
    public static readonly Statement ListDeliveries = Define("list-deliveries");
    public static readonly Statement ListEndpoints = Define("list-endpoints");
    public static readonly Statement PeekDeliveries = Define("peek-deliveries");
    public static readonly Statement PruneDeliveries = Define("prune-deliveries");
    public static readonly Statement ReadDelivery = Define("read-delivery");
    public static readonly Statement ReadDueDelivery = Define("read-due-delivery");
    public static readonly Statement ReadEndpoint = Define("read-endpoint");
    public static readonly Statement ReplayDelivery = Define("replay-delivery");
    public static readonly Statement ReplayFailed = Define("replay-failed");
    public static readonly Statement ReplayMissed = Define("replay-missed");
    public static readonly Statement RotateEndpoint = Define("rotate-endpoint");
    public static readonly Statement SaveEndpoint = Define("save-endpoint");

    // Logins.
    public static readonly Statement AddOperator = Define("add-operator");
    public static readonly Statement AddSession = Define("add-session");
    public static readonly Statement DeleteSession = Define("delete-session");
    public static readonly Statement FindAnyOperator = Define("find-any-operator");
    public static readonly Statement PruneSessions = Define("prune-sessions");
    public static readonly Statement ReadOperator = Define("read-operator");
    public static readonly Statement ReadSession = Define("read-session");
    public static readonly Statement TouchSession = Define("touch-session");

    // Credentials.
    public static readonly Statement AddApiKey = Define("add-api-key");
    public static readonly Statement AddUserToken = Define("add-user-token");
    public static readonly Statement DeleteIssuedTokens = Define("delete-issued-tokens");
    public static readonly Statement DeleteUserToken = Define("delete-user-token");
    public static readonly Statement DeleteUsersTokens = Define("delete-users-tokens");
    public static readonly Statement ListApiKeys = Define("list-api-keys");
    public static readonly Statement ListExpiringKeys = Define("list-expiring-keys");
    public static readonly Statement PruneUserTokens = Define("prune-user-tokens");
    public static readonly Statement ReadApiKey = Define("read-api-key");
    public static readonly Statement ReadUserToken = Define("read-user-token");
    public static readonly Statement ReplaceApiKey = Define("replace-api-key");
    public static readonly Statement RevokeApiKey = Define("revoke-api-key");
    public static readonly Statement TouchApiKey = Define("touch-api-key");

    // Rights and trail.
    public static readonly Statement AddAudit = Define("add-audit");
    public static readonly Statement AddTombstone = Define("add-tombstone");
    public static readonly Statement ClearPayloads = Define("clear-payloads");
    public static readonly Statement EraseUser = Define("erase-user");
    public static readonly Statement FindTombstone = Define("find-tombstone");
    public static readonly Statement ListAudit = Define("list-audit");
    public static readonly Statement ListUserIds = Define("list-user-ids");
    public static readonly Statement PruneAudit = Define("prune-audit");
    public static readonly Statement PruneRuns = Define("prune-runs");

    // Upkeep.
    public static readonly Statement CountSealedKeys = Define("count-sealed-keys");
    public static readonly Statement ListAllConnections = Define("list-all-connections");
    public static readonly Statement ListSealedSecrets = Define("list-sealed-secrets");
    public static readonly Statement ListSealedTokens = Define("list-sealed-tokens");
    public static readonly Statement ListUsers = Define("list-users");
    public static readonly Statement RewrapSecret = Define("rewrap-secret");
    public static readonly Statement RewrapToken = Define("rewrap-token");

    public static IReadOnlyList<Statement> All => Defined;

    private static Statement Define(string name)
    {
        var statement = new Statement(name, Defined.Count);
        Defined.Add(statement);
        return statement;
    }
}
