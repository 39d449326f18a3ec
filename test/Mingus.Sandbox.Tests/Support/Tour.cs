namespace Mingus.Sandbox.Tests.Support;

/// <summary>A good call to every endpoint, in an order in which each can succeed.</summary>
internal static class Tour
{
    public static IEnumerable<(string Path, object Body)> Of(Connection connection, string institution, string keyId) =>
        Beginning(institution)
            .Concat(Reading(connection.AccessToken, institution, keyId))
            .Concat(Changing(connection.AccessToken));

    private static IEnumerable<(string Path, object Body)> Beginning(string institution)
    {
        yield return (
            "/link/token/create",
            new
            {
                client_name = "Tour",
                language = "en",
                country_codes = new[] { "US" },
                user = new { client_user_id = "u" },
                products = new[] { "transactions" },
            }
        );
        var initial_products = new[] { "transactions" };
        yield return ("/sandbox/public_token/create", new { institution_id = institution, initial_products });
    }

    private static IEnumerable<(string, object)> Reading(string access_token, string institution, string keyId)
    {
        yield return ("/transactions/sync", new { access_token, count = 500 });
        yield return (
            "/transactions/get",
            new
            {
                access_token,
                start_date = "2024-08-22",
                end_date = "2026-08-22",
                options = new { count = 500, include_original_description = true },
            }
        );
        yield return ("/accounts/get", new { access_token });
        yield return ("/accounts/balance/get", new { access_token });
        yield return ("/item/get", new { access_token });
        yield return ("/transactions/refresh", new { access_token });
        yield return ("/transactions/recurring/get", new { access_token });
        var options = new { include_optional_metadata = true, include_status = true };
        var country_codes = new[] { institution == "ins_900001" ? "FR" : "US" };
        yield return (
            "/institutions/get_by_id",
            new
            {
                institution_id = institution,
                country_codes,
                options,
            }
        );
        yield return ("/webhook_verification_key/get", new { key_id = keyId });
    }

    private static IEnumerable<(string, object)> Changing(string access_token)
    {
        yield return ("/sandbox/item/fire_webhook", new { access_token, webhook_code = "DEFAULT_UPDATE" });
        var row = new
        {
            date_transacted = "2026-08-20",
            date_posted = "2026-08-21",
            amount = 1.5,
            description = "Tour",
        };
        yield return ("/sandbox/transactions/create", new { access_token, transactions = new[] { row } });
        yield return ("/item/webhook/update", new { access_token, webhook = (string?)null });
        yield return ("/sandbox/item/reset_login", new { access_token });
        yield return (
            "/item/remove",
            new
            {
                access_token,
                reason_code = "OTHER",
                reason_note = "the tour is over",
            }
        );
    }
}
