namespace Mingus.Security.Support;

/// <summary>
/// What Anna of tenant acme owns: one thing of every kind that has an id. Most come about as they do in life; what a
/// healthy bank does not bring about is planted.
/// </summary>
internal sealed class Belongings
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public long UserId { get; private set; }

    /// <summary>By the name of the collection in paths.</summary>
    public string Of(string collection) =>
        _ids.TryGetValue(collection, out var id)
            ? id
            : throw new InvalidOperationException($"Anna owns no {collection}: give her one in {nameof(Belongings)}.");

    /// <summary>An id of the same kind that nothing ever had.</summary>
    public string NeverOf(string collection)
    {
        var id = Of(collection);
        return id[..(id.IndexOf('_') + 1)] + new string('0', 31) + "7";
    }

    public static async Task<Belongings> Make(SafeStack stack)
    {
        var anna = stack.As(SafeStack.AcmeKey, "anna");
        var mine = new Belongings();
        var connection = await anna.Link();
        mine._ids["connections"] = (string)connection["id"]!;
        mine._ids["runs"] = (string)connection["firstRunId"]!;
        var account = (await anna.Get("/accounts")).Expect(200).Json["items"]![0]!;
        var accountId = (string)account["id"]!;
        mine._ids["accounts"] = accountId;
        mine._ids["feeds"] = (string)account["feeds"]![0]!["id"]!;
        var transaction = (await anna.Get($"/accounts/{accountId}/transactions")).Expect(200).Json["items"]![0]!;
        mine._ids["transactions"] = (string)transaction["id"]!;
        var note = await anna.Send("PATCH", $"/transactions/{transaction["id"]}", """{"note":"a note of mine"}""");
        note.Expect(200);
        var checkedRun = (await anna.Post($"/accounts/{accountId}/validate")).Json;
        await anna.Ended((string)checkedRun["id"]!);
        var report = (await anna.Get($"/accounts/{accountId}/validations")).Expect(200).Json["items"]![0]!;
        mine._ids["validations"] = (string)report["id"]!;
        await mine.MakeCredentials(anna);
        mine.UserId = long.Parse(
            (await stack.Query("SELECT user_id FROM users WHERE tenant_id = 'acme' AND external_id = 'anna'")).Single(),
            null
        );
        await mine.Plant(stack);
        await mine.AssertTheyAreThere(anna);
        return mine;
    }

    private async Task MakeCredentials(Caller anna)
    {
        var endpoint = (await anna.Post("/webhook-endpoints", """{"url":"https://hooks.example/"}""")).Expect(201).Json;
        _ids["webhook-endpoints"] = (string)endpoint["id"]!;
        var test = await anna.Post($"/webhook-endpoints/{endpoint["id"]}/test");
        Assert.True(test.Status is 200 or 202, test.Text);
        var deliveries = (await anna.Get($"/webhook-endpoints/{endpoint["id"]}/deliveries")).Expect(200).Json;
        _ids["deliveries"] = (string)deliveries["items"]![0]!["id"]!;
        _ids["user-tokens"] = (string)(await anna.Post("/user-tokens", "{}")).Expect(201).Json["id"]!;
        _ids["api-keys"] = (string)(await anna.Post("/api-keys", "{}")).Expect(201).Json["id"]!;
    }

    private async Task Plant(SafeStack stack)
    {
        var (account, connection, run) = (Blob("accounts"), Blob("connections"), Blob("runs"));
        var transaction = Blob("transactions");
        await Plant(
            stack,
            "findings",
            "fnd",
            $"findings VALUES ({UserId}, @, {account}, {connection}, 'balance', 'error', 'text', "
                + $"'{{}}', 'none', 'open', 1, {run})"
        );
        await Plant(
            stack,
            "quarantine",
            "qua",
            $"quarantine VALUES ({UserId}, @, {connection}, {account}, 'record', 'a', 'b', 'date', "
                + $"'why', '{{}}', 1, {run})"
        );
        await Plant(
            stack,
            "notifications",
            "ntf",
            $"notifications VALUES ({UserId}, @, 'error', 'error', 'topic', 'text', NULL, "
                + $"{account}, {connection}, 1, 1, NULL, NULL)"
        );
        await Plant(
            stack,
            "duplicates",
            "dup",
            "suggestions (user_id, duplicate_id, account_id, one_id, other_id, state, score, reasons, at) "
                + $"VALUES ({UserId}, @, {account}, {transaction}, {transaction}, 'suggested', 0.5, '[]', 1)"
        );
        await Plant(
            stack,
            "account-links",
            "lnk",
            $"account_links VALUES ({UserId}, @, {account}, {Blob("feeds")}, 'suggested', 0.5, '[]', NULL, 1)"
        );
        await Plant(
            stack,
            "decisions",
            "dec",
            "decisions (user_id, decision_id, transaction_id, kind, is_by_person, rule, at, reasons, "
                + "state_before, state_after) "
                + $"VALUES ({UserId}, @, {transaction}, 'match', 1, 'person', 1, '[]', '{{}}', '{{}}')"
        );
    }

    private async Task Plant(SafeStack stack, string collection, string prefix, string row)
    {
        var id = Convert.ToHexStringLower(SHA256(collection)[..16]);
        await stack.Query($"INSERT INTO {row.Replace("@", $"x'{id}'", StringComparison.Ordinal)}");
        _ids[collection] = $"{prefix}_{id}";
    }

    /// <summary>Ids that their owner does not find either would prove nothing.</summary>
    private async Task AssertTheyAreThere(Caller anna)
    {
        foreach (var route in Route.All.Where(route => route is { Method: "GET", Name: not "StreamEvents" }))
        {
            var answer = await anna.Get(route.With(Of));
            Assert.True(answer.Status == 200, $"Anna's own {route}: {answer.Status} {answer.Text}");
        }
    }

    private string Blob(string collection) => $"x'{Of(collection)[(Of(collection).IndexOf('_') + 1)..]}'";

    private static byte[] SHA256(string text) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
}
