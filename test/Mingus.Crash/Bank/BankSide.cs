using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Sandbox;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Mischief;

namespace Mingus.Crash.Bank;

/// <summary>
/// The sandbox bank in this process, which outlives every product process; and what it ever held, because a ledger also
/// keeps what is gone. Its clock stands still unless it is moved, so that a truth stays true while it is compared.
/// </summary>
internal sealed class BankSide : IAsyncDisposable
{
    private static readonly string[] s_institutions =
    [
        "ins_109508",
        "ins_900001",
        "ins_900002",
        "ins_900003",
        "ins_900004",
        "ins_900005",
    ];

    private readonly SandboxServer _server;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _real = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _households;

    private BankSide(SandboxServer server)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = server.BaseUrl };
    }

    public Uri BaseUrl => _server.BaseUrl;

    /// <summary>Calls of the product to the stream so far.</summary>
    public int SyncCalls => _server.Calls.Count("/transactions/sync");

    public IReadOnlyList<string> Items => [.. _server.Bank.Items.Select(i => i.ItemId)];

    public static async Task<BankSide> StartAsync(int seed, TimeSpan historyDelay)
    {
        var options = new SandboxOptions
        {
            Seed = seed,
            Today = new DateOnly(2026, 9, 15),
            TimeFactor = 0,
            HistoryDelay = historyDelay,
            TickInterval = TimeSpan.FromMilliseconds(50),
            RefuseMutationDuringPagination = true,
        };
        var server = await SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            options,
            TimeProvider.System,
            CancellationToken.None
        );
        return new BankSide(server);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Calls of the product about an item itself so far: the first thing it asks after an exchange.</summary>
    public int ItemCalls => _server.Calls.Count("/item/get");

    /// <summary>Every answer of the stream, or of another path, takes that long from now on, so that kills find fetches
    /// under way.</summary>
    public void AnswerIn(TimeSpan delay, string path = "/transactions/sync")
    {
        _server.Mischief.Clear();
        if (delay > TimeSpan.Zero)
        {
            _server.Mischief.Add(
                new Fault
                {
                    Kind = FaultKind.Delay,
                    Path = path,
                    Milliseconds = (int)delay.TotalMilliseconds,
                    Times = 0,
                }
            );
        }
    }

    /// <summary>Every answer of the stream is that large from now on.</summary>
    public void AnswerHugely(int mebibytes)
    {
        _server.Mischief.Clear();
        _server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Oversize,
                Path = "/transactions/sync",
                Mebibytes = mebibytes,
                Times = 0,
            }
        );
    }

    /// <summary>Somebody new signs in at one of the banks: what Link's page would give.</summary>
    public Task<string> SignInAsync()
    {
        var number = Interlocked.Increment(ref _households) - 1;
        // Every third has five pages at the first sync, the others two.
        return SignInAsync(number, $"household-{number}", "any", number % 3 == 0 ? 730 : 240);
    }

    /// <summary>Somebody new signs in who has one account with a few rows.</summary>
    public Task<string> SignInWithFewRowsAsync()
    {
        var number = Interlocked.Increment(ref _households) - 1;
        var rows = Enumerable
            .Range(1, 5)
            .Select(static day => new
            {
                date_transacted = $"2026-09-0{day}",
                date_posted = $"2026-09-0{day}",
                amount = 10 + day,
                description = $"Shop {day}",
                currency = "USD",
            });
        object[] accounts =
        [
            new
            {
                type = "depository",
                subtype = "checking",
                starting_balance = 1000,
                currency = "USD",
                meta = new { name = $"Checking {number}" },
                transactions = rows,
            },
        ];
        var document = JsonSerializer.Serialize(
            new
            {
                version = "2",
                seed = $"few-{number}",
                override_accounts = accounts,
            }
        );
        return SignInAsync(number, "user_custom", document, days: 730);
    }

    private async Task<string> SignInAsync(int number, string user, string password, int days)
    {
        var wish = new
        {
            institution_id = s_institutions[number % s_institutions.Length],
            initial_products = new[] { "transactions" },
            options = new
            {
                override_username = user,
                override_password = password,
                transactions = new { days_requested = days },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sandbox/public_token/create");
        request.Headers.Add("PLAID-CLIENT-ID", "crash");
        request.Headers.Add("PLAID-SECRET", "crash");
        request.Content = JsonContent.Create(wish);
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("public_token").GetString()!;
    }

    /// <summary>Random changes to what the bank holds for an item.</summary>
    public void Mutate(string itemId, long seed, int steps)
    {
        // In small steps: a row that is added and posted between two looks has been pending for nobody.
        for (var done = 0; done < steps; done += 20)
        {
            _server.Bank.Mutate(itemId, seed + done, Math.Min(20, steps - done));
            Look(itemId);
        }
    }

    /// <summary>Time passes at all banks: pendings post, salaries come, subscriptions leave.</summary>
    public void PassTime(TimeSpan span)
    {
        _server.Clock.Advance(span);
        foreach (var item in Items)
        {
            Look(item);
        }
    }

    /// <summary>What the bank holds now.</summary>
    public Truth Look(string itemId)
    {
        var truth = _server.Bank.Truth(itemId);
        lock (_lock)
        {
            foreach (var record in truth.Records)
            {
                _real[record.TransactionId] = record.Real;
            }
        }
        return truth;
    }

    /// <summary>The real transaction behind a provider id, as far as this side ever looked.</summary>
    public string? RealOf(string providerId)
    {
        lock (_lock)
        {
            return _real.GetValueOrDefault(providerId);
        }
    }
}
