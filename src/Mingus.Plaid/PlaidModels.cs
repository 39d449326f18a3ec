using Mingus.Ledger;

namespace Mingus.Plaid;

/// <summary>Recurring transactions as Plaid recognises them.</summary>
/// <param name="Inflows">Streams of money in.</param>
/// <param name="Outflows">Streams of money out.</param>
/// <param name="Unreadable">Streams that could not be read.</param>
/// <param name="UpdatedAt">When Plaid last computed them; null when not given.</param>
public sealed record PlaidRecurring(
    IReadOnlyList<PlaidStream> Inflows,
    IReadOnlyList<PlaidStream> Outflows,
    IReadOnlyList<UnreadableRecord> Unreadable,
    DateTimeOffset? UpdatedAt
);

/// <summary>One recurring stream, signed as in <see cref="Money"/>.</summary>
public sealed record PlaidStream
{
    public required string StreamId { get; init; }

    public required string ProviderAccountId { get; init; }

    public required string Description { get; init; }

    public string? MerchantName { get; init; }

    public required DateOnly FirstDate { get; init; }

    public required DateOnly LastDate { get; init; }

    public DateOnly? PredictedNextDate { get; init; }

    /// <summary>WEEKLY, MONTHLY, …, UNKNOWN, or a word Plaid added later; null when not given.</summary>
    public string? Frequency { get; init; }

    /// <summary>MATURE, EARLY_DETECTION, TOMBSTONED, UNKNOWN, or a word Plaid added later; null when not
    /// given.</summary>
    public string? Status { get; init; }

    public required bool IsActive { get; init; }

    /// <summary>Null when Plaid gives none.</summary>
    public Money? AverageAmount { get; init; }

    /// <summary>Null when Plaid gives none.</summary>
    public Money? LastAmount { get; init; }

    /// <summary>Plaid's ids of its transactions.</summary>
    public required IReadOnlyList<string> TransactionIds { get; init; }
}

/// <summary>A key that signs Plaid's webhooks (EC, P-256): what <c>/webhook_verification_key/get</c> answers.</summary>
/// <param name="KeyId">Its id, the <c>kid</c> of the signature's head.</param>
/// <param name="Algorithm">ES256; anything else must be refused.</param>
/// <param name="Curve">P-256; anything else must be refused.</param>
/// <param name="X">The point's x, base64url.</param>
/// <param name="Y">The point's y, base64url.</param>
/// <param name="CreatedAt">When it was made; null when not given.</param>
/// <param name="ExpiredAt">When it expired; null while it is good.</param>
public sealed record PlaidWebhookKey(
    string KeyId,
    string Algorithm,
    string Curve,
    string X,
    string Y,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? ExpiredAt
);

/// <summary>A bank as Plaid knows it.</summary>
/// <param name="InstitutionId">Plaid's id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Website">Its address; null when not given.</param>
/// <param name="PrimaryColor">Its colour as <c>#rrggbb</c>; null when not given.</param>
public sealed record PlaidInstitution(string InstitutionId, string Name, string? Website, string? PrimaryColor);

/// <summary>A row to make in Plaid's test bank.</summary>
/// <param name="DateTransacted">The day it was made: today or up to 14 days back.</param>
/// <param name="DatePosted">The day it posts.</param>
/// <param name="PlaidAmount">The amount in <b>Plaid's</b> sign: positive is money out.</param>
/// <param name="Description">The bank's text.</param>
/// <param name="IsoCurrencyCode">Null for US dollars.</param>
public sealed record PlaidSandboxTransaction(
    DateOnly DateTransacted,
    DateOnly DatePosted,
    decimal PlaidAmount,
    string Description,
    string? IsoCurrencyCode = null
);
