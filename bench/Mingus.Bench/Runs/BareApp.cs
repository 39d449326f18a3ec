using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Mingus.Ledger;
using Mingus.Server.Contracts;

namespace Mingus.Bench.Runs;

/// <summary>
/// The least a handler can do for the same answer: reads the rows of a page with one prepared statement and writes
/// them with the product's serializer. No caller, no snapshot, no checks, no annotations.
/// </summary>
internal static class BareApp
{
    private const int Limit = 100;

    private const string Statement = """
        SELECT transaction_id, amount_minor, currency, date, authorized_date, description, original_description,
          merchant_name, details, status, fingerprint_version, fingerprint, first_seen_at, updated_at
        FROM records
        WHERE user_id = $user AND account_id = $account AND is_primary AND (date, transaction_id) < ($day, $id)
        ORDER BY date DESC, transaction_id DESC
        LIMIT 100
        """;

    public static WebApplication Build(string path)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        var app = builder.Build();
        var readers = new ConcurrentBag<Reader>();
        app.MapGet(
            "/accounts/{id}/transactions",
            (HttpContext context, string id, long user, int? day, string? after) =>
            {
                var reader = readers.TryTake(out var idle) ? idle : new Reader(path);
                var items = reader.Page(user, id, day ?? int.MaxValue, after);
                readers.Add(reader);
                var next = items.Count == Limit ? items[^1].Id : null;
                return context.Response.WriteAsJsonAsync(new ListBody<TransactionBody>(items, next));
            }
        );
        return app;
    }

    private static Guid IdOf<TId>(string text)
        where TId : struct, IPrefixedId<TId> =>
        PrefixedId.TryParse<TId>(text, out var id) ? id.Value : throw new BadHttpRequestException("No such id.");

    /// <summary>A connection with its one statement. One request at a time.</summary>
    private sealed class Reader
    {
        private readonly SqliteCommand _command;

        public Reader(string path)
        {
            var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            _command = connection.CreateCommand();
            _command.CommandText = "PRAGMA query_only = 1; PRAGMA cache_size = -8192;";
            _command.ExecuteNonQuery();
            _command.CommandText = Statement;
            foreach (var name in (string[])["$user", "$account", "$day", "$id"])
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }

        public List<TransactionBody> Page(long user, string account, int day, string? after)
        {
            _command.Parameters[0].Value = user;
            _command.Parameters[1].Value = IdOf<AccountId>(account).ToByteArray(bigEndian: true);
            _command.Parameters[2].Value = day;
            _command.Parameters[3].Value = after is null
                ? Array.Empty<byte>()
                : IdOf<TransactionId>(after).ToByteArray(bigEndian: true);
            var items = new List<TransactionBody>(Limit);
            using var row = _command.ExecuteReader();
            while (row.Read())
            {
                items.Add(Body(row, account));
            }

            return items;
        }

        private static TransactionBody Body(SqliteDataReader row, string account)
        {
            var details = JsonSerializer.Deserialize(row.GetString(8), BareJson.Default.BareDetails)!;
            var id = new TransactionId(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true));
            return new TransactionBody(
                id.ToString(),
                account,
                new Money(row.GetInt64(1), Currency.Official(row.GetString(2))).ToText(),
                row.GetString(2),
                UnofficialCurrency: null,
                DateOnly.FromDayNumber(row.GetInt32(3)),
                row.IsDBNull(4) ? null : DateOnly.FromDayNumber(row.GetInt32(4)),
                row.GetString(5),
                row.IsDBNull(6) ? null : row.GetString(6),
                row.IsDBNull(7) ? null : row.GetString(7),
                details.Category?.Detailed,
                CategorySource.Provider,
                details.Category,
                Note: null,
                (RecordStatus)row.GetInt32(9),
                Hidden: null,
                details.Channel,
                details.TransactionType,
                Code: null,
                details.Location,
                details.Counterparties,
                $"{row.GetInt32(10)}:{Convert.ToHexStringLower(row.GetFieldValue<byte[]>(11))}",
                Records: null,
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(12)),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(13))
            );
        }
    }
}

/// <summary>The members of a stored row's details that are shown.</summary>
internal sealed class BareDetails
{
    public ProviderCategoryBody? Category { get; set; }

    public LocationBody? Location { get; set; }

    public IReadOnlyList<CounterpartyBody>? Counterparties { get; set; }

    public string? Channel { get; set; }

    public string? TransactionType { get; set; }
}

/// <summary>Reads them as the product does: source-generated.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase
)]
[System.Text.Json.Serialization.JsonSerializable(typeof(BareDetails))]
internal sealed partial class BareJson : System.Text.Json.Serialization.JsonSerializerContext;
