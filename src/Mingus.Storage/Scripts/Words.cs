using System.Collections.Frozen;
using System.Text.Json;

namespace Mingus.Storage.Scripts;

/// <summary>
/// The words under which the cases of an enum rest: their names in snake case, so that a table reads well and the
/// order of
/// the cases in code means nothing.
/// </summary>
internal static class Words<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> WordOf = Enum.GetValues<TEnum>()
        .Distinct()
        .ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, TEnum> ValueOf = WordOf.ToFrozenDictionary(
        p => p.Value,
        p => p.Key,
        StringComparer.Ordinal
    );

    public static string Of(TEnum value) => WordOf[value];

    public static TEnum Read(string word) => ValueOf[word];
}
