using System.Text.RegularExpressions;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Tests;

/// <summary>Each file is a statement that is used, and names its user.</summary>
public sealed partial class SqlFilesTests
{
    private const string Root = "Mingus.Storage.Sql.";

    // What an operator looks at beside the service, as the owner of the tables.
    private static readonly string[] OfOperators =
    [
        "count-sealed-keys",
        "list-all-connections",
        "list-sealed-tokens",
        "list-users",
        "session-leap-sequences",
    ];

    // Work across users: finding a user, schedules (rhythms are summed by institution), webhooks in and out, recovery,
    // pruning. None reads what people own; on PostgreSQL it goes through views that show no more than it needs.
    private static readonly string[] AcrossUsers =
    [
        "add-user",
        "claim-queued-runs",
        "find-user",
        "list-consents",
        "list-dead-runs",
        "list-due-connections",
        "list-item-connections",
        "list-last-sequences",
        "list-rhythms",
        "list-user-ids",
        "prune-events",
        "prune-keys",
        "read-due-delivery",
        "replay-missed",
    ];

    [Fact]
    public void Each_file_is_a_statement_or_a_part()
    {
        var known = Sql.All.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = Files().Select(f => f.Name).Where(n => !known.Contains(n));

        Assert.All(unknown, name => Assert.Matches("^(template|session)-", name));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Each_statement_has_a_file_for_the_engine(string engine) =>
        Assert.All(SqlFiles.Load(engine), text => Assert.False(string.IsNullOrWhiteSpace(text)));

    [Fact]
    public void Each_statement_on_a_users_table_names_its_user()
    {
        foreach (var (name, text) in Files().Where(f => !OfOperators.Contains(f.Name, StringComparer.Ordinal)))
        {
            if (Table().IsMatch(text))
            {
                Assert.True(text.Contains("@user_id", StringComparison.Ordinal), $"{name} does not name its user.");
            }
        }
    }

    [Fact]
    public void What_works_across_users_says_so_and_is_known()
    {
        var across = Files().Where(f => f.Text.Contains("{all}", StringComparison.Ordinal)).Select(f => f.Name);

        Assert.Equal(AcrossUsers, across.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_holds_one_statement() =>
        Assert.All(
            Files(),
            f =>
                Assert.True(
                    f.Name.StartsWith("session-", StringComparison.Ordinal)
                        || !f.Text.Contains(';', StringComparison.Ordinal),
                    f.Name
                )
        );

    private static IEnumerable<(string Name, string Text)> Files() =>
        typeof(LedgerDatabase)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Select(name => (name.Split('.')[^2], SqlFiles.WithoutComments(SqlFiles.Read(name)!)));

    [GeneratedRegex(
        @"\b(FROM|JOIN|INTO|UPDATE)\s+(users|connections|accounts|feeds|records|annotations|decisions"
            + @"|balance_snapshots|coverage|runs|findings|quarantine|schedules|events|idempotency_keys"
            + @"|notifications|rhythms|settings|suggestions|match_states|redirects|validations|person_pairs"
            + @"|account_links)\b",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Table();
}
