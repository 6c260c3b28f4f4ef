namespace PlanetarySurvival.AppHost.Watching;

/// <summary>The program may come to a good end by itself; all others are there for ever.</summary>
internal sealed class MayFinish : IResourceAnnotation;
