namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Takes a file of SQL apart, since CockroachDB wants one statement that changes the schema in a transaction of its own.</summary>
internal static class SqlStatements
{
    /// <summary>
    /// The statements between semicolons, without those that are only space and line comments. Knows quoted text, quoted names and <c>--</c>
    /// comments; dollar quotes and block comments are not used in migrations.
    /// </summary>
    public static IReadOnlyList<string> Split(string sql)
    {
        var statements = new List<string>();
        var (start, hasContent) = (0, false);

        for (var i = 0; i < sql.Length; i++)
        {
            if (sql[i] is '\'' or '"')
            {
                i = EndOf(sql, sql[i], i + 1);
                hasContent = true;
            }
            else if (sql[i] == '-' && i + 1 < sql.Length && sql[i + 1] == '-')
            {
                i = EndOf(sql, '\n', i);
            }
            else if (sql[i] == ';')
            {
                Take(i);
            }
            else if (!char.IsWhiteSpace(sql[i]))
            {
                hasContent = true;
            }
        }

        Take(sql.Length);
        return statements;

        void Take(int end)
        {
            if (hasContent)
                statements.Add(sql[start..end].Trim());
            (start, hasContent) = (end + 1, false);
        }
    }

    // A doubled quote inside a text ends it and begins the next, which comes to the same.
    private static int EndOf(string sql, char end, int from) => sql.IndexOf(end, from) is >= 0 and var at ? at : sql.Length;
}
