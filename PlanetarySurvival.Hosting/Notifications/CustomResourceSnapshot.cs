using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    private readonly ImmutableArray<HealthReportSnapshot> _healthReports = [];
    private readonly ResourceStateSnapshot? _state;

    /// <summary>Project, Container, Executable, Parameter, ConnectionString.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Named facts, such as the process id.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When the resource was made known.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When its process began.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When its process ended.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>What it is doing.</summary>
    public ResourceStateSnapshot? State
    {
        get => _state;
        init
        {
            _state = value;
            HealthStatus = Judge(_healthReports, value);
        }
    }

    /// <summary>How its last process ended: 128 and the number of a signal, if it was killed by one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The worst of its health reports while it runs; null otherwise.</summary>
    public HealthStatus? HealthStatus { get; private init; }

    /// <summary>What its health checks said last.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports
    {
        get => _healthReports;
        internal init
        {
            _healthReports = value;
            HealthStatus = Judge(value, _state);
        }
    }

    /// <summary>The environment of its process.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Its links.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>What can be done to it.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>What it has to do with others.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether lists leave it out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether it was healthy once since its process began, and all that waited for this has been told.</summary>
    internal bool IsReady { get; init; }

    private static HealthStatus? Judge(ImmutableArray<HealthReportSnapshot> reports, ResourceStateSnapshot? state)
    {
        if (state?.Text != KnownResourceStates.Running)
            return null;

        return reports.Length == 0
            ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            : reports.Min(r => r.Status) is var worst && reports.All(r => r.Status is not null) ? worst
                : Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy;
    }
}
