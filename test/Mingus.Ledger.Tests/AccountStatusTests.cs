using Mingus.Testing;

namespace Mingus.Ledger.Tests;

public sealed class AccountStatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 6, 0, TimeSpan.Zero);

    // hidden? | feeds: connection, gone?, running?, hours since check, hours since the bank was read (- unknown) |
    // expected
    [Fact]
    public void The_first_state_that_holds_counts() =>
        Assert.All(
            LedgerText.Rows(
                """
                shown  | healthy listed idle 1 2                              | active
                shown  | healthy listed idle 1 -                              | active
                shown  | healthy listed idle 1 24                             | stale
                # S12: checked now, nothing new, but the bank was read four days ago
                shown  | healthy listed idle 0 96                             | stale
                shown  | healthy listed idle 25 -                             | stale
                shown  | healthy listed idle - -                              | stale
                shown  | healthy listed running - -                           | updating
                shown  | healthy listed running 0 96                          | updating
                shown  | attention listed idle 1 2                            | needs_attention
                shown  | attention listed running 1 2                         | needs_attention
                shown  | attention gone idle 1 2                              | closed
                shown  | healthy gone running 1 2                             | closed
                shown  | disconnected listed idle 1 2                         | disconnected
                shown  | disconnected gone idle 1 2                           | disconnected
                shown  |                                                      | disconnected
                hidden | disconnected listed idle 1 2                         | hidden
                hidden | healthy listed running 1 2                           | hidden
                # one healthy feed keeps an account alive
                shown  | attention listed idle 1 2, healthy listed idle 1 2   | active
                shown  | disconnected listed idle 1 2, healthy gone idle 1 2  | closed
                shown  | disconnected listed idle 1 2, attention listed idle 1 2 | needs_attention
                shown  | healthy listed idle 1 48, healthy listed idle 1 2    | active
                shown  | attention listed running 1 2, healthy listed idle 1 48 | stale
                """
            ),
            row =>
            {
                var feeds = row[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var status = AccountStatus.Of(row[0] == "hidden", [.. feeds.Select(Feed)], Now, TimeSpan.FromDays(1));
                Assert.Equal(row[^1], status.Word);
                Assert.EndsWith(".", status.Reason, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Attention_is_told_in_the_problems_words()
    {
        var problem = new Problem("login_required", "Sign in to your bank again.", ProblemActions.Relink);
        var feed = Feed("attention listed idle 1 2") with { Problem = problem };
        Assert.Equal("Sign in to your bank again.", AccountStatus.Of(false, [feed], Now, TimeSpan.FromDays(1)).Reason);
    }

    // minutes since check | minutes since the bank was read, none for unknown | expected
    [Fact]
    public void Freshness_tells_the_check_and_the_data_apart() =>
        Assert.All(
            LedgerText.Rows(
                """
                2    | 2    | Checked 2 min ago, bank data as of 2026-11-20 18:04 UTC
                0    | 1441 | Checked just now, bank data as of 2026-11-19 18:05 UTC
                -1   | 6    | Checked just now, bank data as of 2026-11-20 18:00 UTC
                119  | none | Checked 1 h ago, the bank does not say how old its data is
                1440 | none | Checked 1 day ago, the bank does not say how old its data is
                4400 | none | Checked 3 days ago, the bank does not say how old its data is
                none | none | Not checked yet, the bank does not say how old its data is
                """
            ),
            row => Assert.Equal(row[^1], Freshness.Text(Ago(row[0], 1), Ago(row[1], 1), Now))
        );

    private static FeedStanding Feed(string text)
    {
        var parts = text.Split(' ');
        var connection = parts[0] switch
        {
            "healthy" => ConnectionStanding.Healthy,
            "attention" => ConnectionStanding.NeedsAttention,
            _ => ConnectionStanding.Disconnected,
        };
        return new FeedStanding(
            connection,
            Problem: null,
            IsGone: parts[1] == "gone",
            IsRunning: parts[2] == "running",
            CheckedAt: Ago(parts[3], 60),
            DataAsOf: Ago(parts[4], 60)
        );
    }

    private static DateTimeOffset? Ago(string count, int minutes) =>
        count is "-" or "none" ? null : Now.AddMinutes(-minutes * int.Parse(count));
}
