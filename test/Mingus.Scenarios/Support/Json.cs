using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Mingus.Scenarios.Support;

/// <summary>What came back from the product.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Json, IReadOnlyDictionary<string, string> Headers)
{
    public int Code => (int)Status;

    /// <summary>The user's last event sequence in the read's own snapshot.</summary>
    public long Sequence => long.Parse(Headers["Mingus-Sequence"], CultureInfo.InvariantCulture);

    /// <summary>Asserts the status and gives the body.</summary>
    public JsonElement Expect(params ReadOnlySpan<int> statuses)
    {
        var body = Json.ValueKind == JsonValueKind.Undefined ? "" : Json.ToString();
        Assert.True(
            statuses.Contains(Code),
            $"HTTP {Code} instead of {string.Join(" or ", statuses.ToArray())}: {body}"
        );
        return Json;
    }

    /// <summary>Asserts a problem that a person and a program can use, and gives it.</summary>
    public JsonElement ExpectProblem(int status, string code)
    {
        var problem = Expect(status);
        Assert.Equal("application/problem+json", Headers["Content-Type"].Split(';')[0]);
        Assert.Equal(code, problem.Text("code"));
        Problems.AssertUseful(problem);
        return problem;
    }
}

/// <summary>What every problem must say.</summary>
internal static class Problems
{
    private static readonly string[] s_actions =
    [
        "retry",
        "wait",
        "relink",
        "renew",
        "choose_accounts",
        "contact_bank",
        "contact_operator",
        "fix_request",
        "none",
    ];

    public static void AssertUseful(JsonElement problem)
    {
        Assert.Contains(problem.Text("action"), s_actions);
        Assert.Matches("^[a-z0-9_]+$", problem.Text("code"));
        Assert.True(problem.Text("detail").Length > 20, $"says too little: {problem}");
        Assert.DoesNotContain("Exception", problem.Text("detail"), StringComparison.Ordinal);
    }
}

/// <summary>Short ways into an answer.</summary>
internal static class Json
{
    public static string Text(this JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null");

    public static string? TextOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static int Int(this JsonElement json, string name) => json.GetProperty(name).GetInt32();

    public static bool Has(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static DateTimeOffset Moment(this JsonElement json, string name) =>
        json.GetProperty(name).GetDateTimeOffset();

    public static List<JsonElement> List(this JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray()];
}
