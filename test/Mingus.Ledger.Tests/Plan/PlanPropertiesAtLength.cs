using FsCheck.Xunit;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>The same a hundred times as often: what goes wrong once in fifty thousand streams is met here.</summary>
[Properties(Arbitrary = [typeof(RandomStreams)], MaxTest = 30_000, EndSize = 30)]
[Trait("Category", "Long")]
public sealed class PlanPropertiesAtLength : PlanProperties;
