using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What was said about a resource.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;
