import JSON
import PluginMessages

/// What a server replies to a message.
struct ServerReply: Codable, Sendable {
    var result: JSONValue?
    var failure: PluginFailure?
    /// A reply that is fetched in parts.
    var parcel: MessageParcels.Whole?

    init(_ outcome: Result<JSONValue, PluginFailure>) {
        switch outcome {
        case .success(let value): result = value
        case .failure(let error): failure = error
        }
    }

    init(in parcel: MessageParcels.Whole) { self.parcel = parcel }

    var outcome: Result<JSONValue, PluginFailure> { failure.map { .failure($0) } ?? .success(result ?? .null) }
}
