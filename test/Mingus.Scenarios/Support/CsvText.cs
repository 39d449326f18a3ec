using System.Text;

namespace Mingus.Scenarios.Support;

/// <summary>Reads comma-separated values as RFC 4180 says, and nothing of the product's.</summary>
internal static class CsvText
{
    public static List<List<string>> Rows(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    rows[^1].Add(Taken(cell));
                    break;
                case '\n' when !isQuoted:
                    rows[^1].Add(Taken(cell));
                    rows.Add([]);
                    break;
                case '\r' when !isQuoted && i + 1 < text.Length && text[i + 1] == '\n':
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    private static string Taken(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }
}
