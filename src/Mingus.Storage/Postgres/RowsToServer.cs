using Npgsql;
using Npgsql.Internal;
using Npgsql.Internal.Postgres;

// The driver's own way to add a type; it may change with a new major version, and the build says so then.
#pragma warning disable NPG9001

namespace Mingus.Storage.Postgres;

/// <summary>Lets the driver send <see cref="PackedRows"/> as they are.</summary>
internal sealed class RowsToServer : PgTypeInfoResolverFactory, IPgTypeInfoResolver
{
    /// <summary>Connections to the server that take rows.</summary>
    public static NpgsqlDataSource Pool(NpgsqlConnectionStringBuilder settings)
    {
        var pool = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        pool.AddTypeInfoResolverFactory(new RowsToServer());
        return pool.Build();
    }

    public override IPgTypeInfoResolver CreateResolver() => this;

    public override IPgTypeInfoResolver? CreateArrayResolver() => null;

    public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options)
    {
        if (type != typeof(PackedRows) || dataTypeName is not { } name)
        {
            return null;
        }

        var array = new PgTypeId(name);
        return new PgTypeInfo(options, new Converter(options.GetArrayElementTypeId(array)), array)
        {
            SupportsReading = false,
        };
    }

    /// <summary>The header of an array of one dimension, then its rows.</summary>
    private sealed class Converter(PgTypeId rowType) : PgStreamingConverter<PackedRows>
    {
        private const int Header = 5 * sizeof(int);

        public override Size GetSize(SizeContext context, PackedRows value, ref object? writeState) =>
            Header + value.Packed.Length;

        public override async ValueTask WriteAsync(
            PgWriter writer,
            PackedRows value,
            CancellationToken cancellationToken = default
        )
        {
            if (writer.ShouldFlush(Header))
            {
                await writer.FlushAsync(cancellationToken);
            }

            writer.WriteInt32(1); // Dimensions.
            writer.WriteInt32(0); // No row is null.
            writer.WriteAsOid(rowType);
            writer.WriteInt32(value.Count);
            writer.WriteInt32(1); // The first index.
            await writer.WriteBytesAsync(value.Packed, cancellationToken);
            value.GiveBack();
        }

        public override void Write(PgWriter writer, PackedRows value) => throw Unused();

        public override PackedRows Read(PgReader reader) => throw Unused();

        public override ValueTask<PackedRows> ReadAsync(
            PgReader reader,
            CancellationToken cancellationToken = default
        ) => throw Unused();

        private static NotSupportedException Unused() => new("Rows are only sent, and only asynchronously.");
    }
}
