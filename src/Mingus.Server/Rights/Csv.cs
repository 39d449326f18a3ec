using System.Globalization;
using System.Text;

namespace Mingus.Server.Rights;

/// <summary>
/// Rows of comma-separated values as RFC 4180 has them. Text that a spreadsheet would take for a formula gets an
/// apostrophe before it; numbers are given as numbers.
/// </summary>
internal sealed class Csv
{
    private const string Formulas = "=+-@\t\r";

    private readonly StringBuilder _row = new();

    /// <summary>A row of texts, as the header is.</summary>
    public static string Row(params ReadOnlySpan<string> texts)
    {
        var row = new Csv();
        foreach (var text in texts)
        {
            row.Text(text);
        }

        return row.End();
    }

    /// <summary>Text of anybody.</summary>
    public Csv Text(string? text)
    {
        var safe = text is { Length: > 0 } && Formulas.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return Cell(safe ?? "");
    }

    /// <summary>A decimal number as the API writes it: digits, a point, a sign.</summary>
    public Csv Number(string? number) => Cell(number ?? "");

    public Csv Day(DateOnly? day) => Cell(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");

    public Csv Moment(DateTimeOffset? moment) =>
        Cell(moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "");

    /// <summary>The row with its end.</summary>
    public string End()
    {
        var row = _row.Append("\r\n").ToString();
        _row.Clear();
        return row;
    }

    private Csv Cell(string text)
    {
        if (_row.Length > 0)
        {
            _row.Append(',');
        }

        _row.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }
}
