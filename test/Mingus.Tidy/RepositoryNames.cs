using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy;

/// <summary>
/// What there is in a repository that a document may name: routes and types of the API, types and members of the code
/// and of its tests, events, metrics, elements, methods of the client, style tokens, files.
/// </summary>
internal sealed partial class RepositoryNames(Tree tree)
{
    private const string ApiPrefix = "/api/data-sync";

    private readonly Lazy<Dictionary<string, HashSet<string>>> _code = new(() => TypesBelow(tree, "src/"));
    private readonly Lazy<Dictionary<string, HashSet<string>>> _tests = new(() => TypesBelow(tree, "test/"));
    private readonly Lazy<JsonElement?> _api = new(() => ReadApi(tree));
    private readonly Lazy<HashSet<string>> _literals = new(() => Literals(tree));

    /// <summary>Why a name leads nowhere; null when it leads somewhere.</summary>
    public string? Fault(string name)
    {
        if (Route().Match(name) is { Success: true } route)
            return HasRoute(route) ? null : "is no route of docs/api/openapi.json.";
        if (Element().Match(name) is { Success: true } element)
            return InWeb("web/elements/src/", Defines(element)) ? null : "is no element of web/elements.";
        if (ClientMethod().Match(name) is { Success: true } method)
            return InWeb("web/client/src/", Declares(method)) ? null : "is no method of the client of web/client.";
        if (name.StartsWith("--", StringComparison.Ordinal))
            return InWeb("web/elements/src/", Regex.Escape(name) + @"(?![\w-])") ? null : "is no style token.";
        if (Analytics().Match(name) is { Success: true } told)
            return HasAnalytics(told) ? null : "is no analytics event with such a property.";
        if (EventName().IsMatch(name))
            return _literals.Value.Contains(name) ? null : "is no event that the code tells.";
        if (Metric().Match(name) is { Success: true } metric)
            return HasMetric(metric) ? null : "is no metric that the code counts.";
        if (tree.Has(name))
            return null;
        return TypeName().IsMatch(name) ? TypeFault(name) : "is no file, and no form that the page explains.";
    }

    /// <summary>Whether it is a class of tests, or one test.</summary>
    public bool IsTest(string name) => Has(_tests.Value, name);

    private string? TypeFault(string name)
    {
        if (HasSchema(name) || Has(_code.Value, name) || Has(_tests.Value, name))
            return null;
        var type = name.Split('.')[0];
        var members = _tests.Value.GetValueOrDefault(type) ?? _code.Value.GetValueOrDefault(type);
        return members is null
            ? "is no type of the API, the code or the tests."
            : $"is not there; {type} has {string.Join(", ", members.Order(StringComparer.Ordinal))}.";
    }

    private bool HasRoute(Match route) =>
        _api.Value is { } api
        && api.TryGetProperty("paths", out var paths)
        && new[] { ApiPrefix + route.Groups["path"].Value, route.Groups["path"].Value }.Any(path =>
            paths.TryGetProperty(path, out var methods)
            && methods.TryGetProperty(route.Groups["method"].Value.ToLowerInvariant(), out _)
        );

    private bool HasSchema(string name) =>
        _api.Value is { } api
        && api.TryGetProperty("components", out var components)
        && components.TryGetProperty("schemas", out var schemas)
        && schemas.TryGetProperty(name.Split('.')[0], out var schema)
        && (
            !name.Contains('.')
            || (
                schema.TryGetProperty("properties", out var properties)
                && properties.TryGetProperty(name.Split('.')[1], out _)
            )
        );

    private bool HasAnalytics(Match told) =>
        tree.Find("src/Mingus.Sync/Ports/IAnalyticsSink.cs") is { } file
        && new[] { "event", "property" }.All(part =>
            file.Text.Contains($"\"{told.Groups[part].Value}\"", StringComparison.Ordinal)
        );

    private bool HasMetric(Match metric) =>
        _literals.Value.Any(literal => literal.Replace('.', '_') == metric.Groups["name"].Value);

    private bool InWeb(string folder, string pattern) =>
        tree.Below(".ts", folder)
            .Any(file =>
                !file.Path.Contains(".test.", StringComparison.Ordinal)
                && Regex.IsMatch(file.Text, pattern, RegexOptions.None, TimeSpan.FromSeconds(5))
            );

    private static string Defines(Match element) =>
        $@"\b(define|customElement)\(\s*['""]{Regex.Escape(element.Groups["name"].Value)}['""]";

    private static string Declares(Match method) =>
        $@"(?m)^\s+(async\s+)?{Regex.Escape(method.Groups["name"].Value)}\s*(<[^>]*>)?\(";

    private static bool Has(Dictionary<string, HashSet<string>> types, string name) =>
        types.TryGetValue(name.Split('.')[0], out var members)
        && (!name.Contains('.') || members.Contains(name[(name.IndexOf('.') + 1)..]));

    private static JsonElement? ReadApi(Tree tree) =>
        tree.Find("docs/api/openapi.json") is { } file ? JsonSerializer.Deserialize<JsonElement>(file.Text) : null;

    /// <summary>Dotted words in the code's literals: events of the stream, instruments of metrics.</summary>
    private static HashSet<string> Literals(Tree tree) =>
        tree.Below(".cs", "src/")
            .SelectMany(file => DottedLiteral().Matches(file.Text))
            .Select(match => match.Groups["text"].Value)
            .ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, HashSet<string>> TypesBelow(Tree tree, string folder)
    {
        var types = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var declared in tree.Below(".cs", folder).SelectMany(Types))
        {
            if (!types.TryGetValue(declared.Identifier.ValueText, out var members))
                types[declared.Identifier.ValueText] = members = new(StringComparer.Ordinal);
            members.UnionWith(Members(declared));
        }
        return types;
    }

    private static IEnumerable<BaseTypeDeclarationSyntax> Types(TrackedFile file) =>
        file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<string> Members(BaseTypeDeclarationSyntax type) =>
        type.ChildNodes()
            .SelectMany(member =>
                member switch
                {
                    MethodDeclarationSyntax method => [method.Identifier.ValueText],
                    PropertyDeclarationSyntax property => [property.Identifier.ValueText],
                    EnumMemberDeclarationSyntax value => [value.Identifier.ValueText],
                    FieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
                    ParameterListSyntax list => list.Parameters.Select(parameter => parameter.Identifier.ValueText),
                    _ => Enumerable.Empty<string>(),
                }
            );

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>/\S+)$")]
    private static partial Regex Route();

    [GeneratedRegex("^<(?<name>[a-z]+(-[a-z]+)*)>$")]
    private static partial Regex Element();

    [GeneratedRegex(@"^client\.(?<name>\w+)\(\)$")]
    private static partial Regex ClientMethod();

    [GeneratedRegex(@"^(?<event>[a-z]+_[a-z_]+)\.(?<property>[a-z_]+)$")]
    private static partial Regex Analytics();

    [GeneratedRegex(
        @"^(sync|balance|transactions|account|connection|coverage|backfill|duplicates|decision)\.[a-z]+$"
            + @"|^(validation|finding|stream)\.[a-z]+$"
    )]
    private static partial Regex EventName();

    [GeneratedRegex("^mingus_(?<name>[a-z_]+?)(_seconds|_milliseconds|_bytes)?(_total)?$")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^[A-Z]\w*(\.\w+)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"""(?<text>[a-z]+(\.[a-z_]+)+)""")]
    private static partial Regex DottedLiteral();
}
