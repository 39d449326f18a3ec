using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Sync.Ports;

namespace Mingus.Server.Http;

/// <summary>The answers of reads: a list of a user's things, or one of them by its id.</summary>
internal static class Read
{
    /// <summary>Makes a <see cref="SnapshotResult{T}"/> without naming its type.</summary>
    public static SnapshotResult<T> Ok<T>(long sequence, T value) => new(sequence, value);

    /// <summary>A page of a list that takes no other query.</summary>
    public static async Task<Results<SnapshotResult<ListBody<TBody>>, ProblemResult>> Page<T, TBody>(
        PageQuery page,
        Func<PageRequest, Task<Snapshot<Page<T>>>> find,
        Func<T, TBody> body
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var (sequence, found) = await find(request);
        return Ok(sequence, ToList(found, body));
    }

    /// <summary>One thing; not found when the id is no such id, or names nothing of this user's.</summary>
    public static async Task<Results<SnapshotResult<TBody>, ProblemResult>> One<TId, T, TBody>(
        string id,
        Func<TId, Task<Snapshot<T?>>> find,
        Func<T, TBody> body
    )
        where TId : struct, IPrefixedId<TId>
        where T : class
    {
        if (!PrefixedId.TryParse<TId>(id, out var wanted))
        {
            return Problems.NotFound;
        }

        var (sequence, found) = await find(wanted);
        return found is null ? Problems.NotFound : Ok(sequence, body(found));
    }

    /// <summary>A page as lists answer it.</summary>
    public static ListBody<TBody> ToList<T, TBody>(Page<T> page, Func<T, TBody> body) =>
        new([.. page.Items.Select(body)], page.Next);
}
