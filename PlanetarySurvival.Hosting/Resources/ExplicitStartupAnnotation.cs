namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource waits for its start command.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;
