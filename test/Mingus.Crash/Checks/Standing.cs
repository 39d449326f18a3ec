using Mingus.Crash.Bank;
using Mingus.Crash.Databases;

namespace Mingus.Crash.Checks;

/// <summary>What holds in every state that a crash can leave.</summary>
internal static class Standing
{
    public static IEnumerable<string> Problems(Image image, BankSide bank) =>
        [.. image.Doubles, .. Homeless(image), .. Primaries(image), .. Sequences(image), .. Postings(image, bank)];

    private static IEnumerable<string> Homeless(Image image) =>
        from record in image.Records.Values
        where record.ItemId == "none"
        select $"record {record.ProviderId} has no feed or no connection";

    // Invariant 2.
    private static IEnumerable<string> Primaries(Image image)
    {
        foreach (var records in image.Records.Values.GroupBy(r => r.Transaction))
        {
            var primaries = records.Count(r => r.IsPrimary);
            var isLive = records.Any(r => r.IsLive);
            if (isLive && (primaries != 1 || records.Any(r => r is { IsPrimary: true, IsLive: false })))
            {
                yield return $"{records.Key} has {primaries} primaries, or one that is removed";
            }
            if (!isLive && primaries != 0)
            {
                yield return $"{records.Key} shows a primary though it has no live record";
            }
        }
    }

    // Invariant 9, as it rests: 1, 2, 3, … to the user's last.
    private static IEnumerable<string> Sequences(Image image)
    {
        foreach (var user in image.Users.Values)
        {
            var sequences = image.Events.Values.Where(e => e.User == user.Id).Select(e => e.Sequence).ToList();
            if (sequences.Count != user.LastSequence || sequences.Any(s => s < 1 || s > user.LastSequence))
            {
                yield return $"{user.Name} has {sequences.Count} events and the last sequence {user.LastSequence}";
            }
        }
    }

    // A posted row that names the pending one it was, and is the same real transaction, has its id.
    private static IEnumerable<string> Postings(Image image, BankSide bank)
    {
        foreach (var posted in image.Records.Values.Where(r => r.PendingId is not null))
        {
            if (
                image.Records.TryGetValue((posted.Feed, posted.PendingId!), out var pending)
                && pending.Transaction != posted.Transaction
                && bank.RealOf(pending.ProviderId) == bank.RealOf(posted.ProviderId)
            )
            {
                yield return $"{pending.ProviderId} was {pending.Transaction}; posted as {posted.ProviderId} it is "
                    + posted.Transaction;
            }
        }
    }
}
