namespace Mingus.Sandbox.Tests.Support;

/// <summary>Finds files beside the sources.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Plaid's wire schema, which lies beside the repository and is not part of it; null where it is absent.
    /// </summary>
    public static string? WireSchema
    {
        get
        {
            var file = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "plaid", "plaid-wire.openapi.yml"));
            return File.Exists(file) ? file : null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mingus.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
