using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Mingus.Server.Contracts;

namespace Mingus.Server.Setup;

/// <summary>What the generator of the document cannot know of our shapes.</summary>
internal static class SchemaNotes
{
    private const string Body = "Body";
    private const string ListOf = "ListBodyOf";

    /// <summary>Names as in the API's own words: <c>Run</c>, <c>RunList</c>, <c>SyncRequest</c>.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        if (name is null)
        {
            return null;
        }

        var isList = name.StartsWith(ListOf, StringComparison.Ordinal);
        var bare = isList ? name[ListOf.Length..] : name;
        bare = bare.EndsWith(Body, StringComparison.Ordinal) ? bare[..^Body.Length] : bare;
        return isList ? bare + "List"
            : type.Type.IsAssignableTo(typeof(IRequestBody)) && !bare.EndsWith("Request", StringComparison.Ordinal)
                ? bare + "Request"
            : bare;
    }

    public static Task Describe(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo;
        if (Nullable.GetUnderlyingType(type.Type) is var inner && (inner ?? type.Type) == typeof(DateTimeOffset))
        {
            schema.Type = inner is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }

        if (type.Kind == JsonTypeInfoKind.Object)
        {
            DescribeMembers(schema, type);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// A member that may be null is left out then, unless it is always written: only the rest is required. Answers may
    /// grow
    /// members; requests may not have others.
    /// </summary>
    private static void DescribeMembers(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Required = type
            .Properties.Where(member => !member.IsGetNullable || IsAlwaysThere(member))
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (!type.Type.IsAssignableTo(typeof(IRequestBody)))
        {
            schema.AdditionalPropertiesAllowed = true;
        }
    }

    private static bool IsAlwaysThere(JsonPropertyInfo member)
    {
        var attributes = member.AttributeProvider?.GetCustomAttributes(inherit: false) ?? [];
        return attributes.Any(attribute =>
            attribute is RequiredAttribute or JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }
        );
    }
}
