namespace Aspire.Npgsql;

/// <summary>Settings of a database client, from <c>Aspire:Npgsql</c> and <c>Aspire:Npgsql:NAME</c>.</summary>
public class NpgsqlSettings
{
    /// <summary>Where the database is; <c>ConnectionStrings:NAME</c> goes before it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether readiness ignores the database.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands leave no traces.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the client's metrics are left out.</summary>
    public bool DisableMetrics { get; set; }
}
