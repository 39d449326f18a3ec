using System.Diagnostics;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash;

/// <summary>
/// Kills one product process after the other while clients ask and the bank changes, looks at what each left, and in
/// the end compares everything. All chance comes from the seed; only the scheduling of threads is not in it.
/// </summary>
internal sealed class Campaign : IAsyncDisposable
{
    private const int LinksMax = 10;
    private const int LookIntoFilesEvery = 10;
    private const int DifferencesShown = 20;

    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(60);

    private readonly Random _random;
    private readonly BankSide _bank;
    private readonly IDatabase _database;
    private readonly ServerPlace _place;
    private readonly Requests _requests;
    private readonly List<EventFollower> _followers = [new("ada"), new("bo")];
    private readonly List<string> _log = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private Dictionary<string, ApiClient> _clients = new(StringComparer.Ordinal);
    private ServerProcess? _server;
    private Image? _image;
    private int _kills;
    private int _hits;

    public Campaign(int seed, BankSide bank, IDatabase database, string folder)
    {
        _random = new Random(seed);
        _bank = bank;
        _database = database;
        _place = new ServerPlace(folder, database.ConnectionString, bank.BaseUrl);
        _requests = new Requests(bank, Log);
    }

    /// <summary>What was done, a line a step.</summary>
    public string Story => string.Join('\n', _log);

    /// <summary>Links the first banks, then kills that many times, then compares.</summary>
    public async Task RunAsync(int rounds, int links)
    {
        await StartAsync();
        for (var i = 0; i < links; i++)
        {
            await _requests.LinkAsync(AnyClient());
        }
        for (var round = 1; round <= rounds; round++)
        {
            await RoundAsync(round);
        }
        Log(
            $"{_kills} kills, {_hits} of them with runs under way; {_requests.Runs} runs, {_requests.Notes} notes and "
                + $"{_requests.Connections} connections acknowledged"
        );
        await new Ending(this, _bank, _database, _requests).CheckAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    internal IReadOnlyList<EventFollower> Followers => _followers;

    internal IReadOnlyDictionary<string, ApiClient> Clients => _clients;

    /// <summary>The last look.</summary>
    internal Image Image => _image ?? throw new InvalidOperationException("Nobody has looked yet.");

    internal ServerPlace Place => _place;

    /// <summary>Where the process that runs now serves.</summary>
    internal Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts a process and goes on following its events.</summary>
    internal async Task StartAsync()
    {
        (_server, Address) = await ServerProcess.StartAsync(_place);
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
        _clients = _followers.ToDictionary(f => f.User, f => new ApiClient(Address, f.User), StringComparer.Ordinal);
        foreach (var follower in _followers)
        {
            follower.Follow(Address);
        }
    }

    /// <summary>Asks the process to end, which it does soon, whoever still listens to it.</summary>
    internal async Task StopAsync()
    {
        var code = await _server!.EndAsync();
        await KillAsync();
        Require(code == 0, $"a process that was asked to end ended with code {code}", []);
    }

    /// <summary>Waits until no run is queued or running.</summary>
    internal async Task SettleAsync()
    {
        for (var clock = Stopwatch.StartNew(); ; )
        {
            var active = new List<string>();
            foreach (var client in _clients.Values)
            {
                var runs = (await client.GetAsync("/runs?limit=100")).GetProperty("items").EnumerateArray();
                active.AddRange(
                    runs.Where(r => r.GetProperty("status").GetString() is "queued" or "running").Select(r => $"{r}")
                );
            }
            if (active.Count == 0)
            {
                return;
            }
            Require(
                clock.Elapsed < Patience.Of(s_settling),
                $"runs do not end within {s_settling.TotalSeconds} s",
                active
            );
            await Task.Delay(20);
        }
    }

    /// <summary>Fails with the first differences.</summary>
    internal static void Require(bool holds, string what, IEnumerable<string> differences)
    {
        if (!holds)
        {
            var all = differences.ToList();
            var shown = string.Join("\n  ", all.Take(DifferencesShown));
            throw new ProductException($"{what} ({all.Count} differences):\n  {shown}");
        }
    }

    /// <summary>Looks at what the process left: in itself, beside what was before, beside what was
    /// acknowledged.</summary>
    internal async Task LookAsync(bool intoFiles)
    {
        var image = await _database.ReadAsync();
        var problems = Standing
            .Problems(image, _bank)
            .Concat(_image is null ? [] : Passage.Problems(_image, image))
            .Concat(_requests.Lost(image))
            .Concat(_followers.SelectMany(f => f.Problems))
            .Concat(intoFiles ? await _database.FindCorruptionAsync() : [])
            .ToList();
        Require(problems.Count == 0, "the database is not as it must be", problems);
        _image = image;
    }

    // Every commit of a run raises its connection's version.
    private long Commits => _image?.Connections.Values.Sum(c => c.Version) ?? 0;

    private async Task RoundAsync(int round)
    {
        var moment = Moment.Draw(_random);
        var begun = _clock.Elapsed;
        var commits = Commits;
        _bank.AnswerIn(TimeSpan.FromMilliseconds(_random.Next(3) * _random.Next(1, 40)));
        if (moment is Moment.InStart start)
        {
            // The process before it dies at once, so that this one has something to take up.
            await FireAsync(new Moment.AtEvent(_random.Next(1, 6), 0));
            _server = ServerProcess.Begin(_place);
            await Task.Delay(start.Milliseconds);
            _kills++;
            await KillAsync();
        }
        else
        {
            if (_random.Next(5) < 2)
            {
                await SettleAsync();
            }
            await FireAsync(moment);
        }
        var killed = _clock.Elapsed;
        await LookAsync(round % LookIntoFilesEvery == 0);
        var running = _image!.Runs.Values.Where(r => r.Status == "running").ToList();
        _hits += running.Count > 0 ? 1 : 0;
        Log(
            $"round {round} at {begun.TotalSeconds:0.0} s: killed at {killed.TotalSeconds:0.000} s, {moment}; "
                + $"{running.Count} runs running, {Commits - commits} commits since the last, "
                + $"{_image.Records.Count} records"
        );
        await StartAsync();
        var again = await _requests.RepeatAsync(user => _clients[user]);
        Require(!again.Any(), "a link cannot be repeated", again);
        if (_random.Next(2) == 0)
        {
            await TakenUpAsync(running);
        }
    }

    // Requests of several users at once, changes at the bank before and meanwhile, and the moment.
    private async Task FireAsync(Moment moment)
    {
        ChangeBank();
        var coming = moment.ComesAsync(() => _followers.Sum(f => f.Last), _bank, _database);
        var requests = new List<Task>();
        foreach (var client in _clients.Values)
        {
            requests.Add(_requests.SyncAsync(client, null, _random.Next(100), _random.Next(10) < 7));
            if (_random.Next(3) == 0 && Pick(r => r.Account) is { } account)
            {
                requests.Add(_requests.SyncAsync(_clients[account.User], account.Id, _random.Next(100), force: true));
            }
        }
        for (var i = _random.Next(4); i > 0; i--)
        {
            if (Pick(r => r.Transaction) is { } transaction)
            {
                requests.Add(_requests.NoteAsync(_clients[transaction.User], transaction.Id));
            }
        }
        if (_random.Next(7) == 0 && _bank.Items.Count < LinksMax)
        {
            requests.Add(_requests.LinkAsync(AnyClient()));
        }
        requests.Add(ChangeBankMeanwhileAsync(_random.Next(), _random.Next(200)));
        await coming;
        _kills++;
        await KillAsync();
        await Task.WhenAll(requests);
    }

    private void ChangeBank()
    {
        foreach (var item in _bank.Items)
        {
            var steps = _random.Next(10) switch
            {
                < 3 => 0,
                < 7 => _random.Next(1, 6),
                _ => _random.Next(10, 60),
            };
            _bank.Mutate(item, _random.Next(), steps);
        }
        if (_bank.Items.Count > 0 && _random.Next(6) == 0)
        {
            // More than a page of 500 holds.
            _bank.Mutate(_bank.Items[_random.Next(_bank.Items.Count)], _random.Next(), _random.Next(400, 900));
        }
        if (_random.Next(5) == 0)
        {
            _bank.PassTime(TimeSpan.FromHours(_random.Next(1, 40)));
        }
    }

    private async Task ChangeBankMeanwhileAsync(int seed, int milliseconds)
    {
        await Task.Delay(milliseconds);
        foreach (var item in _bank.Items)
        {
            _bank.Mutate(item, seed, 1 + (seed % 5));
        }
    }

    // A record that was there at the last look names an account or a transaction, and whose it is.
    private (string User, string Id)? Pick(Func<ImageRecord, string> id)
    {
        if (_image is not { Records.Count: > 0 } image)
        {
            return null;
        }
        var record = image.Records.Values.ElementAt(_random.Next(image.Records.Count));
        return (image.Users[record.User].Name, id(record));
    }

    // Every run found running is abandoned, and another goes on with it.
    private async Task TakenUpAsync(IReadOnlyList<ImageRun> broken)
    {
        foreach (var run in broken)
        {
            var client = _clients[_image!.Users[run.User].Name];
            for (var clock = Stopwatch.StartNew(); ; )
            {
                var runs = await client.ListAsync("/runs");
                var status = runs.Find(r => r.GetProperty("id").GetString() == run.Id)
                    .GetProperty("status")
                    .GetString();
                var isResumed = runs.Exists(r =>
                    r.TryGetProperty("resumes", out var resumes) && resumes.GetString() == run.Id
                );
                if (status == "abandoned" && isResumed)
                {
                    break;
                }
                var isLate = clock.Elapsed > ServerProcess.StartLimit;
                Require(!isLate, $"run {run.Id} is {status}, resumed: {isResumed}", runs.Select(r => $"{r}"));
                await Task.Delay(20);
            }
        }
    }

    private async Task KillAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
        foreach (var follower in _followers)
        {
            await follower.LeaveAsync();
        }
    }

    private ApiClient AnyClient() => _clients.Values.ElementAt(_random.Next(_clients.Count));

    internal void Log(string line) => _log.Add(line);
}
