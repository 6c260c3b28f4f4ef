using System.Reflection;

namespace PlanetarySurvival.Hosting.Application;

/// <summary>Who the AppHost is.</summary>
internal sealed record AppHostIdentity(Assembly? Assembly, string Folder);
