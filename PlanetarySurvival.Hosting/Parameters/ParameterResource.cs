namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Lazy<string> _value;

    /// <summary>A value from outside.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="callback">Gives the value; asked once.</param>
    /// <param name="secret">Whether it is hidden where it is shown.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : base(name)
    {
        _value = new Lazy<string>(() => callback(Default));
        Secret = secret;
    }

    /// <summary>Whether it is hidden where it is shown.</summary>
    public bool Secret { get; }

    /// <summary>What it is if nobody says.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>The value.</summary>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(_value.Value);

    /// <summary>The value.</summary>
    public ValueTask<string?> GetValueAsync(ValueProviderContext _, CancellationToken cancellationToken) => new(_value.Value);
}
