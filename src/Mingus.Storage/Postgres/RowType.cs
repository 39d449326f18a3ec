namespace Mingus.Storage.Postgres;

/// <summary>A column of a composite type.</summary>
/// <param name="Name">As in the statement.</param>
/// <param name="TypeId">The server's number of its type.</param>
/// <param name="Width">Bytes of a number; 0 for what is no whole number.</param>
internal sealed record RowColumn(string Name, int TypeId, int Width);

/// <summary>A composite type of the schema, as the file of a statement repeats it: its columns in order.</summary>
internal sealed class RowType(string name, IReadOnlyList<RowColumn> columns)
{
    private readonly HashSet<string> _names = columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);

    public string Name => name;

    public IReadOnlyList<RowColumn> Columns => columns;

    public bool Has(string column) => _names.Contains(column);

    /// <summary>A column of a type that the server knows by the same number everywhere (pg_type.dat).</summary>
    /// <exception cref="InvalidOperationException">No column is of that type yet.</exception>
    public static RowColumn Column(string name, string type) =>
        type switch
        {
            "SMALLINT" => new RowColumn(name, 21, sizeof(short)),
            "INTEGER" => new RowColumn(name, 23, sizeof(int)),
            "BIGINT" => new RowColumn(name, 20, sizeof(long)),
            "BOOLEAN" => new RowColumn(name, 16, 0),
            "BYTEA" => new RowColumn(name, 17, 0),
            "TEXT" => new RowColumn(name, 25, 0),
            "UUID" => new RowColumn(name, 2950, 0),
            _ => throw new InvalidOperationException($"{type}, the type of {name}, is not written in rows yet."),
        };
}
