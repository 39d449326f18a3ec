using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy.Rules;

/// <summary>What a file's frame looks like, and where an exception of any kind may be caught.</summary>
internal static class ShapeRules
{
    /// <summary>The namespace is the path of the folder, written as file-scoped.</summary>
    public static IEnumerable<Problem> Namespaces(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/", "test/", "bench/").Where(file => file.Project.Length > 0))
        {
            var expected = Path.GetDirectoryName(file.Path)!.Split(['/', '\\']).Skip(1).Aggregate((a, b) => $"{a}.{b}");
            foreach (var member in file.Syntax.Members)
            {
                if (member is NamespaceDeclarationSyntax)
                    yield return file.At(member, $"make the namespace file-scoped: namespace {expected};");
                else if (member is FileScopedNamespaceDeclarationSyntax space && space.Name.ToString() != expected)
                    yield return file.At(member, $"the folder says {expected}: rename the namespace or move the file.");
                else if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && !IsProgram(file))
                    yield return file.At(member, $"has no namespace: begin the file with namespace {expected};");
            }
        }
    }

    /// <summary>
    /// catch (Exception) belongs to the outermost edge of a run, a request or a hosted loop, and each edge is named in
    /// Exceptions.cs. A filter that lists the kinds by type is not a catch-all.
    /// </summary>
    public static IEnumerable<Problem> CatchAll(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/"))
        {
            foreach (var clause in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>())
            {
                var caught = clause.Declaration?.Type.ToString();
                if (caught is null or "Exception" or "System.Exception" && !ListsKinds(clause.Filter?.FilterExpression))
                    yield return file.At(
                        clause,
                        "catches every exception: name the kinds; only outermost edges may, listed in Exceptions.cs."
                    );
            }
        }
    }

    /// <summary>Beside top-level statements a partial Program must stand in the global namespace.</summary>
    private static bool IsProgram(TrackedFile file) => file.Syntax.Members.OfType<GlobalStatementSyntax>().Any();

    private static bool ListsKinds(ExpressionSyntax? filter) =>
        filter is IsPatternExpressionSyntax { Pattern: var pattern } && IsKind(pattern);

    private static bool IsKind(PatternSyntax pattern) =>
        pattern switch
        {
            BinaryPatternSyntax { OperatorToken.Text: "or" } either => IsKind(either.Left) && IsKind(either.Right),
            TypePatternSyntax or ConstantPatternSyntax or DeclarationPatternSyntax or RecursivePatternSyntax => true,
            _ => false,
        };
}
