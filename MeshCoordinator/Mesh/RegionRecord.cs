using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>An active region: who owns it at which epoch, who stands by, and whom a take-over still has to wait for.</summary>
internal sealed record RegionRecord
{
    public required RegionId Id { get; init; }

    /// <summary>Grows with every change of authority.</summary>
    public required ulong Epoch { get; init; }

    /// <summary>The only incarnation that may ever be granted this epoch.</summary>
    public required Holder Owner { get; init; }

    /// <summary>The owner has released this epoch or is proven dead: nobody acts at it any more.</summary>
    public bool OwnerGone { get; init; }

    /// <summary>Who receives the region's log; none with one server alone.</summary>
    public Holder? Backup { get; init; }

    /// <summary>The backup holds everything: it may be promoted, and the owner counts on it.</summary>
    public bool BackupSynced { get; init; }

    /// <summary>The owner may be granted its lease.</summary>
    public bool Open { get; init; }

    /// <summary>A planned move to the synced backup: the owner hands over and releases.</summary>
    public bool Moving { get; init; }

    /// <summary>Nobody needs the region: the owner saves and releases it, and nobody is next.</summary>
    public bool Retiring { get; init; }

    /// <summary>Whoever held an epoch since the last opened one and has neither released nor been proven dead. Empty while open.</summary>
    public ImmutableArray<FormerOwner> FormerOwners { get; init; } = [];

    /// <summary>By value, the former owners included: a command that changes nothing must not make a new revision.</summary>
    public bool Equals(RegionRecord? other) =>
        other is not null && Id == other.Id && Epoch == other.Epoch && Owner == other.Owner && OwnerGone == other.OwnerGone &&
        Backup == other.Backup && BackupSynced == other.BackupSynced && Open == other.Open && Moving == other.Moving &&
        Retiring == other.Retiring && FormerOwners.AsSpan().SequenceEqual(other.FormerOwners.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Epoch, Owner, Backup, Open);
}
