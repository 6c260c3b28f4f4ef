namespace PlanetarySurvival.Tidy.Tests.Rules;

/// <summary>A breach of a rule, printed so that an editor can jump to it.</summary>
public sealed record Problem(string Path, int Line, string Text)
{
    public override string ToString() => $"{Path}:{Line}: {Text}";
}
