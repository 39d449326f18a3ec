using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Support;

/// <summary>Answers of Plaid's as tests write them: whole and good, then changed in one place.</summary>
internal static class PlaidJson
{
    public static JsonObject Transaction(string id = "t1", string amount = "12.5", string account = "a1") =>
        Object(
            $$"""
            {
              "transaction_id": "{{id}}", "account_id": "{{account}}", "amount": {{amount}},
              "iso_currency_code": "USD", "unofficial_currency_code": null,
              "date": "2026-08-03", "authorized_date": "2026-08-02",
              "datetime": "2026-08-03T10:15:00Z", "authorized_datetime": null,
              "pending": false, "pending_transaction_id": "p1",
              "name": "KETTLE AND CROW 0042", "merchant_name": "Kettle and Crow",
              "original_description": "KETTLE AND CROW 0042 LONDON", "merchant_entity_id": "ent1",
              "logo_url": "https://logo.example/1.png", "website": "kettle.example",
              "payment_channel": "in store", "transaction_code": "purchase", "transaction_type": "place",
              "check_number": "17", "account_owner": null,
              "category": ["Food and Drink", "Coffee Shop"], "category_id": "13005043",
              "personal_finance_category": {
                "primary": "FOOD_AND_DRINK", "detailed": "FOOD_AND_DRINK_COFFEE",
                "confidence_level": "VERY_HIGH", "version": "v1"
              },
              "location": {
                "address": null, "city": "London", "region": null, "postal_code": "N1", "country": "GB",
                "lat": 51.53, "lon": -0.1, "store_number": "42"
              },
              "payment_meta": {
                "reference_number": "r1", "ppd_id": null, "payee": null, "by_order_of": null, "payer": null,
                "payment_method": "card", "payment_processor": null, "reason": null
              },
              "counterparties": [
                {
                  "name": "Kettle and Crow", "type": "merchant", "entity_id": "ent1", "website": null,
                  "logo_url": null, "confidence_level": "HIGH", "account_numbers": null
                }
              ]
            }
            """
        );

    public static JsonObject Account(string id = "a1", string type = "depository", string current = "100.25") =>
        Object(
            $$"""
            {
              "account_id": "{{id}}", "mask": "1234", "name": "Everyday", "official_name": "Everyday Gold",
              "type": "{{type}}", "subtype": "checking", "persistent_account_id": "per1", "holder_category": "personal",
              "balances": {
                "current": {{current}}, "available": 90.25, "limit": 500, "iso_currency_code": "USD",
                "unofficial_currency_code": null, "last_updated_datetime": "2026-08-03T00:00:00Z"
              }
            }
            """
        );

    public static JsonObject Page(params JsonNode?[] added) =>
        new()
        {
            ["accounts"] = new JsonArray(Account()),
            ["added"] = new JsonArray(added),
            ["modified"] = new JsonArray(),
            ["removed"] = new JsonArray(),
            ["next_cursor"] = "c1",
            ["has_more"] = false,
            ["transactions_update_status"] = "HISTORICAL_UPDATE_COMPLETE",
            ["request_id"] = "req1",
        };

    public static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    public static JsonObject With(this JsonObject json, string field, string valueJson)
    {
        json[field] = JsonNode.Parse(valueJson);
        return json;
    }

    public static JsonObject Without(this JsonObject json, string field)
    {
        json.Remove(field);
        return json;
    }

    public static ProviderPage ReadPage(string json) => ReadPage(Encoding.UTF8.GetBytes(json));

    public static ProviderPage ReadPage(JsonObject json) => ReadPage(json.ToJsonString());

    public static ProviderPage ReadPage(byte[] json)
    {
        using var document = WireText.Parse(json);
        return PlaidTranslation.Page(document.RootElement, json.Length, "req1");
    }

    public static RereadRecord ReadRecord(JsonObject json) => ReadRecord(json.ToJsonString());

    public static RereadRecord ReadRecord(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PlaidRecords.Read(document.RootElement);
    }
}
