using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mingus.Tidy.Rules;

/// <summary>
/// Who may know whom: the table of ARCHITECTURE.md as code.
/// <code>
/// Ledger  &lt;--  Sync  &lt;--  Plaid, Storage  &lt;--  Server  --&gt;  Sandbox (alone)
/// </code>
/// </summary>
internal static class RoomRules
{
    /// <summary>A name that ends in * stands for all names that begin so.</summary>
    private sealed record Room(string Name, string[] Knows, string[] Packages, bool Web = false);

    private const string Abstractions = "Microsoft.Extensions.Logging.Abstractions";
    private const string Options = "Microsoft.Extensions.Options";

    private static readonly Room[] Rooms =
    [
        new("Mingus.Ledger", [], ["F23.StringSimilarity"]),
        new("Mingus.Sync", ["Mingus.Ledger"], [Abstractions, Options]),
        new(
            "Mingus.Plaid",
            ["Mingus.Ledger", "Mingus.Sync"],
            [Abstractions, Options, "Microsoft.Extensions.Http", "Microsoft.Extensions.Http.*"]
        ),
        new(
            "Mingus.Storage",
            ["Mingus.Ledger", "Mingus.Sync"],
            [Abstractions, Options, "Dapper", "dbup-*", "Microsoft.Data.Sqlite", "Npgsql"]
        ),
        new("Mingus.Sandbox", [], [], Web: true),
        new("Mingus.Server", ["*"], ["*"], Web: true),
    ];

    /// <summary>The project file of a room references only what the room may.</summary>
    public static IEnumerable<Problem> Projects(Tree tree)
    {
        foreach (var file in tree.Below(".csproj", "src/"))
        {
            var room = Rooms.FirstOrDefault(room => room.Name == file.Project);
            if (room is null)
            {
                yield return file.At(1, "is no room: name it in ARCHITECTURE.md and RoomRules, or move its files.");
                continue;
            }
            var project = XDocument.Parse(file.Text, LoadOptions.SetLineInfo).Root!;
            if (!room.Web && project.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web")
                yield return file.At(1, $"{room.Name} may not be a web project: use Microsoft.NET.Sdk.");
            foreach (var reference in project.Descendants())
            {
                if (Refusal(room, reference) is { } refusal)
                    yield return file.At(((System.Xml.IXmlLineInfo)reference).LineNumber, refusal);
            }
        }
    }

    /// <summary>Code names only namespaces of rooms that its own room may know, however it got at them.</summary>
    public static IEnumerable<Problem> Names(Tree tree)
    {
        foreach (var file in tree.Below(".cs", "src/"))
        {
            var room = Rooms.FirstOrDefault(room => room.Name == file.Project);
            if (room is null)
                continue;
            foreach (var (node, named) in RoomsNamed(file.Syntax))
            {
                if (named != room.Name && !Allowed(room.Knows, named))
                    yield return file.At(node, $"{room.Name} may not know {named}: {Advice}");
            }
        }
    }

    /// <summary>What Directory.Build.props gives to every project is for the build only.</summary>
    public static IEnumerable<Problem> SharedPackages(Tree tree)
    {
        if (tree.Find("Directory.Build.props") is not { } file)
            yield break;
        foreach (var reference in XDocument.Parse(file.Text, LoadOptions.SetLineInfo).Descendants("PackageReference"))
        {
            if (reference.Attribute("PrivateAssets")?.Value != "all")
                yield return file.At(
                    ((System.Xml.IXmlLineInfo)reference).LineNumber,
                    $"gives {reference.Attribute("Include")?.Value} to every room: reference it where it is needed."
                );
        }
    }

    private const string Advice =
        "define a port in Mingus.Sync/Ports and join the two in Mingus.Server (see the table in ARCHITECTURE.md).";

    private static string? Refusal(Room room, XElement reference)
    {
        var name = reference.Attribute("Include")?.Value ?? "";
        var project = Path.GetFileNameWithoutExtension(name.Replace('\\', '/'));
        var analyser = reference.Attribute("PrivateAssets")?.Value == "all";
        return reference.Name.LocalName switch
        {
            "ProjectReference" when !Allowed(room.Knows, project) => $"{room.Name} may not know {project}: {Advice}",
            "PackageReference" when !analyser && !Allowed(room.Packages, name) =>
                $"{room.Name} may not use the package {name}: do it in the room that may, behind a port.",
            "FrameworkReference" when !room.Web => $"{room.Name} may not use {name}: that belongs in Mingus.Server.",
            "Reference" => $"{room.Name} references a loose assembly {name}: use a package or a project.",
            _ => null,
        };
    }

    private static bool Allowed(string[] patterns, string name) =>
        patterns.Any(pattern =>
            pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern
        );

    private static IEnumerable<(Microsoft.CodeAnalysis.SyntaxNode, string)> RoomsNamed(CompilationUnitSyntax file) =>
        file.DescendantNodes()
            .Where(node => node.Parent is not BaseNamespaceDeclarationSyntax)
            .Select(node =>
                node switch
                {
                    QualifiedNameSyntax { Left: IdentifierNameSyntax left, Right: var right } => (node, left, right),
                    MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax left, Name: var right } => (
                        node,
                        left,
                        right
                    ),
                    _ => (node, left: (IdentifierNameSyntax?)null, right: (SimpleNameSyntax?)null),
                }
            )
            .Where(name => name.left?.Identifier.Text == "Mingus")
            .Select(name => (name.node, $"Mingus.{name.right!.Identifier.Text}"));
}
