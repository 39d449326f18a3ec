using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy;

/// <summary>A code that a program may meet, and where the code of the product says it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Action">The action said with it; null where that is decided elsewhere.</param>
/// <param name="Status">The HTTP status said with it; null where that is decided elsewhere.</param>
/// <param name="File">Where.</param>
/// <param name="Line">Where, from 1.</param>
internal sealed record ErrorCode(string Code, string? Action, string? Status, string File, int Line);

/// <summary>
/// Reads the error codes out of the product's source. A code is what is given for a parameter <c>code</c> beside a
/// parameter <c>detail</c>: of Problem, of ProviderFault, of Problems.Of, and of the small methods that make those.
/// Plaid's own come from the snapshot of its table of faults.
/// </summary>
internal sealed partial class ErrorCodes
{
    private const string PlaidSnapshot = "test/Mingus.Plaid.Tests/Faults/Snapshots/faults.txt";

    private static readonly string[] Rooms =
    [
        "src/Mingus.Ledger/",
        "src/Mingus.Sync/",
        "src/Mingus.Plaid/",
        "src/Mingus.Storage/",
        "src/Mingus.Server/",
    ];

    private readonly List<TrackedFile> _files;
    private readonly Dictionary<string, Callee> _callees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);

    public ErrorCodes(Tree tree)
    {
        _files = [.. tree.Below(".cs", Rooms)];
        foreach (var file in _files)
        {
            foreach (var node in file.Syntax.DescendantNodes())
                Learn(node);
        }
        var types = PlaidTypesOf(tree);
        var plaid = PlaidLines(tree).ToLookup(line => types.Contains(line.Code, StringComparer.Ordinal));
        Problems = [.. _files.SelectMany(CodesIn), .. plaid[false]];
        PlaidTypes = [.. plaid[true]];
        Checks = [.. _files.SelectMany(ChecksIn).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Codes of problems: of answers, runs, accounts and connections.</summary>
    public IReadOnlyList<ErrorCode> Problems { get; }

    /// <summary>Plaid's types of errors, by which a code is taken that is not known.</summary>
    public IReadOnlyList<ErrorCode> PlaidTypes { get; }

    /// <summary>Names of the checks that findings carry.</summary>
    public IReadOnlyList<string> Checks { get; }

    private void Learn(SyntaxNode node)
    {
        switch (node)
        {
            case MethodDeclarationSyntax method when CalleeOf(method.ParameterList, method) is { } callee:
                _callees[$"{TypeOf(method)}.{method.Identifier.ValueText}"] = callee;
                break;
            case RecordDeclarationSyntax { ParameterList: { } list } record when CalleeOf(list, record) is { } callee:
                _callees[$"new {record.Identifier.ValueText}"] = callee;
                break;
            case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer?.Value is LiteralExpressionSyntax literal)
                        _constants[$"{TypeOf(field)}.{variable.Identifier.ValueText}"] = literal.Token.ValueText;
                }
                break;
        }
    }

    private static Callee? CalleeOf(ParameterListSyntax list, SyntaxNode body)
    {
        var names = list.Parameters.Select(p => p.Identifier.ValueText.ToLowerInvariant()).ToList();
        if (!names.Contains("code", StringComparer.Ordinal) || !names.Contains("detail", StringComparer.Ordinal))
            return null;
        var said = body.DescendantNodes().Select(ActionIn).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return new Callee(
            names.IndexOf("code"),
            names.IndexOf("action"),
            names.IndexOf("status"),
            said.Count == 1 ? said[0] : null
        );
    }

    private IEnumerable<ErrorCode> CodesIn(TrackedFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes())
        {
            var (key, arguments) = node switch
            {
                InvocationExpressionSyntax call => (KeyOf(call), call.ArgumentList),
                ObjectCreationExpressionSyntax { ArgumentList: { } list } made => ($"new {made.Type}", list),
                ImplicitObjectCreationExpressionSyntax made when IsFault(made) => (
                    "new ProviderFault",
                    made.ArgumentList
                ),
                _ => ("", null),
            };
            if (arguments is null || FindCallee(node, key) is not { } callee)
                continue;
            var line = file.At(node, "").Line;
            var status = StatusIn(Argument(arguments, callee.Status, "status"));
            var action = ActionIn(Argument(arguments, callee.Action, "action")) ?? callee.SaidAction;
            foreach (var code in TextsOf(Argument(arguments, callee.Code, "code")).Where(text => Word().IsMatch(text)))
                yield return new ErrorCode(code, action, status, file.Path, line);
        }
    }

    // A method named without its type is of the type around the call, or of one around that.
    private Callee? FindCallee(SyntaxNode call, string key) =>
        key.StartsWith('.')
            ? call.Ancestors()
                .OfType<TypeDeclarationSyntax>()
                .Select(type => _callees.GetValueOrDefault(type.Identifier.ValueText + key))
                .FirstOrDefault(callee => callee is not null)
            : _callees.GetValueOrDefault(key);

    // A target-typed "new" says what it makes by what it is given.
    private static bool IsFault(ImplicitObjectCreationExpressionSyntax made) =>
        made.ArgumentList.Arguments.FirstOrDefault()?.Expression is MemberAccessExpressionSyntax first
        && first.Expression.ToString() == "Recovery";

    private static string KeyOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            MemberAccessExpressionSyntax access => $"{access.Expression}.{access.Name.Identifier.ValueText}",
            IdentifierNameSyntax name => $".{name.Identifier.ValueText}",
            _ => "",
        };

    private static ExpressionSyntax? Argument(ArgumentListSyntax list, int place, string name) =>
        list.Arguments.FirstOrDefault(a =>
            string.Equals(a.NameColon?.Name.Identifier.ValueText, name, StringComparison.OrdinalIgnoreCase)
        )?.Expression
        ?? (place >= 0 && place < list.Arguments.Count ? list.Arguments[place].Expression : null);

    /// <summary>What a text may be: a literal, a constant, either side of a condition, what a variable was set
    /// to.</summary>
    private IEnumerable<string> TextsOf(ExpressionSyntax? expression) =>
        expression switch
        {
            LiteralExpressionSyntax literal => [literal.Token.ValueText],
            ConditionalExpressionSyntax either => TextsOf(either.WhenTrue).Concat(TextsOf(either.WhenFalse)),
            MemberAccessExpressionSyntax access => Constant(access.ToString()),
            IdentifierNameSyntax name => Constant($"{TypeOf(name)}.{name.Identifier.ValueText}")
                .Concat(TextsOf(InitialOf(name))),
            _ => [],
        };

    private IEnumerable<string> Constant(string name) => _constants.TryGetValue(name, out var text) ? [text] : [];

    private static ExpressionSyntax? InitialOf(IdentifierNameSyntax name) =>
        name.FirstAncestorOrSelf<MethodDeclarationSyntax>()
            ?.DescendantNodes()
            .OfType<VariableDeclaratorSyntax>()
            .FirstOrDefault(variable => variable.Identifier.ValueText == name.Identifier.ValueText)
            ?.Initializer?.Value;

    private static string? ActionIn(SyntaxNode? node) =>
        node is MemberAccessExpressionSyntax access
        && access.Expression.ToString() is "ProblemActions" or "Ledger.ProblemActions"
            ? SnakeCase(((MemberAccessExpressionSyntax)node).Name.Identifier.ValueText)
            : null;

    private static string? StatusIn(ExpressionSyntax? expression) =>
        expression is not null && Status().Match(expression.ToString()) is { Success: true } match ? match.Value : null;

    private static List<string> PlaidTypesOf(Tree tree) =>
        [
            .. PlaidType()
                .Matches(tree.Find("src/Mingus.Plaid/PlaidFaultTable.cs")?.Text ?? "")
                .Select(match => match.Groups["type"].Value.ToLowerInvariant()),
        ];

    private static IEnumerable<ErrorCode> PlaidLines(Tree tree)
    {
        var lines = tree.Find(PlaidSnapshot)?.Lines ?? [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Split(" | ") is [var code, _, var action, _])
                yield return new ErrorCode(code.ToLowerInvariant(), action, null, PlaidSnapshot, i + 1);
        }
    }

    private IEnumerable<string> ChecksIn(TrackedFile file)
    {
        if (!file.Path.StartsWith("src/Mingus.Ledger/", StringComparison.Ordinal))
            yield break;
        foreach (var node in file.Syntax.DescendantNodes())
        {
            var name = node switch
            {
                ObjectCreationExpressionSyntax { ArgumentList.Arguments: [var first, ..] } made
                    when made.Type.ToString() is "RecordCheck" or "AccountCheck" => first.Expression,
                PropertyDeclarationSyntax { Identifier.ValueText: "Name", ExpressionBody.Expression: var body } property
                    when Implements(property, "ILedgerCheck") => body,
                _ => null,
            };
            foreach (var text in TextsOf(name))
                yield return text;
        }
        foreach (
            var (name, text) in _constants.Where(_ => file.Path.EndsWith("/PlanFindings.cs", StringComparison.Ordinal))
        )
        {
            if (name.StartsWith("FindingChecks.", StringComparison.Ordinal))
                yield return text;
        }
    }

    private static bool Implements(SyntaxNode node, string port) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.BaseList?.Types.Any(type => type.Type.ToString() == port)
        == true;

    private static string TypeOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "";

    private static string SnakeCase(string name) => Capital().Replace(name, "_$0").ToLowerInvariant();

    private sealed record Callee(int Code, int Action, int Status, string? SaidAction);

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=^|Status)[45]\d\d")]
    private static partial Regex Status();

    [GeneratedRegex(@"^\s+\[""(?<type>[A-Z_]+)""\] =", RegexOptions.Multiline)]
    private static partial Regex PlaidType();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
