namespace Mingus.Tidy.Rules;

public sealed class SqlRulesTests
{
    [Theory]
    [InlineData("src/Mingus.Sync/A.cs", "class A { string s = \"SELECT id FROM users\"; }", true)]
    [InlineData("src/Mingus.Server/A.cs", "class A { string s = $\"DELETE FROM {table}\"; }", true)]
    [InlineData("src/Mingus.Server/A.cs", "class A { string s = \"\"\"\nUPDATE users SET x = 1\n\"\"\"; }", true)]
    [InlineData("src/Mingus.Plaid/read-users.sql", "", true)]
    [InlineData("src/Mingus.Storage/A.cs", "class A { string s = \"SELECT id FROM users\"; }", false)]
    [InlineData("src/Mingus.Server/A.cs", "class A { string s = \"Select a bank from the list.\"; }", false)]
    [InlineData("src/Mingus.Sync/A.cs", "// SELECT id FROM users\n", false)]
    public void Sql_outside_storage_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, SqlRules.OnlyInStorage(Tree.Of((path, code))).Any());
}
