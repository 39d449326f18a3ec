using Mingus.Conformance;

namespace Mingus.Storage.Tests;

public sealed class PostgresStoreConformance(PostgresSubject subject)
    : StoreConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresCommitConformance(PostgresSubject subject)
    : StoreCommitConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresLeaseConformance(PostgresSubject subject)
    : StoreLeaseConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresResumeConformance(PostgresSubject subject)
    : StoreResumeConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresCoverageConformance(PostgresSubject subject)
    : StoreCoverageConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresEditConformance(PostgresSubject subject)
    : StoreEditConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresQueryConformance(PostgresSubject subject)
    : StoreQueryConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresMatchConformance(PostgresSubject subject)
    : StoreMatchConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresDecisionConformance(PostgresSubject subject)
    : StoreDecisionConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresWebhookConformance(PostgresSubject subject)
    : StoreWebhookConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresScheduleConformance(PostgresSubject subject)
    : StoreScheduleConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresNotificationConformance(PostgresSubject subject)
    : StoreNotificationConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresOutboxConformance(PostgresSubject subject)
    : StoreOutboxConformance(subject),
        IClassFixture<PostgresSubject>;

public sealed class PostgresCredentialConformance(PostgresSubject subject)
    : StoreCredentialConformance(subject),
        IClassFixture<PostgresSubject>;
