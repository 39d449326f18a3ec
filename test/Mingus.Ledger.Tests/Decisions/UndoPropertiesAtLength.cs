using FsCheck.Xunit;

namespace Mingus.Ledger.Tests.Decisions;

/// <summary>The same a hundred times as often.</summary>
[Properties(MaxTest = 40_000)]
[Trait("Category", "Long")]
public sealed class UndoPropertiesAtLength : UndoProperties;
