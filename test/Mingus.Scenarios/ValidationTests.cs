using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>Stacks with a check that comes from here: the product knows nothing of it.</summary>
public sealed class StacksWithACheck : SharedStacks
{
    protected override void Adjust(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ILedgerCheck>(new NoKiosks());

    protected override Task Ended() => Task.CompletedTask;

    private sealed class NoKiosks : ILedgerCheck, ICheckPass
    {
        private readonly Discrepancies _found = new();

        public string Name => "no_kiosks";

        public Severity? SeverityAt(ValidationLevel level) => level == ValidationLevel.Strict ? Severity.Warning : null;

        public ICheckPass Begin(CheckContext context) => new NoKiosks();

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            foreach (var record in transaction.Where(r => r.Content.Description == "Kiosk"))
            {
                _found.Add(new Discrepancy(record.ProviderTransactionId, "A kiosk.", new Dictionary<string, string>()));
            }
        }

        public CheckOutcome Conclude() => _found.Of(1);
    }
}

/// <summary>What is stored is checked; what does not hold is found, told, repaired where it can be, and gone when it is
/// put right.</summary>
public sealed class ValidationTests(SharedStacks stacks, StacksWithACheck checking) : IClassFixture<StacksWithACheck>
{
    public static TheoryData<StoreKind, (string Sql, string Undo, string Check, string Severity)> Flaws =>
        BothStores.With(
            (
                "UPDATE records SET amount_minor = amount_minor - 100 WHERE {one}",
                "UPDATE records SET amount_minor = amount_minor + 100 WHERE {one}",
                "balance_consistency",
                "error"
            ),
            (
                "UPDATE records SET date = date - 400 WHERE {one}",
                "UPDATE records SET date = date + 400 WHERE {one}",
                "stale_fingerprint",
                "error"
            ),
            (
                "UPDATE records SET is_primary = {false} WHERE {one}",
                "UPDATE records SET is_primary = {true} WHERE {one}",
                "relations",
                "error"
            ),
            (
                "UPDATE records SET feed_id = transaction_id WHERE {one}",
                "UPDATE records SET feed_id = (SELECT f.feed_id FROM feeds AS f) WHERE {one}",
                "orphaned_records",
                "error"
            ),
            (
                "UPDATE records SET original_description = description, description = ' ' WHERE {one}",
                "UPDATE records SET description = original_description, original_description = NULL WHERE {one}",
                "missing_fields",
                "warning"
            ),
            (
                "UPDATE records SET date = date + 4000 WHERE {one}",
                "UPDATE records SET date = date - 4000 WHERE {one}",
                "future_date",
                "warning"
            ),
            (
                "UPDATE records SET amount_minor = amount_minor + 900000000000 WHERE {one}",
                "UPDATE records SET amount_minor = amount_minor - 900000000000 WHERE {one}",
                "impossible_amount",
                "warning"
            ),
            (
                "UPDATE records SET currency = 'NOK' WHERE {one}",
                "UPDATE records SET currency = 'USD' WHERE {one}",
                "currency_differs",
                "info"
            )
        );

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_healthy_bank_passes_at_every_level_and_its_report_is_kept(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.Link();
        foreach (var account in await person.Accounts())
        {
            foreach (var level in (string[])["strict", "normal", "relaxed"])
            {
                var report = await Validate(person, account, level);
                Assert.True("passed" == report.Text("verdict"), report.ToString());
                Assert.Empty(report.List("findings"));
                Assert.Equal(level, report.Text("level"));
                Assert.True(report.List("checks").Count() >= 4);
            }

            var kept = await person.All($"/accounts/{account.Text("id")}/validations");
            Assert.Equal(["relaxed", "normal", "strict"], kept.Select(r => r.Text("level")));
            var one = (await person.Get($"/validations/{kept[0].Text("id")}")).Expect(200);
            Assert.Equal(kept[0].ToString(), one.ToString());
        }

        Assert.Empty(await person.All("/findings?state=open"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_full_sync_validates_too(StoreKind kind)
    {
        var (person, account) = await Linked(kind);

        var run = await person.Sync("full");

        Assert.Equal(("succeeded", null), (run.Text("status"), run.TextOrNull("reason")));
        var report = Assert.Single(run.GetProperty("result").List("validations"));
        Assert.Equal(("passed", "normal"), (report.Text("verdict"), report.Text("level")));
        var status = (await person.Get($"/accounts/{account.Text("id")}/sync-status")).Expect(200);
        Assert.NotNull(status.GetProperty("types").GetProperty("validate").TextOrNull("lastSuccessAt"));
    }

    [Theory, MemberData(nameof(Flaws))]
    public async Task A_flaw_is_found_and_resolved_once_it_is_put_right(
        StoreKind kind,
        (string Sql, string Undo, string Check, string Severity) flaw
    )
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        var account = Assert.Single(await person.Accounts());
        await stack.Tamper(Sql(kind, flaw.Sql));

        var report = await Validate(person, account, "strict");

        var found = Assert.Single(report.List("findings"), f => f.Text("check") == flaw.Check);
        Assert.Equal(flaw.Severity, found.Text("severity"));
        var check = Assert.Single(report.List("checks"), c => c.Text("name") == flaw.Check);
        Assert.Equal(1, check.GetProperty("issues").GetInt32());
        var open = await person.All("/findings?state=open");
        Assert.Contains(open, f => f.Text("id") == found.Text("id") && f.Text("runId") == report.Text("runId"));
        var ofAccount = open.Where(f => f.TextOrNull("accountId") == account.Text("id")).Select(f => f.Text("id"));
        var asked = await person.All($"/findings?state=open&account={account.Text("id")}");
        Assert.Equal(ofAccount, asked.Select(f => f.Text("id")));
        Assert.Equal(flaw.Severity == "error" ? "failed" : report.Text("verdict"), report.Text("verdict"));

        await Validate(person, account, "strict");
        Assert.Equal(open.Count, (await person.All("/findings?state=open")).Count);

        await stack.Tamper(Sql(kind, flaw.Undo));
        var after = await Validate(person, account, "strict");
        Assert.True("passed" == after.Text("verdict"), after.ToString());
        Assert.Empty(await person.All("/findings?state=open"));
        Assert.Equal("resolved", (await person.Get($"/findings/{found.Text("id")}")).Expect(200).Text("state"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task An_old_duplicate_is_found_repaired_by_a_decision_and_that_is_taken_back(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(30)));
        await person.LinkDocument(Documents.Checking(Documents.Rows(30)));
        var account = Assert.Single(await person.Accounts());
        var before = (await person.Transactions()).Count;
        // As an older version of matching may have left it: one transaction of the newer feed stands for itself.
        await stack.Tamper(
            Sql(
                kind,
                "UPDATE records SET transaction_id = feed_id, is_primary = {true} "
                    + "WHERE row_number = (SELECT max(row_number) FROM records)"
            )
        );
        Assert.Equal(before + 1, (await person.Transactions()).Count);

        var report = await Validate(person, account, "strict");
        var found = Assert.Single(report.List("findings"));
        Assert.Equal(
            ("duplicate_fingerprints", true),
            (found.Text("check"), found.GetProperty("repairable").GetBoolean())
        );
        var decision = (await person.Post($"/findings/{found.Text("id")}/repair")).Expect(200);

        Assert.Equal(("repair", "person"), (decision.Text("kind"), decision.Text("by")));
        Assert.Equal(before, (await person.Transactions()).Count);
        Assert.Equal("resolved", (await person.Get($"/findings/{found.Text("id")}")).Expect(200).Text("state"));
        Assert.Equal("passed", (await Validate(person, account, "strict")).Text("verdict"));
        var again = await person.Post($"/findings/{found.Text("id")}/repair");
        again.ExpectProblem(409, "not_open");

        (await person.Post($"/decisions/{decision.Text("id")}/undo")).Expect(200);
        Assert.Equal(before + 1, (await person.Transactions()).Count);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task What_cannot_be_repaired_says_so_and_what_is_dismissed_is_not_told_again(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var account = Assert.Single(await person.Accounts());
        await stack.Tamper(Sql(kind, "UPDATE records SET is_primary = {false} WHERE {one}"));
        var found = Assert.Single((await Validate(person, account, "relaxed")).List("findings"));

        (await person.Post($"/findings/{found.Text("id")}/repair")).ExpectProblem(409, "not_repairable");
        (await person.Post($"/findings/{found.Text("id")}/dismiss")).Expect(200);
        var after = await Validate(person, account, "relaxed");

        Assert.Equal("passed", after.Text("verdict"));
        Assert.Empty(await person.All("/findings?state=open"));
        (await person.Post($"/findings/fnd_{new string('1', 32)}/repair")).ExpectProblem(404, "not_found");
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_check_from_elsewhere_runs_with_ours(StoreKind kind)
    {
        var person = await checking.Person(kind);
        await person.LinkDocument(Documents.Checking(new RowDoc("Kiosk", 3m, Documents.Day(-3))));
        var account = Assert.Single(await person.Accounts());

        var strict = await Validate(person, account, "strict");

        Assert.Equal(
            ("no_kiosks", "A kiosk."),
            (strict.List("findings").Single().Text("check"), strict.List("findings").Single().Text("text"))
        );
        Assert.Equal("warnings", strict.Text("verdict"));
        var normal = await Validate(person, account, "normal");
        Assert.DoesNotContain(normal.List("checks"), c => c.Text("name") == "no_kiosks");
        Assert.Single(await person.All("/findings?state=open"));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_report_is_read_as_text_and_another_user_sees_none(StoreKind kind)
    {
        var (person, account) = await Linked(kind);
        var report = await Validate(person, account, "strict");

        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(person.Stack.Address, $"/api/data-sync/validations/{report.Text("id")}")
        );
        request.Headers.Add("Mingus-User", person.Name);
        request.Headers.Add("Accept", "text/plain");
        using var answer = await person.Stack.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Verdict    passed", text, StringComparison.Ordinal);
        Assert.Contains("duplicate_fingerprints", text, StringComparison.Ordinal);
        var stranger = await stacks.Person(kind);
        (await stranger.Get($"/validations/{report.Text("id")}")).ExpectProblem(404, "not_found");
        (await stranger.Get($"/accounts/{account.Text("id")}/validations")).ExpectProblem(404, "not_found");
        var bad = await person.Post($"/accounts/{account.Text("id")}/validate", new { level = "lenient" });
        Assert.Equal(400, bad.Code);
    }

    private async Task<(Person Person, JsonElement Account)> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(5)));
        return (person, Assert.Single(await person.Accounts()));
    }

    private static async Task<JsonElement> Validate(Person person, JsonElement account, string level)
    {
        var path = $"/accounts/{account.Text("id")}/validate";
        var run = (await person.Post(path, new { level }, ("Prefer", "wait=30"))).Expect(200);
        Assert.True("succeeded" == run.Text("status"), run.ToString());
        Assert.Equal(
            ("validate", 0),
            (run.Text("syncType"), run.GetProperty("resources").GetProperty("providerCalls").GetInt32())
        );
        var result = run.GetProperty("result");
        var report = Assert.Single(result.List("validations"));
        Assert.Equal((report.Text("id"), report.Text("verdict")), (result.Text("id"), result.Text("verdict")));
        return report;
    }

    private static string Sql(StoreKind kind, string sql) =>
        sql.Replace("{one}", "row_number = (SELECT min(row_number) FROM records)", StringComparison.Ordinal)
            .Replace("{true}", kind == StoreKind.Sqlite ? "1" : "TRUE", StringComparison.Ordinal)
            .Replace("{false}", kind == StoreKind.Sqlite ? "0" : "FALSE", StringComparison.Ordinal);
}
