using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mingus.Sync.Client;

/// <summary>The banks, accounts and transactions of one user.</summary>
public sealed class UserClient
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);
    private readonly Wire _wire;
    private readonly string _user;

    internal UserClient(Wire wire, string user) => (_wire, _user) = (wire, user);

    /// <summary>A token for the bank's linking page; with a connection, to repair that one.</summary>
    public Task<LinkToken> CreateLinkToken(
        string? connectionId = null,
        Uri? redirectUri = null,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Post(
            _user,
            "link-tokens",
            Wire.Json(new LinkTokenBody(connectionId, redirectUri?.AbsoluteUri), MingusJson.Default.LinkTokenBody),
            wait: null,
            MingusJson.Default.LinkToken,
            cancellationToken
        );

    /// <summary>Links the bank that the linking page gave a public token of. Its first sync begins by itself.</summary>
    public Task<Connection> Connect(
        string publicToken,
        bool allowDuplicate = false,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Post(
            _user,
            "connections",
            Wire.Json(new ConnectBody(publicToken, allowDuplicate ? true : null), MingusJson.Default.ConnectBody),
            wait: null,
            MingusJson.Default.Connection,
            cancellationToken
        );

    /// <summary>The user's connections.</summary>
    public IAsyncEnumerable<Connection> Connections(CancellationToken cancellationToken = default) =>
        All("connections", MingusJson.Default.ItemListConnection, cancellationToken);

    /// <summary>One connection.</summary>
    public Task<Connection> Connection(string connectionId, CancellationToken cancellationToken = default) =>
        _wire.Get(_user, $"connections/{Id(connectionId)}", MingusJson.Default.Connection, cancellationToken);

    /// <summary>Ends a connection at the bank. Its history stays unless it is to be erased.</summary>
    public Task Disconnect(
        string connectionId,
        bool eraseData = false,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Delete(_user, $"connections/{Id(connectionId)}{(eraseData ? "?eraseData=true" : "")}", cancellationToken);

    /// <summary>The user's accounts.</summary>
    public IAsyncEnumerable<Account> Accounts(CancellationToken cancellationToken = default) =>
        All("accounts", MingusJson.Default.ItemListAccount, cancellationToken);

    /// <summary>One account.</summary>
    public Task<Account> Account(string accountId, CancellationToken cancellationToken = default) =>
        _wire.Get(_user, $"accounts/{Id(accountId)}", MingusJson.Default.Account, cancellationToken);

    /// <summary>An account's balances over time, newest first.</summary>
    public IAsyncEnumerable<Balance> Balances(string accountId, CancellationToken cancellationToken = default) =>
        All($"accounts/{Id(accountId)}/balances", MingusJson.Default.ItemListBalance, cancellationToken);

    /// <summary>An account's transactions, newest first, read page by page as they are asked for.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="from">The first day; null from the beginning.</param>
    /// <param name="to">The last day, included; null to the end.</param>
    /// <param name="text">Part of description or merchant; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<Transaction> Transactions(
        string accountId,
        DateOnly? from = null,
        DateOnly? to = null,
        string? text = null,
        CancellationToken cancellationToken = default
    )
    {
        var query = new List<string>();
        Add("from", from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("to", to?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("text", text);
        var path = $"accounts/{Id(accountId)}/transactions{(query.Count == 0 ? "" : $"?{string.Join('&', query)}")}";
        return All(path, MingusJson.Default.ItemListTransaction, cancellationToken);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    /// <summary>One transaction.</summary>
    public Task<Transaction> Transaction(string transactionId, CancellationToken cancellationToken = default) =>
        _wire.Get(_user, $"transactions/{Id(transactionId)}", MingusJson.Default.Transaction, cancellationToken);

    /// <summary>Writes category and note on a transaction; they follow it for life. Null leaves one as it is.</summary>
    public Task<Transaction> Annotate(
        string transactionId,
        string? category = null,
        string? note = null,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Send(
            _user,
            HttpMethod.Patch,
            $"transactions/{Id(transactionId)}",
            Wire.Json(new AnnotationBody(category, note), MingusJson.Default.AnnotationBody),
            wait: null,
            MingusJson.Default.Transaction,
            cancellationToken
        );

    /// <summary>Syncs an account and waits for the outcome. What the bank refuses is the run's
    /// <see cref="Run.Error"/>.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="syncType">balance, transactions, historical, backfill, validate or full.</param>
    /// <param name="force">Asks the bank even if what is known is fresh.</param>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    public async Task<Run> Sync(
        string accountId,
        string syncType = "transactions",
        bool force = false,
        CancellationToken cancellationToken = default
    ) => await WaitForEnd(await BeginSync(accountId, syncType, force, WaitMax, cancellationToken), cancellationToken);

    /// <summary>Begins to sync an account and waits only so long, at most 30 seconds, for the outcome.</summary>
    public Task<Run> BeginSync(
        string accountId,
        string syncType = "transactions",
        bool force = false,
        TimeSpan? wait = null,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Post(
            _user,
            $"accounts/{Id(accountId)}/sync",
            Wire.Json(new SyncBody(syncType, force), MingusJson.Default.SyncBody),
            wait,
            MingusJson.Default.Run,
            cancellationToken
        );

    /// <summary>Syncs all connections of the user, one run each; waits at most 30 seconds.</summary>
    public Task<BulkSync> SyncAll(
        string syncType = "transactions",
        bool force = false,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Post(
            _user,
            "accounts/bulk/sync",
            Wire.Json(new SyncBody(syncType, force), MingusJson.Default.SyncBody),
            WaitMax,
            MingusJson.Default.BulkSync,
            cancellationToken
        );

    /// <summary>Checks all that is stored of an account; the run's result is the report.</summary>
    public async Task<Run> Validate(
        string accountId,
        string level = "normal",
        CancellationToken cancellationToken = default
    ) =>
        await WaitForEnd(
            await _wire.Post(
                _user,
                $"accounts/{Id(accountId)}/validate",
                Wire.Json(new LevelBody(level), MingusJson.Default.LevelBody),
                WaitMax,
                MingusJson.Default.Run,
                cancellationToken
            ),
            cancellationToken
        );

    /// <summary>The user's runs, newest first.</summary>
    public IAsyncEnumerable<Run> Runs(CancellationToken cancellationToken = default) =>
        All("runs", MingusJson.Default.ItemListRun, cancellationToken);

    /// <summary>One run as it is now.</summary>
    public Task<Run> Run(string runId, CancellationToken cancellationToken = default) =>
        _wire.Get(_user, $"runs/{Id(runId)}", MingusJson.Default.Run, cancellationToken);

    /// <summary>Waits until a run has ended, looking at it ever more rarely, at most every 5 seconds.</summary>
    public async Task<Run> WaitForEnd(string runId, CancellationToken cancellationToken = default) =>
        await WaitForEnd(await Run(runId, cancellationToken), cancellationToken);

    /// <summary>What happens to this user's data from now on, or after an event. The stream is opened again where it
    /// broke off, so that none is missed or told twice; a refusal ends it.</summary>
    public IAsyncEnumerable<MingusEvent> Events(long? after = null, CancellationToken cancellationToken = default) =>
        new EventReader(_wire, _user).Read(after, cancellationToken);

    /// <summary>A short-lived credential of this user for a browser, of the origin given if one is. Needs an API
    /// key.</summary>
    public Task<UserToken> CreateUserToken(
        string? origin = null,
        int? minutes = null,
        CancellationToken cancellationToken = default
    ) =>
        _wire.Post(
            _user,
            "user-tokens",
            Wire.Json(new UserTokenBody(_user, minutes, origin), MingusJson.Default.UserTokenBody),
            wait: null,
            MingusJson.Default.UserToken,
            cancellationToken
        );

    private async Task<Run> WaitForEnd(Run run, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        while (!run.IsEnded)
        {
            await Task.Delay(pause, _wire.Options.Time, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, TimeSpan.FromSeconds(5).Ticks));
            run = await Run(run.Id, cancellationToken);
        }

        return run;
    }

    private async IAsyncEnumerable<T> All<T>(
        string path,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<ItemList<T>> type,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var joint = path.Contains('?') ? '&' : '?';
        string? after = null;
        do
        {
            var page = after is null ? path : $"{path}{joint}after={Uri.EscapeDataString(after)}";
            var list = await _wire.Get(_user, page, type, cancellationToken);
            foreach (var item in list.Items)
            {
                yield return item;
            }

            after = list.Next;
        } while (after is not null);
    }

    private static string Id(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Uri.EscapeDataString(id);
    }
}
