namespace Mingus.Storage.Scripts;

/// <summary>The columns of the row a reader stands on, by ordinal. Valid only inside the callback that got
/// it.</summary>
internal interface IRow
{
    bool IsNull(int column);

    long Long(int column);

    double Number(int column);

    bool Flag(int column);

    /// <summary>Text verbatim as it was bound, see <see cref="SafeText"/>.</summary>
    string Text(int column);

    /// <summary>The bytes of text that holds nothing that <see cref="SafeText"/> escaped, as JSON, in
    /// UTF-8.</summary>
    byte[] Utf8(int column);

    Guid Id(int column);

    byte[] Bytes(int column);
}

/// <summary>What the columns mean: instants are Unix milliseconds UTC, days are <see
/// cref="DateOnly.DayNumber"/>.</summary>
internal static class RowReading
{
    public static int Int(this IRow row, int column) => (int)row.Long(column);

    public static DateTimeOffset Instant(this IRow row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.Long(column));

    public static DateTimeOffset? InstantOrNull(this IRow row, int column) =>
        row.IsNull(column) ? null : row.Instant(column);

    public static DateOnly Day(this IRow row, int column) => DateOnly.FromDayNumber(row.Int(column));

    public static DateOnly? DayOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.Day(column);

    public static string? TextOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.Text(column);

    public static long? LongOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.Long(column);

    public static Guid? IdOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.Id(column);
}
