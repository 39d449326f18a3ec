using System.Security.Cryptography;
using System.Text;
using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Records at rest. The columns of <see cref="Read"/> are those of every statement that gives
/// records.</summary>
internal static class RecordRows
{
    /// <summary>How many columns a record has in those statements.</summary>
    public const int Columns = 22;

    private const int IdentityLength = 16;

    // Plaid's ids have 37 characters; more would cost more to clear than to write.
    private const int NameLength = 192;

    public static LedgerRecord Read(IRow row)
    {
        var currency = MoneyRows.ReadCurrency(row, 8);
        var content = new RecordContent
        {
            IsPending = row.Flag(6),
            Amount = new Money(row.Long(7), currency),
            Date = row.Day(10),
            AuthorizedDate = row.DayOrNull(11),
            PendingTransactionId = row.TextOrNull(12),
            Description = row.Text(13),
            OriginalDescription = row.TextOrNull(14),
            MerchantName = row.TextOrNull(15),
        };
        return new LedgerRecord
        {
            RowNumber = row.Long(0),
            FeedId = new FeedId(row.Id(1)),
            AccountId = new AccountId(row.Id(2)),
            TransactionId = new TransactionId(row.Id(3)),
            ProviderTransactionId = row.Text(4),
            IsPrimary = row.Flag(5),
            Content = row.IsNull(16) ? content : WithDetails(content, row.Utf8(16)),
            Fingerprint = new Fingerprint(row.Int(17), Convert.ToHexStringLower(row.Bytes(18))),
            FirstSeenAt = row.Instant(19),
            UpdatedAt = row.Instant(20),
            RemovedAt = row.InstantOrNull(21),
        };
    }

    // Parsed when somebody asks: not where rows are read, which others wait for, and of most records never.
    private static RecordContent WithDetails(RecordContent content, byte[] json) =>
        content.WithDetails(() => DetailsReader.Parse(json));

    /// <summary>Binds a record not stored yet.</summary>
    public static void BindNew(IArgs args, LedgerRecord record)
    {
        BindName(args, new RecordKey(record.FeedId, record.ProviderTransactionId));
        BindState(args, record);
    }

    /// <summary>Binds the new state of a stored record.</summary>
    public static void BindStored(IArgs args, (long RowNumber, LedgerRecord Record) change)
    {
        args.Long("row_number", change.RowNumber);
        BindState(args, change.Record);
    }

    /// <summary>Binds what finds a record: the short identity, and the full name that it is compared by.</summary>
    public static void BindName(IArgs args, RecordKey name)
    {
        Span<byte> hash = stackalloc byte[32];
        Identify(name, hash);
        args.Bytes("identity", hash[..IdentityLength]);
        args.Id("feed_id", name.FeedId.Value);
        args.Text("provider_transaction_id", name.ProviderTransactionId);
    }

    /// <summary>Binds the short identities of many names, end to end. Two names of one identity do not happen, and a
    /// row too many in a slice does no harm.</summary>
    public static void BindNames(IArgs args, IReadOnlyList<RecordKey> names)
    {
        var identities = new byte[names.Count * IdentityLength];
        Span<byte> hash = stackalloc byte[32];
        for (var i = 0; i < names.Count; i++)
        {
            Identify(names[i], hash);
            hash[..IdentityLength].CopyTo(identities.AsSpan(i * IdentityLength));
        }

        args.Long("count", names.Count);
        args.Bytes("identities", identities);
    }

    private static void BindState(IArgs args, LedgerRecord record)
    {
        var content = record.Content;
        args.Id("account_id", record.AccountId.Value);
        args.Id("transaction_id", record.TransactionId.Value);
        args.Long("status", (int)record.Status);
        args.Flag("is_primary", record.IsPrimary);
        args.Flag("is_pending", content.IsPending);
        args.Long("amount_minor", content.Amount.Minor);
        MoneyRows.Bind(args, content.Amount.Currency);
        args.Day("date", content.Date);
        args.Day("authorized_date", content.AuthorizedDate);
        args.Text("pending_transaction_id", content.PendingTransactionId);
        args.Text("description", content.Description);
        args.Text("original_description", content.OriginalDescription);
        args.Text("merchant_name", content.MerchantName);
        DetailsWriter.Bind(args, "details", content.Details);
        args.Long("fingerprint_version", record.Fingerprint.Version);
        BindFingerprint(args, record.Fingerprint.Hash);
        args.Instant("first_seen_at", record.FirstSeenAt);
        args.Instant("updated_at", record.UpdatedAt);
        args.Instant("removed_at", record.RemovedAt);
    }

    private static void BindFingerprint(IArgs args, string hash)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (Convert.FromHexString(hash, bytes, out _, out var length) != System.Buffers.OperationStatus.Done)
        {
            throw new ArgumentException("A fingerprint is hexadecimal.", nameof(hash));
        }

        args.Bytes("fingerprint", bytes[..length]);
    }

    private static void Identify(RecordKey name, Span<byte> hash)
    {
        var text = name.ProviderTransactionId;
        var length = 16 + Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = length <= NameLength ? stackalloc byte[NameLength] : new byte[length];
        name.FeedId.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var written = Encoding.UTF8.GetBytes(text, bytes[16..]);
        SHA256.HashData(bytes[..(16 + written)], hash);
    }
}
