using Mingus.Conformance;

namespace Mingus.Storage.Tests;

public sealed class SqliteStoreConformance(SqliteSubject subject)
    : StoreConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteCommitConformance(SqliteSubject subject)
    : StoreCommitConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteLeaseConformance(SqliteSubject subject)
    : StoreLeaseConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteResumeConformance(SqliteSubject subject)
    : StoreResumeConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteCoverageConformance(SqliteSubject subject)
    : StoreCoverageConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteEditConformance(SqliteSubject subject)
    : StoreEditConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteQueryConformance(SqliteSubject subject)
    : StoreQueryConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteMatchConformance(SqliteSubject subject)
    : StoreMatchConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteDecisionConformance(SqliteSubject subject)
    : StoreDecisionConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteWebhookConformance(SqliteSubject subject)
    : StoreWebhookConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteScheduleConformance(SqliteSubject subject)
    : StoreScheduleConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteNotificationConformance(SqliteSubject subject)
    : StoreNotificationConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteOutboxConformance(SqliteSubject subject)
    : StoreOutboxConformance(subject),
        IClassFixture<SqliteSubject>;

public sealed class SqliteCredentialConformance(SqliteSubject subject)
    : StoreCredentialConformance(subject),
        IClassFixture<SqliteSubject>;
