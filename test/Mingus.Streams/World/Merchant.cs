namespace Mingus.Streams.World;

/// <summary>Whom the money goes to or comes from.</summary>
/// <param name="Text">What the bank prints, with the prefix of the payment processor where there is one.</param>
/// <param name="Names">Clean names; the first is the usual one.</param>
internal sealed record Merchant(Kind Kind, string Text, params string[] Names)
{
    private static readonly string[] Prefixes = ["SQ *", "TST* ", "PAYPAL *", "SumUp *", "DD *", "SP * ", "iZ *"];

    /// <summary>
    /// A number that follows the text instead of a store's: part of the contract, the same each time.
    /// </summary>
    public string? FixedNumber { get; init; }

    /// <summary>The provider's id of the merchant; the same in all its connections.</summary>
    public string EntityId { get; } = new Dice(7).For(Names[0]).Hex(20);

    /// <summary>The text without the prefix of the payment processor.</summary>
    public string BareText => Prefixes.FirstOrDefault(Text.StartsWith) is { } prefix ? Text[prefix.Length..] : Text;
}
