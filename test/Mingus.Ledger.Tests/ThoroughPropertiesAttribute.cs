using FsCheck.Xunit;

namespace Mingus.Ledger.Tests;

/// <summary>Properties of a class, each tried that often; a hundred times as often when there is time
/// (<c>test.sh --long</c>): what goes wrong once in fifty thousand streams is met there, not by chance.</summary>
[AttributeUsage(AttributeTargets.Class)]
#pragma warning disable xUnit3003 // It marks classes, and its base has no such constructor.
public sealed class ThoroughPropertiesAttribute : PropertiesAttribute
#pragma warning restore xUnit3003
{
    public ThoroughPropertiesAttribute(int times) =>
        MaxTest = Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") == "1" ? 100 * times : times;
}
