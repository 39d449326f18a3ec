namespace Mingus.Tidy.Rules;

public sealed class ErrorPageRulesTests
{
    private const string Ledger = """
        public sealed record Problem(string Code, string Detail, string Action);
        public static class ProblemActions { public const string ContactBank = "contact_bank"; }
        public static class FindingChecks { public const string TextCut = "text_cut"; }
        class Orphans : ILedgerCheck { public string Name => "orphans"; }
        """;

    private const string Server = """
        static class Problems
        {
            public static object Of(int status, string code, string detail, string action) => Make(status, code);
            public static object Busy { get; } = Of(503, "busy", "Come again.", ProblemActions.Retry);
            private static object Late(string code, string detail) => new Problem(code, detail, ProblemActions.Wait);
            public static object Slow => Late("slow", "Wait.");
            public static object Either(bool one)
            {
                var code = one ? One : "two";
                return new Problem(code, "Which?", ProblemActions.None);
            }
            private const string One = "one";
            public static object Currency => new Currency("eur", "not a code");
        }
        """;

    private const string Plaid = "ITEM_GONE | Stop | relink | Gone.\nITEM_ERROR | Stop | relink | Gone.\n";

    private const string Good = """
        | code | action | status | what to do |
        | --- | --- | --- | --- |
        | `busy` | `retry` | 503 | Come again. |
        | `slow` | `wait` | 429 | Wait. |
        | `one`, `two` | `none` | 409 | of no matter |
        | `item_gone` | `relink` | 409 | Link anew. |

        | type | action | what to do |
        | --- | --- | --- |
        | `item_error` | `relink` | Link anew. |

        | check | what to do |
        | --- | --- |
        | `text_cut` | Nothing. |
        | `orphans` | Tell us. |
        """;

    [Fact]
    public void A_page_that_lists_all_of_them_passes() => Assert.Empty(Check(Good));

    [Theory]
    [InlineData("| `slow` | `wait` | 429 | Wait. |\n", "", "`slow` is missing")]
    [InlineData("| `text_cut` | Nothing. |\n", "", "`text_cut` is missing")]
    [InlineData("`slow`", "`slow`, `fast`", "`fast` is said nowhere")]
    [InlineData("`item_error`", "`bank_error`", "`item_error` is missing")]
    [InlineData("`orphans`", "`orphans`, `widows`", "`widows` is said nowhere")]
    [InlineData("`slow`", "`slow`, `busy`", "`busy` is there twice")]
    [InlineData("| `retry` |", "| `wait` |", "`busy` asks for `retry`")]
    [InlineData("| `relink` |", "| `relink`, `wait` |", "asks for `wait` nowhere")]
    [InlineData("| 503 |", "| 500 |", "`busy` answers 503")]
    [InlineData("of no matter", " ", "a cell is empty")]
    public void What_is_missing_superfluous_or_wrong_is_caught(string there, string instead, string what) =>
        Assert.Contains(
            Check(Good.Replace(there, instead)),
            problem => problem.What.Contains(what, StringComparison.Ordinal)
        );

    private static List<Problem> Check(string page) =>
        [
            .. ErrorPageRules.Codes(
                Tree.Of(
                    ("docs/guides/errors.md", $"# Errors\n\n{page}\n"),
                    ("src/Mingus.Ledger/Plan/PlanFindings.cs", Ledger),
                    ("src/Mingus.Server/Http/Problems.cs", Server),
                    ("test/Mingus.Plaid.Tests/Faults/Snapshots/faults.txt", Plaid),
                    ("src/Mingus.Plaid/PlaidFaultTable.cs", "class T {\n    [\"ITEM_ERROR\"] = Relink(),\n}")
                )
            ),
        ];
}
