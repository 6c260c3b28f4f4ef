namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command and whether it can be given now.</summary>
public sealed record ResourceCommandSnapshot
{
    internal ResourceCommandSnapshot(string name, ResourceCommandState state, string displayName, string? displayDescription, bool isHighlighted)
    {
        Name = name;
        State = state;
        DisplayName = displayName;
        DisplayDescription = displayDescription;
        IsHighlighted = isHighlighted;
    }

    /// <summary>Its name.</summary>
    public string Name { get; init; }

    /// <summary>Whether it can be given now.</summary>
    public ResourceCommandState State { get; init; }

    /// <summary>What is shown.</summary>
    public string DisplayName { get; init; }

    /// <summary>What it does.</summary>
    public string? DisplayDescription { get; init; }

    /// <summary>What to ask before it is done.</summary>
    public string? ConfirmationMessage { get; init; }

    /// <summary>Whether it is shown before the others.</summary>
    public bool IsHighlighted { get; init; }
}
