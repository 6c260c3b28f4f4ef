using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;
using YamlDotNet.Serialization.NamingConventions;

namespace PlanetarySurvival.Hosting.Kubernetes;

/// <summary>Writes objects as YAML: texts in double quotes, as templates want them, and nothing of what is empty.</summary>
internal sealed class ChartWriter
{
    private readonly ISerializer _serializer = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeConverter(new NumberOrText())
        .WithEventEmitter(next => new QuotedTexts(next))
        .WithIndentedSequences()
        .WithNewLine("\n")
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
        .DisableAliases()
        .Build();

    public string Write(object value) => _serializer.Serialize(value).ReplaceLineEndings("\n");

    /// <summary>Keys stay plain. Which scalar is a key follows from where it stands: every other one of a mapping.</summary>
    private sealed class QuotedTexts(IEventEmitter next) : ChainedEventEmitter(next)
    {
        private readonly Stack<Place> _places = new();

        private enum Place
        {
            Key,
            Value,
            Item,
        }

        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Type == typeof(string) && !(_places.TryPeek(out var place) && place == Place.Key))
                eventInfo.Style = ScalarStyle.DoubleQuoted;

            base.Emit(eventInfo, emitter);
            Advance();
        }

        public override void Emit(MappingStartEventInfo eventInfo, IEmitter emitter)
        {
            _places.Push(Place.Key);
            base.Emit(eventInfo, emitter);
        }

        public override void Emit(MappingEndEventInfo eventInfo, IEmitter emitter)
        {
            base.Emit(eventInfo, emitter);
            _places.Pop();
            Advance();
        }

        public override void Emit(SequenceStartEventInfo eventInfo, IEmitter emitter)
        {
            _places.Push(Place.Item);
            base.Emit(eventInfo, emitter);
        }

        public override void Emit(SequenceEndEventInfo eventInfo, IEmitter emitter)
        {
            base.Emit(eventInfo, emitter);
            _places.Pop();
            Advance();
        }

        private void Advance()
        {
            if (_places.TryPop(out var place))
                _places.Push(place switch { Place.Key => Place.Value, Place.Value => Place.Key, _ => Place.Item });
        }
    }

    private sealed class NumberOrText : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(Int32OrStringV1);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) => throw new NotSupportedException("A chart is only written.");

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer)
        {
            var either = (Int32OrStringV1)value!;

            serializer(either.Number is { } number ? number : either.Text, either.Number is null ? typeof(string) : typeof(int));
        }
    }
}
