using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mingus.Sync.Client.Tests;

/// <summary>The client's types are those of the API's document.</summary>
public sealed class ContractTests
{
    private static readonly JsonElement Schemas = JsonSerializer
        .Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Running.Root, "docs/api/openapi.json")))
        .GetProperty("components")
        .GetProperty("schemas");

    public static TheoryData<string, Type> Types =>
        new()
        {
            { "Problem", typeof(Problem) },
            { "Institution", typeof(Institution) },
            { "Connection", typeof(Connection) },
            { "LinkToken", typeof(LinkToken) },
            { "Balance", typeof(Balance) },
            { "Freshness", typeof(Freshness) },
            { "Account", typeof(Account) },
            { "Transaction", typeof(Transaction) },
            { "Progress", typeof(Progress) },
            { "Outcome", typeof(AccountOutcome) },
            { "Run", typeof(Run) },
            { "Bulk", typeof(BulkSync) },
        };

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_property_is_one_of_the_API_and_null_where_it_may_be(string schema, Type type)
    {
        var properties = Schemas.GetProperty(schema).GetProperty("properties");
        var nullness = new NullabilityInfoContext();
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null))
        {
            var name =
                property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            Assert.True(properties.TryGetProperty(name, out var described), $"{schema} has no {name}.");
            var mayBeNull =
                described.GetRawText().Contains("\"null\"", StringComparison.Ordinal)
                || !Schemas
                    .GetProperty(schema)
                    .GetProperty("required")
                    .EnumerateArray()
                    .Any(required => required.GetString() == name);
            var takesNull =
                Nullable.GetUnderlyingType(property.PropertyType) is not null
                || nullness.Create(property).WriteState == NullabilityState.Nullable;
            Assert.True(takesNull || !mayBeNull, $"{schema}.{name} may be null, and {type.Name}.{property.Name} not.");
        }
    }
}
