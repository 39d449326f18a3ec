using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mingus.Sync.Client;

/// <summary>How the client reads and writes: generated when it is compiled, so that it can be trimmed and compiled
/// ahead of time. Amounts are decimal texts.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Connection))]
[JsonSerializable(typeof(ItemList<Connection>))]
[JsonSerializable(typeof(LinkToken))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(ItemList<Account>))]
[JsonSerializable(typeof(ItemList<Balance>))]
[JsonSerializable(typeof(Transaction))]
[JsonSerializable(typeof(ItemList<Transaction>))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(ItemList<Run>))]
[JsonSerializable(typeof(BulkSync))]
[JsonSerializable(typeof(UserToken))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ConnectBody))]
[JsonSerializable(typeof(LinkTokenBody))]
[JsonSerializable(typeof(SyncBody))]
[JsonSerializable(typeof(ForceBody))]
[JsonSerializable(typeof(LevelBody))]
[JsonSerializable(typeof(AnnotationBody))]
[JsonSerializable(typeof(UserTokenBody))]
internal sealed partial class MingusJson : JsonSerializerContext;
