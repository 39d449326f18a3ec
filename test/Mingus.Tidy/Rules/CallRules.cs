using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy.Rules;

/// <summary>Expressions that product code does without, each with what takes its place.</summary>
internal static class CallRules
{
    private const string Clock = "take TimeProvider from the constructor, so that tests can set the time.";
    private const string Ids = "ids are derived from what they name (docs/decisions/0003), or come from an id source.";
    private const string Chance =
        "take a seed or a source of randomness as an argument, so that a run can be repeated.";
    private const string Await = "await it; blocking a thread on a task can starve the pool.";

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["DateTime.Now"] = Clock,
        ["DateTime.UtcNow"] = Clock,
        ["DateTime.Today"] = Clock,
        ["DateTimeOffset.Now"] = Clock,
        ["DateTimeOffset.UtcNow"] = Clock,
        ["Guid.NewGuid"] = Ids,
        ["Guid.CreateVersion7"] = Ids,
        ["Random.Shared"] = Chance,
        ["Task.Run"] = "await the work, or give it to a hosted service.",
        ["Factory.StartNew"] = "await the work, or give it to a hosted service.",
    };

    private static readonly string[] MoneyWords = ["amount", "balance", "money", "price"];

    public static IEnumerable<Problem> Banned(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/"))
        {
            foreach (var node in file.Syntax.DescendantNodes())
            {
                if (Refusal(node) is var (what, instead))
                    yield return file.At(node, $"{what} is not used here: {instead}");
            }
        }
    }

    public static IEnumerable<Problem> Regions(Tree tree) =>
        from file in tree.Below(".cs")
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select file.At(
            trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            "a region hides that the file is long: split the file."
        );

    /// <summary>No amount, balance, money or price by name is a binary floating point number.</summary>
    public static IEnumerable<Problem> FloatingMoney(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/"))
        {
            foreach (var node in file.Syntax.DescendantNodes())
            {
                foreach (var (type, name) in Declared(node))
                {
                    if (IsFloating(type) && MoneyWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)))
                        yield return file.At(node, $"{name} is binary floating point: money is decimal, in Money.");
                }
            }
        }
    }

    private static (string What, string Instead)? Refusal(SyntaxNode node) =>
        node switch
        {
            MemberAccessExpressionSyntax access
                when Members.TryGetValue(PurityRules.LastTwo(access), out var instead) => (
                PurityRules.LastTwo(access),
                instead
            ),
            ObjectCreationExpressionSyntax creation when LastName(creation.Type) == "Random" => ("new Random", Chance),
            MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" } access when IsTask(access.Expression) => (
                ".Result",
                Await
            ),
            InvocationExpressionSyntax call => RefusedCall(call),
            MethodDeclarationSyntax method when IsAsyncVoid(method.Modifiers, method.ReturnType) => (
                "async void",
                "return Task; nobody can await or catch what a void method throws."
            ),
            LocalFunctionStatementSyntax method when IsAsyncVoid(method.Modifiers, method.ReturnType) => (
                "async void",
                "return Task; nobody can await or catch what a void method throws."
            ),
            _ => null,
        };

    private static (string What, string Instead)? RefusedCall(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access)
            return null;
        return access.Name.Identifier.Text switch
        {
            "ConfigureAwait" => ("ConfigureAwait", "there is no context to leave, and grains must keep theirs."),
            "GetResult" => (".GetResult()", Await),
            // Recovery.Wait(until), a method of a type of ours, is something else.
            "Wait" when access.Expression is not IdentifierNameSyntax { Identifier.Text: [>= 'A' and <= 'Z', ..] } => (
                ".Wait()",
                Await
            ),
            _ => null,
        };
    }

    /// <summary>Without types this is a guess: a call, or something that is named a task.</summary>
    private static bool IsTask(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax
        || (
            expression is IdentifierNameSyntax { Identifier.Text: var name }
            && name.EndsWith("task", StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax type) =>
        modifiers.Any(SyntaxKind.AsyncKeyword)
        && type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static string LastName(TypeSyntax type) =>
        type switch
        {
            SimpleNameSyntax name => name.Identifier.Text,
            QualifiedNameSyntax name => name.Right.Identifier.Text,
            _ => "",
        };

    private static IEnumerable<(TypeSyntax? Type, string Name)> Declared(SyntaxNode node) =>
        node switch
        {
            VariableDeclarationSyntax variables => variables.Variables.Select(v =>
                ((TypeSyntax?)variables.Type, v.Identifier.Text)
            ),
            ParameterSyntax parameter => [(parameter.Type, parameter.Identifier.Text)],
            PropertyDeclarationSyntax property => [(property.Type, property.Identifier.Text)],
            MethodDeclarationSyntax method => [(method.ReturnType, method.Identifier.Text)],
            TupleElementSyntax element => [(element.Type, element.Identifier.Text)],
            _ => [],
        };

    private static bool IsFloating(TypeSyntax? type) =>
        type switch
        {
            NullableTypeSyntax nullable => IsFloating(nullable.ElementType),
            ArrayTypeSyntax array => IsFloating(array.ElementType),
            PredefinedTypeSyntax predefined => predefined.Keyword.Kind()
                is SyntaxKind.DoubleKeyword
                    or SyntaxKind.FloatKeyword,
            GenericNameSyntax generic => generic.TypeArgumentList.Arguments.Any(IsFloating),
            _ => false,
        };
}
