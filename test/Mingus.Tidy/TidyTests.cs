namespace Mingus.Tidy;

/// <summary>Runs every rule over the repository. What each rule means is told by its own tests, in Rules.</summary>
public sealed class TidyTests
{
    public static TheoryData<string> RuleNames => [.. AllRules.ByName.Keys];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void The_repository_keeps(string rule)
    {
        var problems = AllRules
            .ByName[rule](Tree.Repository)
            .Where(problem => !Exceptions.All.Any(exempt => exempt.Covers(rule, problem)))
            .ToList();

        Assert.True(
            problems.Count == 0,
            $"""
            Rule "{rule}" is broken in {problems.Count} place(s):
            {string.Join('\n', problems)}
            Where the rule would make the code worse, add an entry with the reason to test/Mingus.Tidy/Exceptions.cs.
            """
        );
    }

    [Fact]
    public void Every_exception_still_excuses_something_and_says_why()
    {
        foreach (var exempt in Exceptions.All)
        {
            Assert.True(AllRules.ByName.ContainsKey(exempt.Rule), $"No rule is called {exempt.Rule}.");
            Assert.True(exempt.Reason.Length >= 10, $"{exempt}: say why.");
            Assert.True(
                AllRules.ByName[exempt.Rule](Tree.Repository).Any(problem => exempt.Covers(exempt.Rule, problem)),
                $"{exempt} excuses nothing any more: remove it from Exceptions.cs."
            );
        }
    }

    [Fact]
    public void Every_rule_has_a_test_that_sees_it_catch_something()
    {
        var tests = string.Concat(
            Tree.Repository.Below("RulesTests.cs", "test/Mingus.Tidy/").Select(file => file.Text)
        );
        foreach (var (name, rule) in AllRules.ByName)
        {
            var call = $"{rule.Method.DeclaringType!.Name}.{rule.Method.Name}(";
            Assert.True(tests.Contains(call, StringComparison.Ordinal), $"No test calls {call}…), the rule {name}.");
        }
    }
}
