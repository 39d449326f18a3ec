using System.Net;

namespace Mingus.Sync.Client;

/// <summary>
/// The service refused a request, or could not answer it. Go by <see cref="Code"/> and <see cref="Action"/>, which are
/// stable; the message is for a person.
/// </summary>
public sealed class MingusException(HttpStatusCode status, Problem problem, Exception? inner = null)
    : Exception(problem.Detail, inner)
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>All that the service said.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>A stable word, for instance <c>not_found</c>; docs/guides/errors.md lists them.</summary>
    public string Code => Problem.Code;

    /// <summary>Who does what about it: <c>retry</c>, <c>wait</c>, <c>relink</c>, <c>renew</c>, <c>choose_accounts</c>,
    /// <c>contact_bank</c>, <c>contact_operator</c>, <c>fix_request</c>, <c>none</c>.</summary>
    public string Action => Problem.Action;

    /// <summary>When to come again; null where the service does not say.</summary>
    public DateTimeOffset? RetryAt => Problem.RetryAt;

    /// <summary>Fields of the request that are wrong, each with what it takes; empty where none is named.</summary>
    public IReadOnlyDictionary<string, string> Errors => Problem.Errors ?? Empty;

    private static readonly Dictionary<string, string> Empty = new(StringComparer.Ordinal);
}
