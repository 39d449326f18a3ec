using System.Runtime.CompilerServices;
using Mingus.Sync.Client;

namespace BudgetApp;

/// <summary>What a page wants to know of: that there is something new to show.</summary>
internal static class Changes
{
    private static readonly string[] Shown = ["sync.completed", "transactions.changed", "balance.changed"];

    /// <summary>The type of each event after which the page looks different.</summary>
    public static async IAsyncEnumerable<string> Of(
        UserClient user,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var told in user.Events(cancellationToken: cancellationToken))
        {
            if (Shown.Contains(told.Type, StringComparer.Ordinal))
            {
                yield return told.Type;
            }
        }
    }
}
