namespace Mingus.Storage.Scripts;

/// <summary>The parameters of a statement, by the names its file gives them. What is not bound is a mistake.</summary>
internal interface IArgs
{
    /// <summary>Whether this engine's file of the statement has the parameter.</summary>
    bool Has(string name);

    void Long(string name, long? value);

    void Number(string name, double? value);

    void Flag(string name, bool value);

    void Text(string name, string? value);

    /// <summary>Text that is UTF-8 already and holds nothing that <see cref="SafeText"/> would escape.</summary>
    void Utf8(string name, ReadOnlySpan<byte> value);

    void Id(string name, Guid? value);

    void Bytes(string name, ReadOnlySpan<byte> value);
}

/// <summary>How the ledger's values become parameters.</summary>
internal static class ArgWriting
{
    public static void Instant(this IArgs args, string name, DateTimeOffset? value) =>
        args.Long(name, value?.ToUnixTimeMilliseconds());

    /// <summary>Binds a moment that only one engine's file of the statement asks for.</summary>
    public static void InstantIfAsked(this IArgs args, string name, DateTimeOffset value)
    {
        if (args.Has(name))
        {
            args.Instant(name, value);
        }
    }

    public static void Day(this IArgs args, string name, DateOnly? value) => args.Long(name, value?.DayNumber);

    public static void Word<TEnum>(this IArgs args, string name, TEnum value)
        where TEnum : struct, Enum => args.Text(name, Words<TEnum>.Of(value));
}
