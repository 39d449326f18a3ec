using System.Globalization;
using Mingus.Ledger;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Planted;

/// <summary>Bugs in reading the provider.</summary>
internal static class PageBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("removals dropped", 1, "What the provider withdraws stays.")
        {
            Page = static page => page with { Changes = [.. page.Changes.OfType<ProviderChange.Upsert>()] },
        },
        new("last page only", 1, "Of an update of several pages only the last is kept.")
        {
            Page = static page => page.HasMore ? page with { Changes = [], Unreadable = [] } : page,
        },
        new("change skipped", 1, "An update begins one change after the stored cursor.") { Cursor = SkipOne },
        new("sign swapped", 1, "The amount of one record in five has the wrong sign.")
        {
            Page = Upserts(static c => c with { Amount = new Money(-c.Amount.Minor, c.Amount.Currency) }),
        },
        new("cents lost", 1, "The amount of one record in five is cut to whole units.")
        {
            Page = Upserts(static c =>
                c with
                {
                    Amount = new Money(c.Amount.Minor - (c.Amount.Minor % 100), c.Amount.Currency),
                }
            ),
        },
        new("day shifted", 1, "The day of one record in five is the next one, as by a time zone.")
        {
            Page = Upserts(static c => c with { Date = c.Date.AddDays(1) }),
        },
        new("pending as posted", 1, "One record in five counts as posted while it is pending.")
        {
            Page = Upserts(static c => c with { IsPending = false }),
        },
        new("text cut", 1, "The description of one record in five loses its last letter.")
        {
            Page = Upserts(static c => c with { Description = c.Description[..^1] }),
        },
        new("poison dropped", 1, "A record that cannot be read is passed over in silence.")
        {
            Page = static page => page with { Unreadable = [] },
        },
        new("amendments dropped", 1, "Of what a page tells the last change is lost.")
        {
            Page = static page => page with { Changes = [.. page.Changes.SkipLast(1)] },
        },
        new("wrong account", 1, "One record in five is taken for one of another account.") { Page = OtherAccount },
        new("id renamed", 1, "One record in five gets an id the bank never gave.")
        {
            Page = static page =>
                page with
                {
                    Changes =
                    [
                        .. page.Changes.Select(static c =>
                            c is ProviderChange.Upsert u && IsOneInFive(u.ProviderTransactionId)
                                ? new ProviderChange.Upsert(
                                    u.ProviderAccountId,
                                    $"{u.ProviderTransactionId}x",
                                    u.Content
                                )
                                : c
                        ),
                    ],
                },
        },
    ];

    private static Func<ProviderPage, ProviderPage> Upserts(Func<RecordContent, RecordContent> change) =>
        page =>
            page with
            {
                Changes =
                [
                    .. page.Changes.Select(c =>
                        c is ProviderChange.Upsert u && IsOneInFive(u.ProviderTransactionId)
                            ? new ProviderChange.Upsert(u.ProviderAccountId, u.ProviderTransactionId, change(u.Content))
                            : c
                    ),
                ],
            };

    private static bool IsOneInFive(string id) => id.Sum(static letter => letter) % 5 == 0;

    private static ProviderPage OtherAccount(ProviderPage page) =>
        page.Accounts.Count < 2
            ? page
            : page with
            {
                Changes =
                [
                    .. page.Changes.Select(c =>
                        c is ProviderChange.Upsert u && IsOneInFive(u.ProviderTransactionId)
                            ? new ProviderChange.Upsert(
                                page.Accounts.First(a => a.ProviderAccountId != u.ProviderAccountId).ProviderAccountId,
                                u.ProviderTransactionId,
                                u.Content
                            )
                            : c
                    ),
                ],
            };

    private static string? SkipOne(string? cursor)
    {
        if (cursor is null || cursor.Contains('+', StringComparison.Ordinal))
        {
            return cursor;
        }

        var parts = cursor.Split(':');
        var position = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return position % 2 == 0 ? cursor : string.Create(CultureInfo.InvariantCulture, $"{parts[0]}:{position + 1}");
    }
}
