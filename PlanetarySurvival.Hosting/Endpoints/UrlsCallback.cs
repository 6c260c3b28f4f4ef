using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Endpoints;

internal sealed record UrlsCallback(Func<ResourceUrlsCallbackContext, Task> Callback) : IResourceAnnotation;
