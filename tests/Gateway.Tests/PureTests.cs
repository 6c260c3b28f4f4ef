using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Gateway.Map;
using PlanetarySurvival.Gateway.Passwords;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.Gateway.Tests;

public sealed class PureTests
{
    [Fact]
    public void The_leader_is_the_one_of_the_highest_term()
    {
        var old = View("a", leader: "a", term: 3, players: 10);
        var next = View("b", leader: "b", term: 4, players: 11);
        var lost = View("c", leader: "", term: 4);

        var mesh = MeshSurvey.Combine(MeshSnapshot.Nothing, [old, next, lost]);

        Assert.Equal(("b", 1, 4UL, 11UL), (mesh.Leader, mesh.LeaderIndex, mesh.Term, mesh.Players));
    }

    [Fact]
    public void While_nobody_leads_the_totals_stay()
    {
        var before = MeshSurvey.Combine(MeshSnapshot.Nothing, [View("a", "a", 3, players: 10), null]);

        var mesh = MeshSurvey.Combine(before, [null, View("b", leader: "", term: 4)]);

        Assert.Null(mesh.Leader);
        Assert.Equal(10UL, mesh.Players);
    }

    [Fact]
    public void An_answer_without_a_map_keeps_the_one_before()
    {
        var view = CoordinatorView.After(null, new GetMapReply { Leadership = new Leadership(), Map = new MeshMap { Revision = 5 } });

        view = CoordinatorView.After(view, new GetMapReply { Leadership = new Leadership() });

        Assert.Equal(5UL, view.Map!.Revision);
    }

    [Fact]
    public void A_hash_verifies_its_password_and_no_other()
    {
        var hash = PasswordHash.Hash("a password");

        Assert.True(PasswordHash.Verify("a password", hash));
        Assert.False(PasswordHash.Verify("A password", hash));
        Assert.NotEqual(hash, PasswordHash.Hash("a password"));
    }

    [Fact]
    public void Hashes_of_the_reference_implementation_verify()
    {
        // libargon2 0~20171227, argon2id_hash_encoded(2, 19456, 1, "password", "somesalt-somesalt", 32).
        Assert.True(PasswordHash.Verify("password", ReferenceHash));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$!$AAAA")]
    public void A_stored_string_that_is_none_verifies_nothing(string? stored) =>
        Assert.False(PasswordHash.Verify("password", stored));

    [Fact]
    public void Sql_is_taken_apart_at_semicolons_outside_of_quotes_and_comments()
    {
        const string Sql = """
            -- it's a comment; really
            CREATE TABLE a (b TEXT DEFAULT 'x;''y'); -- trailing; comment
            INSERT INTO "odd;name" VALUES (1)
            ;;
            -- nothing but a comment
            """;

        var statements = SqlStatements.Split(Sql);

        Assert.Equal(2, statements.Count);
        Assert.EndsWith("'x;''y')", statements[0], StringComparison.Ordinal);
        Assert.EndsWith("VALUES (1)", statements[1], StringComparison.Ordinal);
    }

    private const string ReferenceHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQtc29tZXNhbHQ$6dXG+3Zr+zIOMqSwlxSHM7zDbwbpZcwLVMQg3jn9e+w";

    private static CoordinatorView View(string self, string leader, ulong term, ulong? players = null) => new(
        new Leadership { Self = self, Leader = leader, Term = term }, null, players is { } count ? new MeshTotals { Players = count } : null);
}
