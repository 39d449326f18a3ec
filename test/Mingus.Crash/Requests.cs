using System.Text.Json;
using Mingus.Crash.Bank;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash;

/// <summary>
/// What clients asked of the product, and what it acknowledged: that may never be lost. A request without an answer may
/// have been done or not, and both are right.
/// </summary>
internal sealed class Requests(BankSide bank, Action<string> log)
{
    // A historical sync mends what a lost record would show: it is rare.
    private static readonly string[] s_types =
    [
        .. Enumerable.Repeat("transactions", 7),
        .. Enumerable.Repeat("full", 3),
        .. Enumerable.Repeat("balance", 2),
        "historical",
    ];

    private readonly Lock _lock = new();
    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string?>> _notes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noting = new(StringComparer.Ordinal);
    private readonly List<(string User, string Key, string Token)> _unanswered = [];
    private int _number;

    public int Runs => _runs.Count;

    public int Notes => _notes.Count;

    public int Connections => _connections.Count;

    /// <summary>Asks for a sync of everything, or of one account.</summary>
    public async Task SyncAsync(ApiClient client, string? account, int draw, bool force)
    {
        var type = s_types[draw % s_types.Length];
        var path = account is null ? "/accounts/bulk/sync" : $"/accounts/{account}/sync";
        var answer = await client.TryCallAsync(HttpMethod.Post, path, new { syncType = type, force });
        if (answer is not { IsSuccess: true })
        {
            Unexpected(answer, path);
            return;
        }
        lock (_lock)
        {
            if (answer.Body.TryGetProperty("runs", out var runs))
            {
                _runs.UnionWith(runs.EnumerateArray().Select(IdOf));
            }
            else
            {
                _runs.Add(IdOf(answer.Body));
            }
        }
    }

    /// <summary>Writes a note on a transaction, unless one is on its way: of two at once nobody could say which is the
    /// last.</summary>
    public async Task NoteAsync(ApiClient client, string transaction)
    {
        var note = $"note {Interlocked.Increment(ref _number)}";
        lock (_lock)
        {
            if (!_noting.Add(transaction))
            {
                return;
            }
            var known = _notes.TryGetValue(transaction, out var allowed) ? allowed : _notes[transaction] = [null];
            known.Add(note);
        }
        var answer = await client.TryCallAsync(HttpMethod.Patch, $"/transactions/{transaction}", new { note });
        lock (_lock)
        {
            _noting.Remove(transaction);
            if (answer is { IsSuccess: true })
            {
                _notes[transaction] = [note];
            }
        }
        Unexpected(answer, "PATCH transaction");
    }

    /// <summary>Links a bank that nobody linked before.</summary>
    public async Task LinkAsync(ApiClient client)
    {
        var token = await bank.SignInAsync();
        await LinkAsync(client, $"link-{Interlocked.Increment(ref _number)}", token);
    }

    /// <summary>Sends links again that had no answer, as a client with an Idempotency-Key does.</summary>
    public async Task<IEnumerable<string>> RepeatAsync(Func<string, ApiClient> clients)
    {
        List<(string User, string Key, string Token)> open;
        lock (_lock)
        {
            open = [.. _unanswered];
            _unanswered.Clear();
        }
        var problems = new List<string>();
        foreach (var (user, key, token) in open)
        {
            // The bank may have exchanged the token for a process that died before it kept the access or its answer:
            // then it is void. But no key stays claimed by the dead.
            var answer = await LinkAsync(clients(user), key, token);
            var code = answer is { IsSuccess: false } ? answer.Body.GetProperty("code").GetString() : null;
            if (answer is null or { Status: >= 500 } || code is "request_in_progress" or "idempotency_conflict")
            {
                problems.Add($"linking again under {key} answers {answer?.Status}: {answer?.Body}");
            }
        }
        return problems;
    }

    /// <summary>What was acknowledged and is not there.</summary>
    public IEnumerable<string> Lost(Image image)
    {
        lock (_lock)
        {
            return
            [
                .. _runs.Where(r => !image.Runs.ContainsKey(r)).Select(r => $"run {r} was acknowledged and is lost"),
                .. _connections
                    .Where(c => !image.Connections.ContainsKey(c))
                    .Select(c => $"connection {c} was acknowledged and is lost"),
                .. from note in _notes
                let found = image.Notes.GetValueOrDefault(note.Key)
                where !note.Value.Contains(found)
                select $"{note.Key} has the note '{found}', not {string.Join(" or ", note.Value)}",
            ];
        }
    }

    /// <summary>Acknowledged runs that are not over, or broke off with nobody to go on.</summary>
    public IEnumerable<string> Unfinished(Image image)
    {
        var resumed = image.Runs.Values.Select(r => r.Resumes).ToHashSet(StringComparer.Ordinal);
        lock (_lock)
        {
            return
            [
                .. from id in _runs
                let run = image.Runs[id]
                where !run.IsEnded || (run.Status == "abandoned" && !resumed.Contains(id))
                select $"run {id} ({run.Type}) was acknowledged, is {run.Status} and nobody resumes it",
            ];
        }
    }

    private async Task<ApiAnswer?> LinkAsync(ApiClient client, string key, string token)
    {
        var answer = await client.TryCallAsync(
            HttpMethod.Post,
            "/connections",
            new { publicToken = token },
            ("Idempotency-Key", key)
        );
        lock (_lock)
        {
            if (answer is { IsSuccess: true })
            {
                _connections.Add(IdOf(answer.Body));
                if (answer.Body.TryGetProperty("firstRunId", out var run))
                {
                    _runs.Add(run.GetString()!);
                }
            }
            else if (answer is null)
            {
                _unanswered.Add((client.User, key, token));
            }
        }
        Unexpected(answer, "POST connections");
        return answer;
    }

    private void Unexpected(ApiAnswer? answer, string what)
    {
        if (answer is { IsSuccess: false })
        {
            log($"  {what}: {answer.Status} {answer.Body}");
        }
    }

    private static string IdOf(JsonElement body) => body.GetProperty("id").GetString()!;
}
