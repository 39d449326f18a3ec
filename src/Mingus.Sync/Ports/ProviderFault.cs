using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>What the engine does about a provider's failure.</summary>
public enum Recovery
{
    /// <summary>Try again later; nothing is wrong with the connection.</summary>
    Retry,

    /// <summary>Too many calls: try again at the time given, the connection stays healthy.</summary>
    Throttle,

    /// <summary>Begin the update again at its origin cursor.</summary>
    Restart,

    /// <summary>The person must act at the provider: sign in again, grant access, choose accounts.</summary>
    Relink,

    /// <summary>The cursor is of no use any more: read the whole stream from the beginning and reconcile.</summary>
    Reset,

    /// <summary>The product is not ready yet: wait for it.</summary>
    Wait,

    /// <summary>The connection is over; data stays.</summary>
    Stop,

    /// <summary>An operator must act: keys, address, plan.</summary>
    Config,

    /// <summary>This endpoint is not to be had for this connection; the rest of the run goes on.</summary>
    Unsupported,
}

/// <summary>A failure of the provider, sorted by what to do about it.</summary>
/// <param name="Recovery">What the engine does.</param>
/// <param name="Code">The provider's code in lower case, or ours (<c>timeout</c>, <c>unreadable_answer</c>,
/// <c>answer_too_large</c>, <c>unreachable</c>, <c>circuit_open</c>).</param>
/// <param name="Detail">A sentence for a person; no token, name, description or amount.</param>
/// <param name="Action">What the person or operator does, one of <see cref="ProblemActions"/>.</param>
/// <param name="RequestId">The provider's request id; null when no answer came.</param>
/// <param name="RetryAt">When to try again at the earliest; null when the provider does not say.</param>
public sealed record ProviderFault(
    Recovery Recovery,
    string Code,
    string Detail,
    string Action,
    string? RequestId = null,
    DateTimeOffset? RetryAt = null
)
{
    /// <summary>The fault as a problem of the API.</summary>
    public Problem ToProblem(DateTimeOffset? retryAt = null) => new(Code, Detail, Action, retryAt ?? RetryAt);
}

/// <summary>The world broke it: the one exception of every provider. Caught by the run, the request or the
/// loop.</summary>
public sealed class ProviderException(ProviderFault fault, Exception? inner = null)
    : Exception($"Provider fault {fault.Code} ({fault.Recovery}).", inner)
{
    public ProviderFault Fault { get; } = fault;
}
