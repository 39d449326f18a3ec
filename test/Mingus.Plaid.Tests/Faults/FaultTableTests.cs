using System.Text;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Faults;

public sealed class FaultTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 3, 10, 20, 30, TimeSpan.Zero);

    // plaid.com/docs/errors; the contract's reactions. One line a row: type, codes, status, recovery, action.
    private const string Contract = """
        ITEM_ERROR | ITEM_LOGIN_REQUIRED | 400 | Relink | relink
        ITEM_ERROR | INVALID_CREDENTIALS INVALID_MFA INSUFFICIENT_CREDENTIALS USER_INPUT_TIMEOUT | 400 | Relink | relink
        ITEM_ERROR | INVALID_UPDATED_USERNAME | 400 | Stop | relink
        ITEM_ERROR | ITEM_LOCKED PASSWORD_RESET_REQUIRED USER_SETUP_REQUIRED | 400 | Relink | relink
        ITEM_ERROR | MFA_NOT_SUPPORTED ITEM_NOT_SUPPORTED | 400 | Stop | none
        ITEM_ERROR | NO_ACCOUNTS | 400 | Relink | choose_accounts
        ITEM_ERROR | ACCESS_NOT_GRANTED | 400 | Relink | relink
        ITEM_ERROR | ITEM_NOT_FOUND ITEM_CONCURRENTLY_DELETED | 400 | Stop | relink
        ITEM_ERROR | PRODUCT_NOT_READY | 400 | Wait | wait
        ITEM_ERROR | PRODUCTS_NOT_SUPPORTED | 400 | Unsupported | none
        ITEM_ERROR | PRODUCT_NOT_ENABLED | 400 | Config | contact_operator
        ITEM_ERROR | PENDING_EXPIRATION PENDING_DISCONNECT | 400 | Retry | renew
        INSTITUTION_ERROR | INSTITUTION_DOWN INSTITUTION_NOT_RESPONDING INSTITUTION_NOT_AVAILABLE | 400 | Retry | wait
        INSTITUTION_ERROR | INSTITUTION_NO_LONGER_SUPPORTED | 400 | Stop | relink
        INSTITUTION_ERROR | UNSUPPORTED_RESPONSE | 400 | Stop | wait
        INSTITUTION_ERROR | INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT | 400 | Config | contact_operator
        INSTITUTION_ERROR | UNAUTHORIZED_INSTITUTION | 400 | Config | contact_operator
        INSTITUTION_ERROR | INSTITUTION_REGISTRATION_REQUIRED | 400 | Config | contact_operator
        RATE_LIMIT_EXCEEDED | TRANSACTIONS_SYNC_LIMIT TRANSACTIONS_LIMIT | 429 | Throttle | wait
        RATE_LIMIT_EXCEEDED | TRANSACTIONS_REFRESH_LIMIT | 429 | Throttle | wait
        RATE_LIMIT_EXCEEDED | ACCOUNTS_LIMIT BALANCE_LIMIT | 429 | Throttle | wait
        RATE_LIMIT_EXCEEDED | ACCOUNTS_BALANCE_GET_LIMIT ITEM_GET_LIMIT | 429 | Throttle | wait
        RATE_LIMIT_EXCEEDED | INSTITUTIONS_GET_BY_ID_LIMIT RATE_LIMIT SOME_OTHER_LIMIT | 429 | Throttle | wait
        RATE_LIMIT_EXCEEDED | INSTITUTION_RATE_LIMIT | 429 | Throttle | wait
        RATE_LIMIT_EXCEEDED | CREDITS_EXHAUSTED | 429 | Config | contact_operator
        TRANSACTIONS_ERROR | TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION | 400 | Restart | retry
        INVALID_REQUEST | INVALID_FIELD MISSING_FIELDS UNKNOWN_FIELDS | 400 | Config | contact_operator
        INVALID_REQUEST | INVALID_BODY INVALID_HEADERS | 400 | Config | contact_operator
        INVALID_REQUEST | INVALID_CONFIGURATION INCOMPATIBLE_API_VERSION SANDBOX_ONLY | 400 | Config | contact_operator
        INVALID_REQUEST | NOT_FOUND NO_LONGER_AVAILABLE | 404 | Config | contact_operator
        INVALID_INPUT | INVALID_API_KEYS INVALID_PRODUCT UNAUTHORIZED_ENVIRONMENT | 400 | Config | contact_operator
        INVALID_INPUT | UNAUTHORIZED_ROUTE_ACCESS INVALID_INSTITUTION | 400 | Config | contact_operator
        INVALID_INPUT | INVALID_ACCESS_TOKEN | 400 | Stop | relink
        INVALID_INPUT | INVALID_ACCOUNT_ID | 400 | Retry | wait
        INVALID_INPUT | INVALID_PUBLIC_TOKEN INVALID_LINK_TOKEN | 400 | Relink | relink
        INVALID_INPUT | ADDITIONAL_CONSENT_REQUIRED | 400 | Relink | relink
        INVALID_INPUT | USER_PERMISSION_REVOKED | 400 | Stop | relink
        INVALID_INPUT | INVALID_WEBHOOK_VERIFICATION_KEY_ID | 400 | Config | none
        INVALID_RESULT | LAST_UPDATED_DATETIME_OUT_OF_RANGE | 400 | Unsupported | none
        API_ERROR | INTERNAL_SERVER_ERROR | 500 | Retry | wait
        API_ERROR | PLANNED_MAINTENANCE | 503 | Retry | wait
        SANDBOX_ERROR | SANDBOX_PRODUCT_NOT_ENABLED SANDBOX_WEBHOOK_INVALID | 400 | Config | contact_operator
        ITEM_ERROR | INVENTED_CODE | 400 | Stop | relink
        INSTITUTION_ERROR | INVENTED_CODE | 400 | Retry | wait
        API_ERROR | INVENTED_CODE | 500 | Retry | wait
        RATE_LIMIT_EXCEEDED | INVENTED_CODE | 429 | Throttle | wait
        TRANSACTIONS_ERROR | INVENTED_CODE | 400 | Retry | wait
        INVALID_REQUEST | INVENTED_CODE | 400 | Config | contact_operator
        INVALID_INPUT | INVENTED_CODE | 400 | Config | contact_operator
        INVALID_RESULT | INVENTED_CODE | 400 | Config | contact_operator
        SANDBOX_ERROR | INVENTED_CODE | 400 | Config | contact_operator
        INVENTED_ERROR | INVENTED_CODE | 400 | Config | contact_operator
        INVENTED_ERROR | INVENTED_CODE | 429 | Throttle | wait
        INVENTED_ERROR | INVENTED_CODE | 502 | Retry | wait
        """;

    public static TheoryData<string, string, int, string, string> Rows()
    {
        var rows = new TheoryData<string, string, int, string, string>();
        foreach (var line in Contract.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            foreach (var code in cells[1].Split(' '))
            {
                rows.Add(cells[0], code, int.Parse(cells[2]), cells[3], cells[4]);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_code_has_its_reaction(string type, string code, int status, string recovery, string action)
    {
        var fault = Of(type, code, status);
        Assert.Equal(recovery, fault.Recovery.ToString());
        Assert.Equal(action, fault.Action);
        Assert.Equal(code.ToLowerInvariant(), fault.Code);
        Assert.Equal("req1", fault.RequestId);
        Assert.Equal(recovery == "Throttle" || code == "UNSUPPORTED_RESPONSE", fault.RetryAt is not null);
        Assert.InRange(fault.Detail.Length, 20, 160);
        Assert.EndsWith(".", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_code_has_its_reaction_as_an_answer_and_as_the_state_of_a_connection(
        string type,
        string code,
        int status,
        string recovery,
        string action
    )
    {
        using var plaid = TestPlaid.Over(new CannedNetwork(CannedNetwork.Error(type, code, status)));
        var call = () => plaid.Client.GetAccounts(TestPlaid.Access, TestContext.Current.CancellationToken);
        var fault = (await Assert.ThrowsAsync<ProviderException>(call)).Fault;
        Assert.Equal((recovery, action), (fault.Recovery.ToString(), fault.Action));
        if (type == "INVENTED_ERROR")
        {
            return;
        }

        using var document = JsonDocument.Parse(
            $$"""{"item":{"item_id":"i1","error":{"error_type":"{{type}}","error_code":"{{code}}"} } }"""
        );
        var error = PlaidTranslation.Item(document.RootElement, "req2").Error;
        Assert.Equal((recovery, action), (error?.Recovery.ToString(), error?.Action));
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_contract()
    {
        var known = Rows().Select(r => r.Data.Item2).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(PlaidFaultTable.ByCode.Keys, code => !known.Contains(code));
    }

    [Fact]
    public void The_table_is_as_committed()
    {
        var text = new StringBuilder();
        foreach (var (code, row) in PlaidFaultTable.ByCode.Concat(PlaidFaultTable.ByType))
        {
            text.Append($"{code} | {row.Recovery} | {row.Action} | {row.Detail}\n");
        }

        Snapshot.MustMatch("faults", text.ToString());
    }

    [Theory]
    [InlineData("cursor not associated with access_token", Recovery.Reset)]
    [InlineData("Cursor not associated with access_token, sorry", Recovery.Reset)]
    [InlineData("count must be an integer from 1 to 500", Recovery.Config)]
    public void Only_one_message_of_an_invalid_field_means_a_lost_cursor(string message, Recovery recovery) =>
        Assert.Equal(
            recovery,
            PlaidFaults.Of(new PlaidError("INVALID_REQUEST", "INVALID_FIELD", message, "r"), "r", Answer(400)).Recovery
        );

    [Theory]
    [InlineData("NOT_FOUND")]
    [InlineData("NO_LONGER_AVAILABLE")]
    public void An_add_on_that_is_not_found_is_only_not_to_be_had(string code)
    {
        var error = new PlaidError("INVALID_REQUEST", code, "", "r");
        Assert.Equal(Recovery.Unsupported, PlaidFaults.Of(error, "r", Answer(404) with { IsAddOn = true }).Recovery);
        Assert.Equal(Recovery.Config, PlaidFaults.Of(error, "r", Answer(404)).Recovery);
    }

    [Theory]
    [InlineData(0.0, null, "10:21:00")]
    [InlineData(1.0, null, "10:21:15")]
    [InlineData(0.5, 90, "10:22:00")]
    public void A_throttle_ends_when_asked_or_with_the_next_minute_spread(double jitter, int? seconds, string at)
    {
        var answer = Answer(429) with
        {
            Jitter = jitter,
            RetryAfter = seconds is { } wait ? TimeSpan.FromSeconds(wait) : null,
        };
        var fault = PlaidFaults.Of(new PlaidError("RATE_LIMIT_EXCEEDED", "RATE_LIMIT", "", "r"), "r", answer);
        Assert.Equal(at, fault.RetryAt?.ToString("HH:mm:ss"));
        Assert.Equal(fault.RetryAt, PlaidFaults.OfStatus("r", answer).RetryAt);
    }

    [Fact]
    public void A_throttle_never_asks_for_more_than_a_week()
    {
        var answer = Answer(429) with { RetryAfter = TimeSpan.FromDays(20_000) };
        Assert.Equal(Now.AddDays(7), PlaidFaults.OfStatus("r", answer).RetryAt);
    }

    [Fact]
    public void An_unsupported_response_is_looked_at_again_in_a_day() =>
        Assert.Equal(Now.AddDays(1), Of("INSTITUTION_ERROR", "UNSUPPORTED_RESPONSE", 400).RetryAt);

    [Theory]
    [InlineData("SOME CODE\r\nwith lines", "somecodewithlines")]
    [InlineData("", "unknown_error")]
    [InlineData("ÄÖ", "unknown_error")]
    public void A_code_from_outside_is_made_safe(string code, string safe) =>
        Assert.Equal(safe, Of("API_ERROR", code, 500).Code);

    [Fact]
    public void Every_action_is_a_word_of_the_api()
    {
        var words = typeof(ProblemActions).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        Assert.Subset(words, PlaidFaultTable.ByCode.Values.Select(r => r.Action).ToHashSet());
    }

    private static ProviderFault Of(string type, string code, int status) =>
        PlaidFaults.Of(new PlaidError(type, code, "m", "req1"), "other", Answer(status));

    private static FailedAnswer Answer(int status) => new(status, IsAddOn: false, Now, RetryAfter: null, Jitter: 0.5);
}
