using Mingus.Sandbox.Webhooks;

namespace Mingus.Sandbox.Mischief;

/// <summary>The ways in which the sandbox misbehaves on request.</summary>
public enum FaultKind
{
    /// <summary>Answers an error of Plaid's taxonomy, <see cref="Fault.Code"/>.</summary>
    Error,

    /// <summary>Answers after <see cref="Fault.Milliseconds"/>.</summary>
    Delay,

    /// <summary>Breaks the connection, <see cref="Fault.When"/>.</summary>
    Drop,

    /// <summary>Cuts the JSON off in the middle, in a complete HTTP answer.</summary>
    Truncate,

    /// <summary>Answers a page of HTML with status <see cref="Fault.Status"/>, 200 unless given.</summary>
    Garbage,

    /// <summary>Makes the answer <see cref="Fault.Mebibytes"/> large.</summary>
    Oversize,

    /// <summary>Sends the answer in drips over <see cref="Fault.Milliseconds"/>.</summary>
    SlowBody,

    /// <summary>Changes the data and answers that it changed during pagination.</summary>
    Mutation,

    /// <summary>Answers the request's own cursor as the next, with more to come.</summary>
    StuckCursor,

    /// <summary>Delivers the changes of an update in another order, from its first page on.</summary>
    PagesOutOfOrder,

    /// <summary>Gives <see cref="Fault.Target"/> a value of another type.</summary>
    WrongType,

    /// <summary>Writes null for the array <see cref="Fault.Target"/>, or for all arrays.</summary>
    NullArray,

    /// <summary>Adds members that nobody knows.</summary>
    UnknownFields,

    /// <summary>Writes enum values that nobody knows.</summary>
    UnknownEnums,

    /// <summary>Writes <see cref="Fault.Value"/> at the JSON pointer <see cref="Fault.Target"/>.</summary>
    Rewrite,

    /// <summary>Sends a webhook twice.</summary>
    WebhookDouble,

    /// <summary>Sends a webhook after <see cref="Fault.Milliseconds"/>.</summary>
    WebhookLate,

    /// <summary>Does not send a webhook.</summary>
    WebhookMissing,

    /// <summary>Sends a webhook after the item's next one.</summary>
    WebhookOutOfOrder,

    /// <summary>Sends a webhook with the flaw <see cref="Fault.Forgery"/>.</summary>
    WebhookForged,
}

/// <summary>At which point a connection breaks.</summary>
public enum DropWhen
{
    /// <summary>Before the call is carried out.</summary>
    Before,

    /// <summary>In the middle of the answer's body.</summary>
    During,

    /// <summary>After the call was carried out, before its answer: the answer is lost.</summary>
    After,
}

/// <summary>One misbehaviour: when it applies and what happens then. Members that are null match everything.</summary>
public sealed record Fault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Only calls or webhooks of this item.</summary>
    public string? ItemId { get; init; }

    /// <summary>
    /// Only calls of this path, for instance /transactions/sync; for webhooks, only this webhook_code.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Only this page of an update or a listing, counted from 1.</summary>
    public int? Page { get; init; }

    /// <summary>How many matching calls are hit; 0 hits until it is taken away.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many matching calls are left alone first.</summary>
    public int After { get; init; }

    /// <summary>The error code of <see cref="FaultKind.Error"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Seconds for a Retry-After header beside an error; null sends none, as Plaid does.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How long delays, drips and late webhooks take.</summary>
    public int Milliseconds { get; init; } = 1000;

    /// <summary>The size of an oversize answer.</summary>
    public int Mebibytes { get; init; } = 64;

    /// <summary>The HTTP status of garbage.</summary>
    public int Status { get; init; } = 200;

    /// <summary>When a dropped connection breaks.</summary>
    public DropWhen When { get; init; }

    /// <summary>The member or JSON pointer that is tampered with.</summary>
    public string? Target { get; init; }

    /// <summary>JSON text that <see cref="FaultKind.Rewrite"/> and <see cref="FaultKind.WrongType"/> write.</summary>
    public string? Value { get; init; }

    /// <summary>The flaw of a forged webhook.</summary>
    public Forgery? Forgery { get; init; }

    /// <summary>The seed of the changes that a mutation makes.</summary>
    public long Seed { get; init; } = 1;

    internal bool IsWebhook => Kind >= FaultKind.WebhookDouble;
}
