using System.Globalization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Http;

/// <summary>Reads query values and gathers what is wrong with them, so that one answer names all.</summary>
internal sealed class QueryReader
{
    public const int LimitMax = 500;
    public const int LimitDefault = 100;

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>The problem that names every wrong value; null when all are right.</summary>
    public ProblemResult? Problem => _errors.Count == 0 ? null : Problems.Fields(_errors);

    public PageRequest Page(PageQuery query)
    {
        var limit = LimitDefault;
        var isWrong =
            query.Limit is not null
            && !(
                int.TryParse(query.Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                && limit is >= 1 and <= LimitMax
            );
        if (isWrong)
        {
            _errors["limit"] = $"A whole number from 1 to {LimitMax}.";
        }

        return new(limit, Text("after", query.After, lengthMax: 1_000));
    }

    public DateOnly? Date(string name, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        _errors[name] = "A day as YYYY-MM-DD.";
        return null;
    }

    /// <summary>Checks that an interval does not end before it begins.</summary>
    public void Ordered(DateOnly? from, DateOnly? to)
    {
        if (from > to)
        {
            _errors["to"] = "A day on or after 'from'.";
        }
    }

    /// <summary>One word of a closed list, given with what each means.</summary>
    public T? Word<T>(string name, string? text, params ReadOnlySpan<(string Word, T Value)> words)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        var allowed = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }

            allowed.Add(word);
        }

        _errors[name] = $"One of: {string.Join(", ", allowed)}.";
        return null;
    }

    public string? Text(string name, string? text, int lengthMax)
    {
        if (text?.Length > lengthMax)
        {
            _errors[name] = $"At most {lengthMax} characters.";
            return null;
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The id of something; null when not given.</summary>
    public TId? Id<TId>(string name, string? text, string advice)
        where TId : struct, IPrefixedId<TId>
    {
        if (PrefixedId.TryParse<TId>(text, out var id))
        {
            return id;
        }

        if (text is not null)
        {
            _errors[name] = advice;
        }

        return null;
    }

    public void Wrong(string name, string advice) => _errors[name] = advice;
}
