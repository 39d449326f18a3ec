using System.Text.Json.Nodes;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Translation;

public sealed class PageTests
{
    [Fact]
    public void Removals_come_first_then_added_then_modified()
    {
        var page = PlaidJson.Page(PlaidJson.Transaction("t1"), PlaidJson.Transaction("t2"));
        page["modified"] = new JsonArray(PlaidJson.Transaction("t3"));
        page["removed"] = new JsonArray(PlaidJson.Object("""{"transaction_id":"t4","account_id":"a1"}"""));
        var read = PlaidJson.ReadPage(page);
        Assert.Equal(["t4", "t1", "t2", "t3"], read.Changes.Select(c => c.ProviderTransactionId));
        Assert.IsType<ProviderChange.Removal>(read.Changes[0]);
        Assert.Equal([true, true, false], read.Changes.OfType<ProviderChange.Upsert>().Select(c => c.IsAdded));
    }

    [Fact]
    public void A_poisonous_row_costs_only_itself()
    {
        var page = PlaidJson.Page(
            PlaidJson.Transaction("t1"),
            PlaidJson.Transaction("t2").With("name", "null"),
            PlaidJson.Transaction(" "),
            null,
            JsonValue.Create("rubbish"),
            PlaidJson.Transaction("t3")
        );
        page["removed"] = new JsonArray(
            PlaidJson.Object("""{"transaction_id":null,"account_id":"a1"}"""),
            PlaidJson.Object("""{"transaction_id":"t9"}""")
        );
        var read = PlaidJson.ReadPage(page);
        Assert.Equal(["t9", "t1", "t3"], read.Changes.Select(c => c.ProviderTransactionId));
        Assert.Equal(5, read.Unreadable.Count);
        Assert.Equal(
            ["transaction_id", "name", "transaction_id", "transaction", "transaction"],
            read.Unreadable.Select(u => u.Field)
        );
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("added")]
    [InlineData("modified")]
    [InlineData("removed")]
    public void Lists_that_are_null_or_absent_are_empty_and_others_are_refused(string list)
    {
        Assert.Empty(PlaidJson.ReadPage(PlaidJson.Page().With(list, "null")).Changes);
        Assert.Empty(PlaidJson.ReadPage(PlaidJson.Page().Without(list)).Changes);
        Assert.Equal("unreadable_answer", Refused(PlaidJson.Page().With(list, "{}")).Code);
    }

    [Theory]
    [InlineData("has_more", "null")]
    [InlineData("has_more", "\"false\"")]
    [InlineData("next_cursor", "5")]
    public void A_frame_that_cannot_be_read_is_refused_whole(string field, string value)
    {
        var fault = Refused(PlaidJson.Page().With(field, value));
        Assert.Equal(Recovery.Retry, fault.Recovery);
        Assert.Equal("req1", fault.RequestId);
    }

    [Theory]
    [InlineData("\"NOT_READY\"", HistoryStatus.NotReady)]
    [InlineData("\"INITIAL_UPDATE_COMPLETE\"", HistoryStatus.Initial)]
    [InlineData("\"HISTORICAL_UPDATE_COMPLETE\"", HistoryStatus.Complete)]
    [InlineData("\"TRANSACTIONS_UPDATE_STATUS_UNKNOWN\"", HistoryStatus.Unknown)]
    [InlineData("\"SOMETHING_NEW\"", HistoryStatus.Unknown)]
    [InlineData("null", HistoryStatus.Unknown)]
    public void The_history_is_as_Plaid_says(string status, HistoryStatus history) =>
        Assert.Equal(history, PlaidJson.ReadPage(PlaidJson.Page().With("transactions_update_status", status)).History);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void An_empty_cursor_is_none(string cursor) =>
        Assert.Null(PlaidJson.ReadPage(PlaidJson.Page().With("next_cursor", cursor)).NextCursor);

    [Fact]
    public void A_cursor_that_stands_still_is_passed_on_for_the_engine_to_refuse()
    {
        var page = PlaidJson.ReadPage(PlaidJson.Page().With("has_more", "true").With("next_cursor", "\"\""));
        Assert.True(page.HasMore);
        Assert.Null(page.NextCursor);
    }

    private static ProviderFault Refused(JsonObject page) =>
        Assert.Throws<ProviderException>(() => PlaidJson.ReadPage(page)).Fault;
}
