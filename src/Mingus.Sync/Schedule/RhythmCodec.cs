using System.Runtime.InteropServices;

namespace Mingus.Sync.Schedule;

/// <summary>Rhythms at rest: a version, then numbers in fixed order. What a later version wrote is begun anew: a rhythm
/// is learned again within weeks.</summary>
internal static class RhythmCodec
{
    private const byte Version = 1;

    /// <summary>As bytes.</summary>
    public static byte[] Write(ConnectionRhythm rhythm)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(rhythm.LastCheck ?? double.NaN);
        writer.Write(rhythm.Unclaimed);
        writer.Write(rhythm.Outcomes);
        writer.Write((byte)rhythm.OutcomeCount);
        writer.Write(rhythm.Calls.Day);
        writer.Write(rhythm.Calls.Today);
        writer.Write(rhythm.Calls.Before);
        Write(writer, rhythm.Evidence);
        writer.Write((byte)rhythm.Past.Count);
        foreach (var past in rhythm.Past)
        {
            writer.Write(past.Hours);
            writer.Write(past.To);
            writer.Write(past.HasChanged);
            writer.Write(past.PerDay);
        }

        writer.Write((ushort)rhythm.Accounts.Count);
        foreach (var (feed, account) in rhythm.Accounts)
        {
            writer.Write(feed.ToByteArray());
            Write(writer, account);
        }

        // Behind what the first version reads, so that both read it.
        foreach (var account in rhythm.Accounts.Values)
        {
            Write(writer, account.Outgoing);
            Write(writer, account.Incoming);
        }

        writer.Write(rhythm.Evidence.Records);
        writer.Write(rhythm.Evidence.Changes);
        writer.Write(rhythm.Evidence.FoundUntold);
        writer.Write(rhythm.Evidence.ExpectedUntold);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>From bytes; an empty rhythm where there are none, or none that this version reads.</summary>
    public static ConnectionRhythm Read(byte[]? bytes)
    {
        var rhythm = new ConnectionRhythm();
        if (bytes is not [Version, ..])
        {
            return rhythm;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes));
        reader.ReadByte();
        var last = reader.ReadDouble();
        rhythm.LastCheck = double.IsNaN(last) ? null : last;
        rhythm.Unclaimed = reader.ReadDouble();
        rhythm.Outcomes = reader.ReadUInt16();
        rhythm.OutcomeCount = reader.ReadByte();
        rhythm.Calls = new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        rhythm.Evidence = ReadEvidence(reader);
        for (var left = reader.ReadByte(); left > 0; left--)
        {
            rhythm.Past.Enqueue(
                new(reader.ReadSingle(), reader.ReadDouble(), reader.ReadBoolean(), reader.ReadSingle())
            );
        }

        for (var left = reader.ReadUInt16(); left > 0; left--)
        {
            rhythm.Accounts.Add(new Guid(reader.ReadBytes(16)), ReadAccount(reader));
        }

        if (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            foreach (var account in rhythm.Accounts.Values)
            {
                ReadInto(account.Outgoing, reader);
                ReadInto(account.Incoming, reader);
            }
        }

        if (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            rhythm.Evidence = rhythm.Evidence with
            {
                Records = reader.ReadDouble(),
                Changes = reader.ReadDouble(),
                FoundUntold = reader.ReadDouble(),
                ExpectedUntold = reader.ReadDouble(),
            };
        }

        return rhythm;
    }

    private static void Write(BinaryWriter writer, AmountHabit habit)
    {
        writer.Write((float)habit.Count);
        writer.Write((float)habit.Mean);
        writer.Write((float)habit.Variance);
    }

    private static void ReadInto(AmountHabit habit, BinaryReader reader) =>
        (habit.Count, habit.Mean, habit.Variance) = (reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());

    private static void Write(BinaryWriter writer, WebhookEvidence e)
    {
        ReadOnlySpan<double> numbers =
        [
            e.Checks,
            e.Found,
            e.ByChance,
            e.Announced,
            e.Unannounced,
            e.DelaySum,
            e.Delays,
            e.TimesWithin,
            e.TimesOutside,
        ];
        writer.Write(MemoryMarshal.AsBytes(numbers));
    }

    private static WebhookEvidence ReadEvidence(BinaryReader reader) =>
        new()
        {
            Checks = reader.ReadDouble(),
            Found = reader.ReadDouble(),
            ByChance = reader.ReadDouble(),
            Announced = reader.ReadDouble(),
            Unannounced = reader.ReadDouble(),
            DelaySum = reader.ReadDouble(),
            Delays = reader.ReadDouble(),
            TimesWithin = reader.ReadDouble(),
            TimesOutside = reader.ReadDouble(),
        };

    private static void Write(BinaryWriter writer, AccountRhythm account)
    {
        writer.Write(account.ShortShare);
        foreach (var memory in account.Memories)
        {
            writer.Write(memory.Hours);
            writer.Write(MemoryMarshal.AsBytes(memory.Changes.AsSpan()));
        }

        writer.Write((byte)account.Recurrences.All.Count);
        foreach (var one in account.Recurrences.All)
        {
            writer.Write(one.Key);
            writer.Write((byte)one.Seen.Count);
            foreach (var seen in one.Seen)
            {
                writer.Write(seen.Day);
                writer.Write(seen.After);
                writer.Write(seen.Until);
            }
        }
    }

    private static AccountRhythm ReadAccount(BinaryReader reader)
    {
        var account = new AccountRhythm { ShortShare = reader.ReadDouble() };
        foreach (var memory in account.Memories)
        {
            memory.Hours = reader.ReadDouble();
            reader
                .ReadBytes(memory.Changes.Length * sizeof(float))
                .CopyTo(MemoryMarshal.AsBytes(memory.Changes.AsSpan()));
        }

        for (var left = reader.ReadByte(); left > 0; left--)
        {
            var key = reader.ReadUInt64();
            var seen = new Occurrence[reader.ReadByte()];
            for (var i = 0; i < seen.Length; i++)
            {
                seen[i] = new(reader.ReadInt32(), reader.ReadSingle(), reader.ReadSingle());
            }

            account.Recurrences.Restore(new Recurrence(key, seen));
        }

        return account;
    }
}
