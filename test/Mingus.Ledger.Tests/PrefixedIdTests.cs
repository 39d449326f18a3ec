using FsCheck.Xunit;

namespace Mingus.Ledger.Tests;

public sealed class PrefixedIdTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 18, 4, 0, TimeSpan.Zero);

    [Fact]
    public void A_derived_id_is_a_known_uuid_of_version_7()
    {
        var id = PrefixedId.Derive(At, "name");
        Assert.Equal(id, PrefixedId.Derive(At, "name"));
        Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
        var milliseconds = Convert.ToInt64(id.ToString("N")[..12], 16);
        Assert.Equal(At.ToUnixTimeMilliseconds(), milliseconds);
        Assert.Equal("txn_01a1fa212a8072a3937ff0dbce7eec35", new TransactionId(id).ToString());
    }

    [Property]
    public bool Ids_sort_by_their_moment(ushort seconds, string one, string other)
    {
        var earlier = new RunId(PrefixedId.Derive(At, one ?? ""));
        var later = new RunId(PrefixedId.Derive(At.AddSeconds(seconds + 1), other ?? ""));
        return string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0;
    }

    [Property]
    public bool A_derived_id_moved_in_time_is_the_one_derived_then(ushort seconds, string name)
    {
        var later = At.AddSeconds(seconds);
        return PrefixedId.At(later, PrefixedId.Derive(At, name ?? "")) == PrefixedId.Derive(later, name ?? "");
    }

    [Property]
    public bool Text_reads_back_as_the_same_id(Guid value)
    {
        var id = new AccountId(value);
        return PrefixedId.TryParse<AccountId>(id.ToString(), out var again) && again == id;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("acc_")]
    [InlineData("acc_00000000000070008000000000000001x")]
    [InlineData("acc_0000000000007000800000000000000")]
    [InlineData("acc-00000000000070008000000000000001")]
    [InlineData("txn_00000000000070008000000000000001")]
    [InlineData("acc_0000000000007000800000000000000g")]
    [InlineData("ACC_00000000000070008000000000000001")]
    public void Anything_else_is_no_id(string? text) => Assert.False(PrefixedId.TryParse<AccountId>(text, out _));
}
