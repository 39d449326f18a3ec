namespace Mingus.Tidy.Rules;

public sealed class RoomRulesTests
{
    [Theory]
    [InlineData("Ledger", """<ProjectReference Include="../Mingus.Sync/Mingus.Sync.csproj" />""")]
    [InlineData("Ledger", """<PackageReference Include="Dapper" />""")]
    [InlineData("Sync", """<ProjectReference Include="../Mingus.Storage/Mingus.Storage.csproj" />""")]
    [InlineData("Sync", """<PackageReference Include="Npgsql" />""")]
    [InlineData("Plaid", """<ProjectReference Include="../Mingus.Storage/Mingus.Storage.csproj" />""")]
    [InlineData("Plaid", """<ProjectReference Include="..\Mingus.Sandbox\Mingus.Sandbox.csproj" />""")]
    [InlineData("Storage", """<ProjectReference Include="../Mingus.Plaid/Mingus.Plaid.csproj" />""")]
    [InlineData("Storage", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("Sandbox", """<ProjectReference Include="../Mingus.Ledger/Mingus.Ledger.csproj" />""")]
    [InlineData("Sandbox", """<PackageReference Include="Dapper" />""")]
    [InlineData("Server", """<Reference Include="Odd.dll" />""")]
    public void A_project_that_references_what_its_room_may_not_is_caught(string room, string reference)
    {
        var problem = Assert.Single(RoomRules.Projects(Tree.Of(Project(room, reference))));

        Assert.Equal(($"src/Mingus.{room}/Mingus.{room}.csproj", 3), (problem.Path, problem.Line));
    }

    [Theory]
    [InlineData("Ledger", """<PackageReference Include="F23.StringSimilarity" />""")]
    [InlineData("Ledger", """<PackageReference Include="Some.Analyzer" PrivateAssets="all" />""")]
    [InlineData("Plaid", """<PackageReference Include="Microsoft.Extensions.Http.Resilience" />""")]
    [InlineData("Storage", """<PackageReference Include="dbup-sqlite" />""")]
    [InlineData("Server", """<ProjectReference Include="../Mingus.Sandbox/Mingus.Sandbox.csproj" />""")]
    public void What_a_room_may_reference_passes(string room, string reference) =>
        Assert.Empty(RoomRules.Projects(Tree.Of(Project(room, reference))));

    [Fact]
    public void A_project_that_is_no_room_is_caught() =>
        Assert.Contains("is no room", Assert.Single(RoomRules.Projects(Tree.Of(Project("Attic", "")))).What);

    [Fact]
    public void A_web_project_outside_the_web_rooms_is_caught() =>
        Assert.Single(
            RoomRules.Projects(
                Tree.Of(("src/Mingus.Sync/Mingus.Sync.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />"""))
            )
        );

    [Theory]
    [InlineData("using Mingus.Storage;")]
    [InlineData("using Rows = Mingus.Storage.Rows;")]
    [InlineData("global using static Mingus.Plaid.PlaidFaults;")]
    [InlineData("class A { Mingus.Server.Api.Thing? thing; }")]
    [InlineData("class A { object thing = Mingus.Sandbox.Bank.Open(); }")]
    public void Code_that_names_a_room_beyond_its_own_is_caught(string code) =>
        Assert.Single(RoomRules.Names(Tree.Of(("src/Mingus.Sync/A.cs", code))));

    [Theory]
    [InlineData("using Mingus.Ledger;\nusing Mingus.Sync.Ports;\n")]
    [InlineData("namespace Mingus.Sync.Fetch;\n// Mingus.Plaid is told about, not used\n")]
    public void Code_that_names_rooms_it_may_know_passes(string code) =>
        Assert.Empty(RoomRules.Names(Tree.Of(("src/Mingus.Sync/A.cs", code))));

    [Fact]
    public void A_package_given_to_every_room_is_caught() =>
        Assert.Single(
            RoomRules.SharedPackages(
                Tree.Of(
                    (
                        "Directory.Build.props",
                        """
                        <Project><ItemGroup>
                          <PackageReference Include="Some.Analyzer" PrivateAssets="all" />
                          <PackageReference Include="Newtonsoft.Json" />
                        </ItemGroup></Project>
                        """
                    )
                )
            )
        );

    private static (string, string) Project(string room, string reference) =>
        (
            $"src/Mingus.{room}/Mingus.{room}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>
            """
        );
}
