using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S13, S14: what the bank's side answers, and what the person sees of it, by a table (plaid-contract, section
/// 8). Each heals by itself once the bank answers again.</summary>
[Trait("Category", "Slow")]
public sealed class ErrorTableTests
{
    // code | status | action | due by itself | kind of notification
    private const string Table = """
        INTERNAL_SERVER_ERROR                        | healthy         | wait             | due     | -
        PLANNED_MAINTENANCE                          | healthy         | wait             | due     | -
        INSTITUTION_DOWN                             | healthy         | wait             | due     | -
        INSTITUTION_NOT_RESPONDING                   | healthy         | wait             | due     | -
        INSTITUTION_NOT_AVAILABLE                    | healthy         | wait             | due     | -
        TRANSACTIONS_SYNC_LIMIT                      | healthy         | wait             | due     | -
        RATE_LIMIT                                   | healthy         | wait             | due     | -
        INSTITUTION_RATE_LIMIT                       | healthy         | wait             | due     | -
        PRODUCT_NOT_READY                            | healthy         | wait             | due     | -
        INVALID_ACCOUNT_ID                           | healthy         | wait             | due     | -
        ITEM_LOGIN_REQUIRED                          | needs_attention | relink           | -       | actionable
        INVALID_CREDENTIALS                          | needs_attention | relink           | -       | actionable
        ITEM_LOCKED                                  | needs_attention | relink           | -       | actionable
        ACCESS_NOT_GRANTED                           | needs_attention | relink           | -       | actionable
        NO_ACCOUNTS                                  | needs_attention | choose_accounts  | -       | actionable
        ADDITIONAL_CONSENT_REQUIRED                  | needs_attention | relink           | -       | actionable
        USER_PERMISSION_REVOKED                      | needs_attention | relink           | -       | actionable
        ITEM_NOT_FOUND                               | needs_attention | relink           | -       | actionable
        INVALID_ACCESS_TOKEN                         | needs_attention | relink           | -       | actionable
        INSTITUTION_NO_LONGER_SUPPORTED              | needs_attention | relink           | -       | actionable
        ITEM_NOT_SUPPORTED                           | needs_attention | none             | -       | error
        UNSUPPORTED_RESPONSE                         | needs_attention | wait             | due     | error
        INVALID_API_KEYS                             | needs_attention | contact_operator | due     | error
        CREDITS_EXHAUSTED                            | needs_attention | contact_operator | due     | error
        PRODUCT_NOT_ENABLED                          | needs_attention | contact_operator | due     | error
        """;

    [Theory, ClassData(typeof(BothStores))]
    public async Task Each_code_says_what_to_do_and_heals_by_itself(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        foreach (var row in Table.Split('\n'))
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            await person.Sync();
            var times = await Told(person);
            person.Misbehave(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Code = cells[0],
                    Times = 500,
                }
            );
            for (var again = 0; again < 2; again++)
            {
                Assert.Equal("failed", (await person.Sync()).Text("status"));
                // What asks to wait is asked again after its time.
                stack.Advance(TimeSpan.FromMinutes(3));
            }

            var connection = await person.Connection();
            var kindTold =
                (await Health(person)) is { } health && await Told(person) > times ? health.Text("kind") : "-";
            Assert.Equal(
                string.Join(" | ", cells),
                string.Join(
                    " | ",
                    connection.GetProperty("error").Text("code").ToUpperInvariant(),
                    connection.Text("status"),
                    connection.Text("action"),
                    connection.Has("nextDueAt") ? "due" : "-",
                    kindTold
                )
            );
            Assert.True(kindTold == "-" || (await Told(person)) == times + 1, $"{cells[0]} was told twice");
            stack.Sandbox.Mischief.Clear();
            Assert.Equal("succeeded", (await person.Sync()).Text("status"));
            connection = await person.Connection();
            Assert.Equal(("healthy", false), (connection.Text("status"), connection.Has("error")));
        }

        await person.AssertLedgerEqualsBank();
    }

    // How often somebody was told that something is wrong: events, for the notification itself is one.
    private static async Task<int> Told(Person person)
    {
        var rows = await person.Stack.Query(
            "SELECT data FROM events WHERE type = 'notification' AND (data LIKE '%\"kind\":\"actionable\"%' "
                + "OR data LIKE '%\"kind\":\"error\"%')"
        );
        return rows.Count;
    }

    private static async Task<JsonElement?> Health(Person person)
    {
        var found = (await person.All("/notifications")).Where(n => n.Text("topic") == "health").ToList();
        return found.Count == 0 ? null : found[0];
    }
}
