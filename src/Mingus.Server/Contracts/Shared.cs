using System.Text.Json.Serialization;
using Mingus.Ledger;

namespace Mingus.Server.Contracts;

/// <summary>A body that a request brings: its unknown members are refused, and it is what an idempotency key stands
/// for.</summary>
internal interface IRequestBody;

/// <summary>A list as every list route answers it; <c>next</c> is the position to ask with <c>after</c>, null at the
/// end.</summary>
internal sealed record ListBody<T>(
    IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next
);

/// <summary>A problem inside another answer: of a run, a connection, an account's outcome.</summary>
internal sealed record FaultBody(string Code, string Detail, string Action, DateTimeOffset? RetryAt)
{
    public static FaultBody? From(Problem? problem) =>
        problem is null ? null : new(problem.Code, problem.Detail, problem.Action, problem.RetryAt);
}

/// <summary>
/// Problem details (RFC 9457). <c>code</c> is stable and for programs, <c>detail</c> for people, <c>action</c> says
/// what to
/// do; <c>errors</c> names fields of the request and what is wrong with each; <c>connectionId</c> the connection it is
/// about, where that is not the request's own.
/// </summary>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    string Action,
    DateTimeOffset? RetryAt = null,
    IReadOnlyDictionary<string, string>? Errors = null,
    string? TraceId = null,
    string? ConnectionId = null
);

/// <summary>A bank.</summary>
internal sealed record InstitutionBody(string Id, string Name);

/// <summary>Who the server takes the caller for.</summary>
/// <param name="UserId">The integrator's own id of the user.</param>
/// <param name="Tenant">The tenant it is looked up in.</param>
internal sealed record MeBody(string UserId, string Tenant);

/// <summary>Whether the process is up, or ready to work.</summary>
internal sealed record HealthBody(string Status);
