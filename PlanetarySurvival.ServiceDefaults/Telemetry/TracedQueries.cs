using System.Diagnostics;
using Npgsql;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Which queries are worth a span.</summary>
public static class TracedQueries
{
    /// <summary>Only those that belong to a trace: what loops in the background ask the database, many times a second, would drown the rest.</summary>
    public static void WithinTraces(NpgsqlDataSourceBuilder builder) => builder.ConfigureTracing(
        tracing => tracing.ConfigureCommandFilter(_ => Activity.Current is not null).ConfigureBatchFilter(_ => Activity.Current is not null));
}
