namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a parameter is if nobody says.</summary>
public abstract class ParameterDefault
{
    /// <summary>The value.</summary>
    public abstract string GetDefaultValue();
}
