using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Plan;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Gathers what a run knows of its connection.</summary>
internal sealed class ContextReader
{
    private readonly List<FeedState> _feeds = [];
    private readonly List<SyncState> _states = [];
    private readonly HashSet<FindingId> _openFindings = [];
    private readonly UserState _user = new();
    private Connection? _connection;
    private byte[] _sealedToken = [];
    private byte[]? _rhythm;
    private readonly List<DateTimeOffset> _news = [];
    private readonly Dictionary<Guid, string> _settings = [];

    /// <summary>The run that holds the connection's lease, of which node, and until when; null when nobody
    /// does.</summary>
    public (RunId Holder, string Node, DateTimeOffset Until)? Lease { get; private set; }

    /// <summary>Null when the user has no such connection.</summary>
    public ConnectionContext? Context =>
        _connection is { } connection
            ? new ConnectionContext(connection, _sealedToken, _feeds, _states, _openFindings, _user.Version ?? 0)
            {
                Rhythm = _rhythm,
                NewsAt = _news,
                Settings = SettingsRows.Of(_settings, _feeds.Select(static f => f.Account.Id.Value)),
                Stored = SettingsRows.All(_settings),
            }
            : null;

    /// <summary>Adds the statements that read it.</summary>
    public Script AddTo(Script script, UserId userId, ConnectionId connectionId)
    {
        void Key(IArgs args) => ConnectionRows.Key(args, userId, connectionId);

        return script
            .Read(Sql.ReadUser, args => args.Long("user_id", userId.Value), _user.Read)
            .Read(Sql.ReadConnection, Key, ReadConnection)
            .Read(Sql.ListFeedStates, Key, row => _feeds.Add(ReadFeedState(row)))
            .Read(Sql.ReadRhythm, Key, row => _rhythm = row.Bytes(0))
            .Read(Sql.ListNews, Key, ReadNews)
            .Read(
                Sql.ListSettings,
                args => args.Long("user_id", userId.Value),
                row => _settings[row.Id(0)] = row.Text(1)
            )
            .Read(Sql.ListConnectionSchedules, Key, row => _states.Add(ConnectionRows.ReadState(row)))
            .Read(Sql.ListOpenFindingIds, Key, row => _openFindings.Add(new FindingId(row.Id(0))));
    }

    private void ReadConnection(IRow row)
    {
        _connection = ConnectionRows.Read(row);
        _sealedToken = row.Bytes(ConnectionRows.Columns);
        Lease = row.IdOrNull(ConnectionRows.Columns + 1) is { } holder
            ? (new RunId(holder), row.Text(ConnectionRows.Columns + 2), row.Instant(ConnectionRows.Columns + 3))
            : null;
    }

    private void ReadNews(IRow row)
    {
        _news.Add(row.Instant(0));
        if (row.Long(1) > row.Long(0))
        {
            _news.Add(row.Instant(1));
        }
    }

    private static FeedState ReadFeedState(IRow row)
    {
        const int account = AccountRows.FeedColumns;
        const int balance = account + AccountRows.Columns;
        const int coverage = balance + (2 * AccountRows.BalanceColumns);
        var feed = AccountRows.ReadFeed(row);
        return new FeedState(feed, AccountRows.Read(row, account), AccountRows.ReadBalanceOrNull(row, balance))
        {
            LastWithUpdate = AccountRows.ReadBalanceOrNull(row, balance + AccountRows.BalanceColumns),
            Coverage = CoverageRows.ReadOrNull(row, feed.Id, coverage),
        };
    }
}

/// <summary>
/// Gathers the records of a slice, each once, and the version they were read at. JSON is kept as it is and parsed when
/// it is asked for: rows are read on the one connection that writes, which others wait for.
/// </summary>
internal sealed class SliceReader
{
    private readonly Dictionary<long, LedgerRecord> _records = [];
    private readonly Dictionary<string, string> _quarantined = new(StringComparer.Ordinal);
    private readonly Dictionary<AccountId, byte[]> _states = [];
    private readonly List<PersonPair> _said = [];
    private readonly UserState _user = new();

    public LedgerSlice Slice =>
        new(_user.Version ?? 0, [.. _records.Values])
        {
            Quarantined = _quarantined,
            MatchStates = _states.ToDictionary(static s => s.Key, static s => MatchRows.ReadState(s.Value)),
            PersonPairs = _said,
        };

    public Script Begin(UserId userId) =>
        new Script().Read(Sql.ReadUser, args => args.Long("user_id", userId.Value), _user.Read);

    public void ReadMatchState(IRow row) => _states[new AccountId(row.Id(0))] = row.Utf8(1);

    public void ReadPair(IRow row) => _said.Add(DecisionRows.ReadPair(row));

    /// <summary>Adds the statements that read a window's live records, where one is verified.</summary>
    public Script AddWindow(Script script, SliceRequest request) =>
        request.Window is not { } window
            ? script
            : script.RunEach(
                Sql.ListWindowRecords,
                window.Feeds,
                args =>
                {
                    args.Long("user_id", request.UserId.Value);
                    args.Day("from", window.Days.From);
                    args.Day("to", window.Days.To);
                },
                (args, feed) => args.Id("feed_id", feed.Value),
                Read
            );

    public void ReadQuarantined(IRow row) => _quarantined.TryAdd(row.Text(0), row.TextOrNull(1) ?? "");

    public void Read(IRow row)
    {
        var rowNumber = row.Long(0);
        if (!_records.ContainsKey(rowNumber))
        {
            _records.Add(rowNumber, RecordRows.Read(row));
        }
    }
}
