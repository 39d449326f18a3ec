using System.Reflection;

namespace Mingus.Storage.Scripts;

/// <summary>The text of each statement for one engine, as embedded: its own variant where there is one.</summary>
internal static class SqlFiles
{
    private const string Root = "Mingus.Storage.Sql.";

    /// <summary>Before a table's name: the rows of every user. On PostgreSQL a view, which shows the columns that work
    /// across users needs and no others (Schema/Postgres/0019_isolation.sql).</summary>
    private const string All = "{all}";

    /// <summary>Text by <see cref="Statement.Index"/>, without comments.</summary>
    /// <exception cref="InvalidOperationException">A statement has no file.</exception>
    public static string[] Load(string engine)
    {
        var texts = new string[Sql.All.Count];
        foreach (var statement in Sql.All)
        {
            var text =
                Read($"{Root}{engine}.{statement.Name}.sql")
                ?? Read($"{Root}{statement.Name}.sql")
                ?? throw new InvalidOperationException($"There is no Sql/{statement.Name}.sql for {engine}.");
            texts[statement.Index] = text.Replace(All, engine == "Postgres" ? "all_" : "", StringComparison.Ordinal);
        }

        return texts;
    }

    /// <summary>The statement without its comment lines.</summary>
    public static string WithoutComments(string text) =>
        string.Join(
                '\n',
                text.Split('\n').Where(static line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal))
            )
            .Trim();

    /// <summary>A text of PostgreSQL's folder that is no statement of scripts.</summary>
    public static string Part(string name) =>
        Read($"{Root}Postgres.{name}.sql")
        ?? throw new InvalidOperationException($"There is no Sql/Postgres/{name}.sql.");

    public static string? Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
