using System.Globalization;
using Microsoft.Extensions.Options;
using PlanetarySurvival.MeshCoordinator.Consensus;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>Says who leads, by resource name and gRPC address.</summary>
internal sealed class Leaderships(IMeshLog log, IOptions<CoordinatorOptions> coordinators, IOptions<RaftOptions> raft)
{
    private readonly CoordinatorOptions _coordinators = coordinators.Value;
    private readonly string _namePrefix = Prefix(coordinators.Value.Name, raft.Value.SelfIndex);

    /// <summary>Who leads as far as this coordinator knows.</summary>
    public Wire.Leadership Current()
    {
        var leadership = new Wire.Leadership { Self = _coordinators.Name, Term = log.Term };
        if (log.LeaderIndex is { } index)
        {
            leadership.Leader = _namePrefix + index.ToString(CultureInfo.InvariantCulture);
            leadership.LeaderAddress = _coordinators.Coordinators.ElementAtOrDefault(index) ?? "";
        }

        return leadership;
    }

    // Names differ in their ordinal alone, which is the place in the list of members.
    private static string Prefix(string name, int index)
    {
        var ordinal = index.ToString(CultureInfo.InvariantCulture);
        return name.EndsWith(ordinal, StringComparison.Ordinal) ? name[..^ordinal.Length] : "mesh-coordinator-";
    }
}
