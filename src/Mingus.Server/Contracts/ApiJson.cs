using System.Text.Json;
using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>
/// Every shape that crosses the wire, source-generated. Bodies are read strictly: unknown and duplicate members are
/// refused.
/// </summary>
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(MeBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(UserTokenRequest))]
[JsonSerializable(typeof(UserTokenBody))]
[JsonSerializable(typeof(SetupRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(ApiKeyRotation))]
[JsonSerializable(typeof(ApiKeyBody))]
[JsonSerializable(typeof(ListBody<ApiKeyBody>))]
[JsonSerializable(typeof(ConnectBody))]
[JsonSerializable(typeof(LinkTokenRequest))]
[JsonSerializable(typeof(LinkTokenBody))]
[JsonSerializable(typeof(ConnectionBody))]
[JsonSerializable(typeof(ListBody<ConnectionBody>))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountEdit))]
[JsonSerializable(typeof(ListBody<AccountBody>))]
[JsonSerializable(typeof(ListBody<BalanceBody>))]
[JsonSerializable(typeof(TransactionBody))]
[JsonSerializable(typeof(AnnotationBody))]
[JsonSerializable(typeof(ListBody<TransactionBody>))]
[JsonSerializable(typeof(SyncBody))]
[JsonSerializable(typeof(BulkSyncBody))]
[JsonSerializable(typeof(ForceBody))]
[JsonSerializable(typeof(ValidateBody))]
[JsonSerializable(typeof(PreviewBody))]
[JsonSerializable(typeof(RunBody))]
[JsonSerializable(typeof(BulkBody))]
[JsonSerializable(typeof(ListBody<RunBody>))]
[JsonSerializable(typeof(SyncStatusBody))]
[JsonSerializable(typeof(CoverageBody))]
[JsonSerializable(typeof(FindingBody))]
[JsonSerializable(typeof(ListBody<FindingBody>))]
[JsonSerializable(typeof(ValidationBody))]
[JsonSerializable(typeof(ListBody<ValidationBody>))]
[JsonSerializable(typeof(NotificationBody))]
[JsonSerializable(typeof(ListBody<NotificationBody>))]
[JsonSerializable(typeof(WebhookEndpointRequest))]
[JsonSerializable(typeof(WebhookEndpointEdit))]
[JsonSerializable(typeof(WebhookEndpointBody))]
[JsonSerializable(typeof(ListBody<WebhookEndpointBody>))]
[JsonSerializable(typeof(WebhookDeliveryBody))]
[JsonSerializable(typeof(ListBody<WebhookDeliveryBody>))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(QuarantineBody))]
[JsonSerializable(typeof(ListBody<QuarantineBody>))]
[JsonSerializable(typeof(AccountLinkRequest))]
[JsonSerializable(typeof(AccountLinkBody))]
[JsonSerializable(typeof(ListBody<AccountLinkBody>))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(ListBody<DecisionBody>))]
[JsonSerializable(typeof(DuplicateBody))]
[JsonSerializable(typeof(ListBody<DuplicateBody>))]
[JsonSerializable(typeof(SettingsEdit))]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(MetricsSummaryBody))]
[JsonSerializable(typeof(SeriesBody))]
[JsonSerializable(typeof(ExportManifestBody))]
[JsonSerializable(typeof(ExportedRecordBody))]
[JsonSerializable(typeof(ExportedSettingsBody))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(AuditBody))]
[JsonSerializable(typeof(ListBody<AuditBody>))]
[JsonSerializable(typeof(StreamOpen))]
[JsonSerializable(typeof(StreamBeat))]
[JsonSerializable(typeof(StreamReset))]
[JsonSerializable(typeof(StreamProgress))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes options read and write as the API says; used for HTTP and for streams alike.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = 32;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new MomentConverter());
        foreach (var converter in Words)
        {
            options.Converters.Add(converter);
        }

        options.TypeInfoResolverChain.Insert(0, Default);
    }

    /// <summary>Enumerations cross the wire as lower-case words with underscores, never as numbers.</summary>
    private static IEnumerable<JsonConverter> Words =>
        [
            new Word<AccountKind>(),
            new Word<AccountState>(),
            new Word<ApiKeyState>(),
            new Word<BackfillState>(),
            new Word<BalanceSource>(),
            new Word<BalanceState>(),
            new Word<CategorySource>(),
            new Word<ChangeKind>(),
            new Word<ConnectionStatus>(),
            new Word<DecidedBy>(),
            new Word<DeliveryState>(),
            new Word<EndpointStatus>(),
            new Word<FindingState>(),
            new Word<LinkedBy>(),
            new Word<LinkState>(),
            new Word<LoginState>(),
            new Word<NotificationKind>(),
            new Word<QuarantineKind>(),
            new Word<RecordStatus>(),
            new Word<RunStatus>(),
            new Word<RunTrigger>(),
            new Word<SeriesBucket>(),
            new Word<SeriesBy>(),
            new Word<SeriesMeasure>(),
            new Word<Severity>(),
            new Word<SyncPhase>(),
            new Word<SyncType>(),
            new Word<ValidationLevel>(),
            new Word<ValidationVerdict>(),
        ];

    private sealed class Word<T>()
        : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
