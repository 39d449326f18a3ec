using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>
/// What every provider must do, whatever it speaks to: inherit, name a fixture, run. The rest of the suite, about
/// failures,
/// is in <see cref="ProviderFaultConformance"/>.
/// </summary>
public abstract class ProviderConformance
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A fresh provider and bank.</summary>
    public abstract Task<ProviderFixture> Begin();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public async Task Pages_of_any_size_end_in_what_the_bank_holds(int count)
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, count, Cancel);
        bank.Truth(access).MustEqual(copy);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task Updates_after_changes_end_in_what_the_bank_holds(int count)
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        for (var round = 1; round <= 5; round++)
        {
            bank.Live(access, changes: 12, seed: round);
            await copy.Follow(bank.Provider, access, count, Cancel);
            bank.Truth(access).MustEqual(copy);
        }
    }

    [Fact]
    public async Task The_same_cursor_gives_the_same_changes_again()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        bank.Live(access, changes: 20, seed: 3);
        var once = await copy.Fetch(bank.Provider, access, 10, Cancel);
        var twice = await copy.Fetch(bank.Provider, access, 10, Cancel);
        Assert.NotEmpty(once.SelectMany(p => p.Changes));
        Assert.Equal(once.SelectMany(p => p.Changes), twice.SelectMany(p => p.Changes));
        Assert.Equal(once[^1].NextCursor, twice[^1].NextCursor);
    }

    [Fact]
    public async Task An_update_without_news_is_empty_and_keeps_its_place()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        var pages = await copy.Fetch(bank.Provider, access, 500, Cancel);
        Assert.Empty(Assert.Single(pages).Changes);
        copy.Apply(pages);
        bank.Live(access, changes: 8, seed: 5);
        await copy.Follow(bank.Provider, access, 500, Cancel);
        bank.Truth(access).MustEqual(copy);
    }

    [Fact]
    public async Task A_page_has_no_more_than_was_asked_for_and_removals_first()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        var removals = 0;
        for (var round = 1; round <= 6; round++)
        {
            bank.Live(access, changes: 20, seed: round);
            var pages = await copy.Fetch(bank.Provider, access, 25, Cancel);
            foreach (var changes in pages.Select(p => p.Changes))
            {
                Assert.InRange(changes.Count, 0, 25);
                var first = changes.TakeWhile(c => c is ProviderChange.Removal).Count();
                Assert.DoesNotContain(changes.Skip(first), c => c is ProviderChange.Removal);
                removals += first;
            }

            copy.Apply(pages);
        }

        Assert.True(removals > 0, "The bank of the fixture must withdraw a row now and then.");
    }

    [Fact]
    public async Task What_is_not_ready_is_empty_and_has_no_cursor()
    {
        await using var bank = await Begin();
        var access = await bank.Link(Cancel);
        var page = await bank.Provider.GetPage(access, null, 500, Cancel);
        Assert.Empty(page.Changes);
        Assert.False(page.HasMore);
        Assert.Equal(HistoryStatus.NotReady, page.History);
        Assert.True(string.IsNullOrEmpty(page.NextCursor));
    }

    [Fact]
    public async Task History_arrives_on_the_same_stream_and_says_when_it_is_complete()
    {
        await using var bank = await Begin();
        var access = await bank.Link(Cancel);
        var copy = new StreamCopy();
        bank.BringInitial();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        var initial = copy.Rows.Count;
        Assert.Equal(HistoryStatus.Initial, copy.History);
        Assert.NotNull(copy.Cursor);
        bank.BringHistory();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        Assert.Equal(HistoryStatus.Complete, copy.History);
        Assert.True(copy.Rows.Count > initial);
        bank.Truth(access).MustEqual(copy);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(500)]
    public async Task A_window_read_page_by_page_holds_what_the_bank_holds(int count)
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var truth = bank.Truth(access);
        var last = truth.Rows.Values.Max(r => r.Date);
        var days = new DateInterval(last.AddDays(-29), last);

        var records = await Window(bank, access, new WindowQuery(days, []), count);

        var held = truth.Rows.Values.Where(r => days.Contains(r.Date)).OrderBy(r => r.TransactionId);
        Assert.Equal(
            held.Select(r => (r.TransactionId, r.AccountId, r.Amount, r.Date, r.IsPending)),
            records
                .Select(r =>
                    (
                        r.ProviderTransactionId,
                        r.ProviderAccountId,
                        r.Content.Amount,
                        r.Content.Date,
                        r.Content.IsPending
                    )
                )
                .OrderBy(r => r.ProviderTransactionId)
        );
    }

    [Fact]
    public async Task A_window_of_some_accounts_leaves_the_others_out()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var truth = bank.Truth(access);
        var last = truth.Rows.Values.Max(r => r.Date);
        var account = truth.Rows.Values.First(r => r.Date > last.AddDays(-30)).AccountId;
        var query = new WindowQuery(new DateInterval(last.AddDays(-29), last), [account]);

        var records = await Window(bank, access, query, count: 500);

        Assert.NotEmpty(records);
        Assert.All(records, r => Assert.Equal(account, r.ProviderAccountId));
    }

    [Fact]
    public async Task A_window_says_the_same_of_a_record_as_the_stream()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        var streamed = (await copy.Fetch(bank.Provider, access, 500, Cancel))
            .SelectMany(p => p.Changes)
            .OfType<ProviderChange.Upsert>()
            .ToDictionary(c => c.ProviderTransactionId, c => c.Content, StringComparer.Ordinal);
        var last = streamed.Values.Max(c => c.Date);

        var records = await Window(
            bank,
            access,
            new WindowQuery(new DateInterval(last.AddDays(-29), last), []),
            count: 500
        );

        Assert.All(records, r => Assert.Equal(streamed[r.ProviderTransactionId], r.Content));
    }

    [Fact]
    public async Task A_window_before_the_provider_is_ready_asks_to_wait()
    {
        await using var bank = await Begin();
        var access = await bank.Link(Cancel);
        var day = new DateOnly(2026, 1, 1);
        var call = () => Window(bank, access, new WindowQuery(new DateInterval(day, day), []), count: 500);
        Assert.Equal(Recovery.Wait, (await Assert.ThrowsAsync<ProviderException>(call)).Fault.Recovery);
    }

    [Fact]
    public async Task Balances_are_what_the_holder_owns()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var truth = bank.Truth(access);
        foreach (var answer in new[] { await Cached(bank, access), await LiveOnes(bank, access) })
        {
            Assert.Empty(answer.Unreadable);
            Assert.Equal(
                truth.Balances.Keys.Order(StringComparer.Ordinal),
                answer.Accounts.Select(a => a.ProviderAccountId).Order(StringComparer.Ordinal)
            );
            Assert.All(answer.Accounts, a => Assert.Equal(truth.Balances[a.ProviderAccountId], a.Balance?.Current));
            Assert.All(answer.Accounts, a => Assert.Null(a.Balance?.Unreadable));
        }
    }

    [Fact]
    public async Task Every_row_belongs_to_a_listed_account_and_balances_come_with_the_stream()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        var listed = (await Cached(bank, access))
            .Accounts.Select(a => a.ProviderAccountId)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(listed, copy.Rows.Values.Select(r => r.ProviderAccountId).ToHashSet(StringComparer.Ordinal));
        Assert.All(copy.Accounts, a => Assert.NotNull(a.Balance));
    }

    [Fact]
    public async Task A_connection_says_which_it_is_and_when_it_last_read_the_bank()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var item = await bank.Provider.GetItem(access, Cancel);
        Assert.Equal(access.ItemId, item.ItemId);
        Assert.Equal(bank.InstitutionId, item.InstitutionId);
        Assert.Null(item.Error);
        Assert.NotNull(item.LastSuccessAt);
        Assert.False(string.IsNullOrWhiteSpace(await bank.Provider.GetInstitutionName(bank.InstitutionId, Cancel)));
    }

    [Fact]
    public async Task A_link_token_can_be_had_for_a_new_bank_and_for_repair()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var request = new LinkRequest("user-1", Repair: null, RedirectUri: null, ChooseAccounts: false);
        var fresh = await bank.Provider.CreateLinkToken(request, Cancel);
        var repair = await bank.Provider.CreateLinkToken(
            request with
            {
                Repair = access,
                ChooseAccounts = true,
            },
            Cancel
        );
        Assert.False(string.IsNullOrEmpty(fresh.Token));
        Assert.NotEqual(fresh.Token, repair.Token);
        Assert.True(fresh.ExpiresAt > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Two_connections_to_one_bank_do_not_see_each_other()
    {
        await using var bank = await Begin();
        var one = await bank.LinkWithHistory(Cancel);
        var other = await bank.LinkWithHistory(Cancel);
        Assert.NotEqual(one.ItemId, other.ItemId);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, one, 500, Cancel);
        bank.Live(other, changes: 10, seed: 2);
        Assert.Empty((await copy.Fetch(bank.Provider, one, 500, Cancel)).SelectMany(p => p.Changes));
    }

    private static async Task<List<ProviderChange.Upsert>> Window(
        ProviderFixture bank,
        ProviderAccess access,
        WindowQuery query,
        int count
    )
    {
        var records = new List<ProviderChange.Upsert>();
        ProviderWindow page;
        do
        {
            page = await bank.Provider.GetWindow(access, query, records.Count, count, Cancel);
            Assert.Empty(page.Unreadable);
            Assert.InRange(page.Rows, 0, count);
            Assert.Equal(page.Rows, page.Records.Count);
            records.AddRange(page.Records);
        } while (records.Count < page.Total && page.Rows > 0);
        return records;
    }

    private static Task<AccountsAnswer> Cached(ProviderFixture bank, ProviderAccess access) =>
        bank.Provider.GetAccounts(access, Cancel);

    private static Task<AccountsAnswer> LiveOnes(ProviderFixture bank, ProviderAccess access) =>
        bank.Provider.GetLiveBalances(access, Cancel);
}
