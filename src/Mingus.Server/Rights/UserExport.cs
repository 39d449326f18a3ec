using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Storage;
using Mingus.Sync.Ports;

namespace Mingus.Server.Rights;

/// <summary>The ports an export reads.</summary>
internal sealed record ExportPorts(
    ILedgerQueries Queries,
    IDecisionStore Decisions,
    IValidationStore Validations,
    INotificationStore Notifications,
    IScheduleStore Schedule
)
{
    public static ExportPorts Of(IServiceProvider services) =>
        new(
            services.GetRequiredService<ILedgerQueries>(),
            services.GetRequiredService<IDecisionStore>(),
            services.GetRequiredService<IValidationStore>(),
            services.GetRequiredService<INotificationStore>(),
            services.GetRequiredService<IScheduleStore>()
        );

    public static ExportPorts Of(LedgerDatabase database) =>
        new(database.Queries, database.Decisions, database.Validations, database.Notifications, database.Schedule);
}

/// <summary>Everything that is stored of one user, in the shapes of the API. Tokens and cursors are the provider's, not
/// the person's, and stay.</summary>
internal sealed class UserExport(ExportPorts ports, UserId user, JsonSerializerOptions json, TimeProvider time)
{
    /// <summary>The form of the files; a change of it gets another name.</summary>
    public const string Format = "mingus-export-1";

    private const int PageRows = 500;

    private readonly Dictionary<FeedId, string> _providerAccounts = [];
    private readonly List<Account> _accounts = [];

    /// <summary>Writes the zip to the stream, which need not be one that seeks.</summary>
    public async Task Write(Stream stream, string tenant, string externalId, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(
            stream,
            ZipArchiveMode.Create,
            leaveOpen: true,
            entryNameEncoding: null,
            cancellationToken
        );
        var files = new ExportWriter(zip, json);
        await files.Add("connections", Connections(cancellationToken), cancellationToken);
        await files.Add("accounts", Accounts(cancellationToken), cancellationToken);
        await files.Add("coverage", Coverage(cancellationToken), cancellationToken);
        await files.Add("transactions", Transactions(cancellationToken), cancellationToken);
        await files.Add("records", Records(cancellationToken), cancellationToken);
        await files.Add("balances", Balances(cancellationToken), cancellationToken);
        await files.Add("decisions", Decisions(cancellationToken), cancellationToken);
        await files.Add("duplicates", Duplicates(cancellationToken), cancellationToken);
        await files.Add("account-links", AccountLinks(cancellationToken), cancellationToken);
        await files.Add("findings", Findings(cancellationToken), cancellationToken);
        await files.Add("quarantine", Quarantine(cancellationToken), cancellationToken);
        await files.Add("validations", Validations(cancellationToken), cancellationToken);
        await files.Add("runs", Runs(cancellationToken), cancellationToken);
        await files.Add("notifications", Notifications(cancellationToken), cancellationToken);
        await files.Add("settings", Settings(cancellationToken), cancellationToken);
        await files.Add("events", Events(cancellationToken), cancellationToken);
        await ExportTables.Write(files, this, cancellationToken);
        var manifest = new ExportManifestBody(Format, time.GetUtcNow(), tenant, externalId, files.Lines);
        await files.Add("manifest", new[] { manifest }.ToAsyncEnumerable(), cancellationToken);
    }

    public IAsyncEnumerable<AccountBody> Accounts(CancellationToken cancellationToken) =>
        Paged(
            page => ports.Queries.Accounts(user, page, cancellationToken),
            view =>
            {
                Remember(view);
                return AccountBody.From(view, time.GetUtcNow());
            }
        );

    public async IAsyncEnumerable<TransactionBody> Transactions(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var account in _accounts)
        {
            var filter = new TransactionFilter(IncludeRecords: true, IncludeHidden: true);
            var all = Paged(
                async page =>
                    Known(await ports.Queries.Transactions(user, account.Id, filter, page, cancellationToken)),
                view => TransactionBody.From(view, _providerAccounts)
            );
            await foreach (var one in all)
            {
                if (one is not null)
                {
                    yield return one;
                }
            }
        }
    }

    public async IAsyncEnumerable<BalanceBody> Balances([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var account in _accounts)
        {
            var all = Paged(
                async page =>
                    Known(await ports.Queries.Balances(user, account.Id, null, null, false, page, cancellationToken)),
                balance => BalanceBody.From(balance, account.Kind)
            );
            await foreach (var one in all)
            {
                yield return one;
            }
        }
    }

    private void Remember(AccountView view)
    {
        if (_accounts.TrueForAll(a => a.Id != view.Account.Id))
        {
            _accounts.Add(view.Account);
        }

        foreach (var feed in view.Feeds)
        {
            _providerAccounts[feed.Feed.Id] = feed.Feed.ProviderAccountId;
        }
    }

    private IAsyncEnumerable<ConnectionBody> Connections(CancellationToken cancellationToken) =>
        Paged(
            page => ports.Queries.Connections(user, page, cancellationToken),
            static view => ConnectionBody.From(view)
        );

    private IAsyncEnumerable<CoverageBody> Coverage(CancellationToken cancellationToken) =>
        Paged(
            page => ports.Queries.Accounts(user, page, cancellationToken),
            view => CoverageBody.From(view, time.GetUtcNow())
        );

    private async IAsyncEnumerable<ExportedRecordBody> Records(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var after = default(WalkPosition); ; )
        {
            var page = await ports.Validations.Walk(user, after, PageRows, cancellationToken);
            foreach (var record in page)
            {
                yield return ExportedRecordBody.From(record, _providerAccounts);
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            after = WalkPosition.Of(page[^1]);
        }
    }

    private IAsyncEnumerable<DecisionBody> Decisions(CancellationToken cancellationToken) =>
        Paged(page => ports.Decisions.Decisions(user, null, page, cancellationToken), DecisionBody.From);

    private IAsyncEnumerable<DuplicateBody> Duplicates(CancellationToken cancellationToken) =>
        Paged(
            page => ports.Decisions.Duplicates(user, new DuplicateFilter(), page, cancellationToken),
            group => DuplicateBody.From(group, _providerAccounts)
        );

    private IAsyncEnumerable<AccountLinkBody> AccountLinks(CancellationToken cancellationToken) =>
        Paged(page => ports.Queries.AccountLinks(user, page, cancellationToken), AccountLinkBody.From);

    private IAsyncEnumerable<FindingBody> Findings(CancellationToken cancellationToken) =>
        Paged(page => ports.Queries.Findings(user, FindingFilter.None, page, cancellationToken), FindingBody.From);

    private IAsyncEnumerable<QuarantineBody> Quarantine(CancellationToken cancellationToken) =>
        Paged(page => ports.Queries.Quarantine(user, page, cancellationToken), QuarantineBody.From);

    private async IAsyncEnumerable<ValidationBody> Validations(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var account in _accounts)
        {
            var all = Paged(
                async page => Known(await ports.Validations.Validations(user, account.Id, page, cancellationToken)),
                ValidationBody.From
            );
            await foreach (var one in all)
            {
                yield return one;
            }
        }
    }

    private IAsyncEnumerable<RunBody> Runs(CancellationToken cancellationToken) =>
        Paged(
            page => ports.Queries.Runs(user, null, null, page, cancellationToken),
            run => RunBody.From(run, time.GetUtcNow())
        );

    private IAsyncEnumerable<NotificationBody> Notifications(CancellationToken cancellationToken) =>
        Paged(page => ports.Notifications.Notifications(user, null, page, cancellationToken), NotificationBody.From);

    private async IAsyncEnumerable<ExportedSettingsBody> Settings(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var stored = (await ports.Schedule.Settings(user, cancellationToken)).Value;
        if (stored.Own is { } own)
        {
            yield return new ExportedSettingsBody(AccountId: null, SettingsBody.From(own));
        }

        foreach (var (account, settings) in stored.Accounts)
        {
            yield return new ExportedSettingsBody(account.ToString(), SettingsBody.From(settings, own: true));
        }
    }

    private async IAsyncEnumerable<JsonElement> Events([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long after = 0; ; )
        {
            var page = await ports.Queries.Events(user, after, PageRows, cancellationToken);
            foreach (var one in page.Items)
            {
                using var data = JsonDocument.Parse(one.Data);
                yield return data.RootElement.Clone();
            }

            if (page.Items.Count == 0)
            {
                yield break;
            }

            after = page.Items[^1].Sequence;
        }
    }

    // An account that is gone meanwhile has nothing more to say.
    private static Snapshot<Page<T>> Known<T>(Snapshot<Page<T>?> found) =>
        new(found.Sequence, found.Value ?? new Page<T>([], Next: null));

    private static async IAsyncEnumerable<TBody> Paged<T, TBody>(
        Func<PageRequest, Task<Snapshot<Page<T>>>> read,
        Func<T, TBody> body
    )
    {
        for (string? after = null; ; )
        {
            var page = (await read(new PageRequest(PageRows, after))).Value;
            foreach (var item in page.Items)
            {
                yield return body(item);
            }

            if ((after = page.Next) is null)
            {
                yield break;
            }
        }
    }
}
