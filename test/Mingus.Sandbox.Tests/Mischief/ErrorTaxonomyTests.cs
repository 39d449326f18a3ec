using System.Net;
using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Tests.Support;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox.Tests.Mischief;

/// <summary>Every error that the contract lists can be asked for.</summary>
public sealed class ErrorTaxonomyTests
{
    // The rows of the contract's section on errors, in its words.
    private const string Taxonomy = """
        ITEM_ERROR 400: ITEM_LOGIN_REQUIRED INVALID_CREDENTIALS INVALID_MFA INSUFFICIENT_CREDENTIALS USER_INPUT_TIMEOUT
        ITEM_ERROR 400: INVALID_UPDATED_USERNAME ITEM_LOCKED PASSWORD_RESET_REQUIRED USER_SETUP_REQUIRED
        ITEM_ERROR 400: MFA_NOT_SUPPORTED ITEM_NOT_SUPPORTED NO_ACCOUNTS ACCESS_NOT_GRANTED ITEM_NOT_FOUND ITEM_CONCURRENTLY_DELETED
        ITEM_ERROR 400: PRODUCT_NOT_READY PRODUCTS_NOT_SUPPORTED PRODUCT_NOT_ENABLED
        INSTITUTION_ERROR 400: INSTITUTION_DOWN INSTITUTION_NOT_RESPONDING INSTITUTION_NOT_AVAILABLE
        INSTITUTION_ERROR 400: INSTITUTION_NO_LONGER_SUPPORTED UNSUPPORTED_RESPONSE UNAUTHORIZED_INSTITUTION
        INSTITUTION_ERROR 400: INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT INSTITUTION_REGISTRATION_REQUIRED
        RATE_LIMIT_EXCEEDED 429: TRANSACTIONS_SYNC_LIMIT TRANSACTIONS_LIMIT TRANSACTIONS_REFRESH_LIMIT ACCOUNTS_LIMIT
        RATE_LIMIT_EXCEEDED 429: BALANCE_LIMIT ACCOUNTS_BALANCE_GET_LIMIT ITEM_GET_LIMIT INSTITUTIONS_GET_BY_ID_LIMIT
        RATE_LIMIT_EXCEEDED 429: RATE_LIMIT INSTITUTION_RATE_LIMIT CREDITS_EXHAUSTED
        TRANSACTIONS_ERROR 400: TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION
        INVALID_REQUEST 400: INVALID_FIELD MISSING_FIELDS UNKNOWN_FIELDS INVALID_BODY INVALID_HEADERS SANDBOX_ONLY
        INVALID_REQUEST 400: INVALID_CONFIGURATION INCOMPATIBLE_API_VERSION
        INVALID_REQUEST 404: NOT_FOUND NO_LONGER_AVAILABLE
        INVALID_INPUT 400: INVALID_API_KEYS INVALID_PRODUCT UNAUTHORIZED_ENVIRONMENT UNAUTHORIZED_ROUTE_ACCESS
        INVALID_INPUT 400: INVALID_ACCESS_TOKEN INVALID_ACCOUNT_ID INVALID_PUBLIC_TOKEN INVALID_LINK_TOKEN
        INVALID_INPUT 400: ADDITIONAL_CONSENT_REQUIRED USER_PERMISSION_REVOKED INVALID_INSTITUTION
        INVALID_INPUT 400: INVALID_WEBHOOK_VERIFICATION_KEY_ID
        INVALID_RESULT 400: LAST_UPDATED_DATETIME_OUT_OF_RANGE
        API_ERROR 500: INTERNAL_SERVER_ERROR
        API_ERROR 503: PLANNED_MAINTENANCE
        SANDBOX_ERROR 400: SANDBOX_PRODUCT_NOT_ENABLED SANDBOX_WEBHOOK_INVALID
        """;

    [Fact]
    public async Task Every_error_of_the_taxonomy_comes_with_its_type_and_status()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var tested = 0;
        foreach (var line in Taxonomy.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var code in words[2..])
            {
                bed.Server.Mischief.Add(
                    new Fault
                    {
                        Kind = FaultKind.Error,
                        Code = code,
                        ItemId = connection.ItemId,
                    }
                );
                var reply = await bed.SyncAsync(connection.AccessToken);
                Assert.Equal((code, words[0]), (reply.ErrorCode, reply["error_type"].GetString()));
                Assert.Equal(int.Parse(words[1].TrimEnd(':')), (int)reply.Status);
                tested++;
            }
        }
        Assert.Equal(HttpStatusCode.OK, (await bed.SyncAsync(connection.AccessToken)).Status);
        Assert.InRange(tested, 50, PlaidErrors.All.Count());
    }
}
