using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy.Rules;

/// <summary>Nouns of the ledger and ports of the engine are read first: each says what it is.</summary>
internal static class SummaryRules
{
    public static IEnumerable<Problem> PublicTypes(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/Mingus.Ledger/", "src/Mingus.Sync/Ports/"))
        {
            var isPort = file.Path.StartsWith("src/Mingus.Sync/Ports/", StringComparison.Ordinal);
            foreach (var type in file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsType))
            {
                if ((isPort || IsPublic(type)) && !HasSummary(type))
                    yield return file.At(
                        type,
                        $"{Name(type)} has no <summary>: say what it is, its units and sign, and when it is null."
                    );
            }
        }
    }

    private static bool IsType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    /// <summary>Public, and not hidden inside a type that is not.</summary>
    private static bool IsPublic(MemberDeclarationSyntax type) =>
        (type.Modifiers.Any(SyntaxKind.PublicKeyword) || type.Parent is InterfaceDeclarationSyntax)
        && (type.Parent is not MemberDeclarationSyntax outer || !IsType(outer) || IsPublic(outer));

    private static bool HasSummary(MemberDeclarationSyntax type) =>
        type.GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content)
            .Any(xml =>
                xml switch
                {
                    XmlElementSyntax element => element.StartTag.Name.ToString() == "summary"
                        && element.Content.ToString().Any(char.IsLetter),
                    XmlEmptyElementSyntax element => element.Name.ToString() == "inheritdoc",
                    _ => false,
                }
            );

    private static string Name(MemberDeclarationSyntax type) =>
        type switch
        {
            BaseTypeDeclarationSyntax named => named.Identifier.Text,
            DelegateDeclarationSyntax named => named.Identifier.Text,
            _ => type.ToString(),
        };
}
