using System.Globalization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Extending;

/// <summary>
/// A provider for a bank that gives account statements as text: one line a booking, "day;amount;text". It shows all
/// that the engine needs of one; the bank behind it is a list in memory.
/// </summary>
internal sealed class StatementProvider(TimeProvider time) : IProvider
{
    private static readonly Currency Euro = Currency.Official("EUR");
    private readonly Dictionary<string, List<string>> _statements = new(StringComparer.Ordinal);

    // snippet names
    /// <summary>At rest and in the API.</summary>
    public string Name => "statements";

    /// <summary>What the bank gives of the past.</summary>
    public int HistoryDays => 730;

    // end snippet

    /// <summary>The bank books something.</summary>
    public void Book(string account, string line) => LinesOf(account).Add(line);

    // snippet linking
    /// <summary>Where the person agrees; what that page gives in the end is exchanged below.</summary>
    public Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new LinkToken("link", DateTimeOffset.MaxValue, Url: null));

    /// <summary>A public token becomes lasting access: the engine seals the token before it stores it.</summary>
    public Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken) =>
        Task.FromResult(new ProviderLink(new ProtectedToken($"secret of {publicToken}"), publicToken));

    public Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken) =>
        Task.FromResult(
            new ProviderItem(
                access.ItemId,
                InstitutionId: "bank_1",
                InstitutionName: "Statement Bank",
                Error: null,
                ConsentExpiresAt: null,
                LastSuccessAt: time.GetUtcNow(),
                LastFailureAt: null
            )
        );

    public Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        Task.FromResult("Statement Bank");

    public Task Remove(ProviderAccess access, CancellationToken cancellationToken)
    {
        _statements.Remove(access.ItemId);
        return Task.CompletedTask;
    }

    // end snippet

    // snippet stream
    /// <summary>What is new since the cursor. Here it counts lines; any text will do that leads back to the
    /// place.</summary>
    public Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    )
    {
        var lines = LinesOf(access.ItemId);
        var from = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var changes = new List<ProviderChange>();
        var unreadable = new List<UnreadableRecord>();
        var to = Math.Min(from + count, lines.Count);
        for (var i = from; i < to; i++)
        {
            Translate(access.ItemId, i, lines[i], changes, unreadable);
        }

        return Task.FromResult(
            new ProviderPage(
                [Account(access.ItemId)],
                changes,
                unreadable,
                NextCursor: to.ToString(CultureInfo.InvariantCulture),
                HasMore: to < lines.Count,
                HistoryStatus.Complete,
                Bytes: 0,
                RequestId: null
            )
        );
    }

    // end snippet

    // snippet window
    /// <summary>The records of some days as they stand now, newest first: it verifies the stream.</summary>
    public Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        var lines = LinesOf(access.ItemId);
        var all = new List<ProviderChange>();
        for (var i = 0; i < lines.Count; i++)
        {
            Translate(access.ItemId, i, lines[i], all, []);
        }

        var inside = all.OfType<ProviderChange.Upsert>()
            .Where(record => query.Days.Contains(record.Content.Date))
            .OrderByDescending(record => record.Content.Date)
            .ToList();
        var page = inside.Skip(offset).Take(count).ToList();
        return Task.FromResult(new ProviderWindow(page, [], page.Count, inside.Count, Bytes: 0, RequestId: null));
    }

    // end snippet

    // snippet balances
    public Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken) =>
        Task.FromResult(new AccountsAnswer([Account(access.ItemId)], [], Bytes: 0, RequestId: null));

    /// <summary>A bank that cannot be asked for a balance now says so: the rest of the run goes on.</summary>
    public Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken) =>
        throw new ProviderException(
            new ProviderFault(
                Recovery.Unsupported,
                "no_live_balance",
                "The bank gives statements only; the last one's balance is used.",
                ProblemActions.None
            )
        );

    // end snippet

    /// <summary>Reads a line again that was put aside.</summary>
    public RereadRecord Reread(string payload)
    {
        var changes = new List<ProviderChange>();
        var unreadable = new List<UnreadableRecord>();
        Translate("reread", 0, payload, changes, unreadable);
        return new RereadRecord(changes.OfType<ProviderChange.Upsert>().FirstOrDefault(), unreadable.FirstOrDefault());
    }

    // snippet translation
    // The one place that reads the bank's words and knows its signs: here money that leaves is positive, and is turned
    // once. What cannot be read is put aside with its payload, and never thrown.
    private static void Translate(
        string account,
        int number,
        string line,
        List<ProviderChange> changes,
        List<UnreadableRecord> unreadable
    )
    {
        var id = $"{account}-{number}";
        if (
            line.Split(';') is not [var day, var amount, var text]
            || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var date)
            || !decimal.TryParse(amount, CultureInfo.InvariantCulture, out var leaves)
            || Money.Fit(-leaves, Euro, out var money) != MoneyFit.Exact
        )
        {
            unreadable.Add(new UnreadableRecord(account, id, "line", "It is not \"day;amount;text\".", line));
            return;
        }

        var content = new RecordContent
        {
            Amount = money,
            Date = date,
            IsPending = false,
            Description = text,
        };
        changes.Add(new ProviderChange.Upsert(account, id, content) { IsAdded = true });
    }

    // end snippet

    private ProviderAccount Account(string id)
    {
        var changes = new List<ProviderChange>();
        for (var i = 0; i < LinesOf(id).Count; i++)
        {
            Translate(id, i, LinesOf(id)[i], changes, []);
        }

        var sum = changes.OfType<ProviderChange.Upsert>().Sum(record => record.Content.Amount.Minor);
        return new ProviderAccount
        {
            ProviderAccountId = id,
            Name = "Current account",
            Kind = AccountKind.Depository,
            Balance = new ProviderBalance(new Money(sum, Euro), null, null, Euro, AsOf: null, Unreadable: null, "{}"),
        };
    }

    private List<string> LinesOf(string account) =>
        _statements.TryGetValue(account, out var lines) ? lines : _statements[account] = [];
}
