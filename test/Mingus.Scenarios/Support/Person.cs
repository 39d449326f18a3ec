using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mingus.Scenarios.Support;

/// <summary>A bank linked by a person.</summary>
internal sealed record Linked(string ConnectionId, string ItemId, string FirstRunId, JsonElement Body);

/// <summary>A user of the product. Everything here goes over its HTTP API.</summary>
internal sealed class Person(Stack stack, string name)
{
    public const string FirstPlatypus = "ins_109508";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Linked> _banks = [];

    public Stack Stack => stack;

    public string Name => name;

    /// <summary>The banks linked so far.</summary>
    public IReadOnlyList<Linked> Banks => _banks;

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, body: null);

    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), headers);

    public Task<Answer> Patch(string path, object body) => Send(HttpMethod.Patch, path, JsonContent.Create(body));

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path, body: null);

    public async Task<Answer> Send(
        HttpMethod method,
        string path,
        HttpContent? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(stack.Address, $"/api/data-sync{path}"));
        request.Content = body;
        request.Headers.Add("Mingus-User", name);
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var response = await stack.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var all = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, text.Length == 0 ? default : Parse(text), all);
    }

    /// <summary>A public token, as the linking page gives it.</summary>
    public async Task<string> PublicToken(string institution, string user, string password, int days = 730)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(stack.Sandbox.BaseUrl, "/sandbox/public_token/create")
        );
        request.Headers.Add("PLAID-CLIENT-ID", "test");
        request.Headers.Add("PLAID-SECRET", "test");
        var options = new
        {
            override_username = user,
            override_password = password,
            transactions = new { days_requested = days },
        };
        var wanted = new
        {
            institution_id = institution,
            initial_products = new[] { "transactions" },
            options,
        };
        request.Content = JsonContent.Create(wanted);
        using var response = await stack.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return Parse(text).Text("public_token");
    }

    /// <summary>Links a bank and waits for the end of its first sync, unless that is not wanted.</summary>
    public async Task<Linked> Link(
        string institution = FirstPlatypus,
        string user = "user_good",
        string password = "pass_good",
        int days = 730,
        bool wait = true
    )
    {
        var token = await PublicToken(institution, user, password, days);
        await stack.LinkTurn.WaitAsync();
        try
        {
            var body = (await Post("/connections", new { publicToken = token })).Expect(201);
            var itemId = stack.Sandbox.Bank.Items[^1].ItemId;
            _banks.Add(new(body.Text("id"), itemId, body.Text("firstRunId"), body));
        }
        finally
        {
            stack.LinkTurn.Release();
        }

        if (wait)
        {
            await Ended(_banks[^1].FirstRunId);
        }

        return _banks[^1];
    }

    /// <summary>Links a bank whose accounts and rows are the document's.</summary>
    public Task<Linked> LinkDocument(string document, bool wait = true) =>
        Link(FirstPlatypus, "user_custom", document, wait: wait);

    /// <summary>Asks for a sync and waits for its end; the body is the run.</summary>
    public async Task<JsonElement> Sync(string type = "transactions", bool force = true, Linked? bank = null)
    {
        var answer = await AskSync(type, force, bank);
        Assert.True(answer.Code == 200, $"HTTP {answer.Code}: {answer.Json}\n{stack.Log.Newest}");
        return answer.Json;
    }

    /// <summary>Asks for a sync of the account that a bank listed first; waits, and answers whatever came.</summary>
    public async Task<Answer> AskSync(string type = "transactions", bool force = true, Linked? bank = null)
    {
        var account = (await AccountsOf(bank ?? _banks[^1]))[0].Text("id");
        return await Post($"/accounts/{account}/sync", new { syncType = type, force }, ("Prefer", "wait=30"));
    }

    /// <summary>The run once it has ended.</summary>
    public async Task<JsonElement> Ended(string runId)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); ; )
        {
            var run = (await Get($"/runs/{runId}")).Expect(200);
            if (run.Text("status") is not ("queued" or "running"))
            {
                return run;
            }

            var late = TimeProvider.System.GetElapsedTime(begun) > Patience;
            Assert.False(late, $"{run}\n{stack.Log.Newest}");
            await Task.Delay(10);
        }
    }

    public Task<List<JsonElement>> Accounts() => All("/accounts");

    /// <summary>Accounts of one bank, in the order in which the bank lists them.</summary>
    public async Task<List<JsonElement>> AccountsOf(Linked bank)
    {
        var order = stack.Sandbox.Bank.Truth(bank.ItemId).Accounts.Select(a => a.AccountId).ToList();
        return
        [
            .. (await Accounts())
                .Where(a => a.List("feeds").Exists(f => f.Text("connectionId") == bank.ConnectionId))
                .OrderBy(a => order.IndexOf(a.List("feeds")[0].Text("providerAccountId"))),
        ];
    }

    public async Task<JsonElement> Connection(Linked? bank = null) =>
        (await Get($"/connections/{(bank ?? _banks[^1]).ConnectionId}")).Expect(200);

    /// <summary>Every transaction of an account with its records.</summary>
    public Task<List<JsonElement>> Transactions(string accountId, int limit = 500) =>
        All($"/accounts/{accountId}/transactions?include=records&limit={limit}");

    /// <summary>Every transaction of all accounts of all banks, with its records.</summary>
    public async Task<List<JsonElement>> Transactions()
    {
        var all = new List<JsonElement>();
        foreach (var account in await Accounts())
        {
            all.AddRange(await Transactions(account.Text("id")));
        }

        return all;
    }

    /// <summary>The transaction that shows a record of the bank; null when none does.</summary>
    public async Task<JsonElement?> Find(string providerTransactionId)
    {
        foreach (var transaction in await Transactions())
        {
            if (transaction.List("records").Exists(r => r.Text("providerTransactionId") == providerTransactionId))
            {
                return transaction;
            }
        }

        return null;
    }

    public Task<List<JsonElement>> Quarantine() => All("/quarantine");

    public Task<List<JsonElement>> Findings(string state = "open") => All($"/findings?state={state}");

    public Task<List<JsonElement>> Runs() => All("/runs");

    /// <summary>All pages of a list.</summary>
    public async Task<List<JsonElement>> All(string path)
    {
        var items = new List<JsonElement>();
        for (string? after = null; ; )
        {
            var join = path.Contains('?') ? '&' : '?';
            var page = (await Get(after is null ? path : $"{path}{join}after={after}")).Expect(200);
            items.AddRange(page.List("items"));
            if ((after = page.TextOrNull("next")) is null)
            {
                return items;
            }
        }
    }

    /// <summary>All that a person can see of the ledger, as one text: equal texts are equal ledgers. Left out is what
    /// tells of attempts: runs, freshness, status.</summary>
    public async Task<string> LedgerText()
    {
        var text = new StringBuilder();
        foreach (var account in await Accounts())
        {
            var balance = account.Has("balance") ? account.GetProperty("balance").ToString() : "no balance";
            text.AppendLine($"{account.Text("id")} {account.Text("name")} {balance}");
            foreach (var transaction in await Transactions(account.Text("id")))
            {
                text.AppendLine(transaction.ToString());
            }

            foreach (var snapshot in await All($"/accounts/{account.Text("id")}/balances"))
            {
                text.AppendLine(snapshot.ToString());
            }
        }

        foreach (var item in (await Quarantine()).Concat(await All("/findings")))
        {
            text.AppendLine(item.ToString());
        }

        return text.ToString();
    }

    public BankHand Hand(Linked? bank = null) => new(stack.Sandbox, (bank ?? _banks[^1]).ItemId);

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
