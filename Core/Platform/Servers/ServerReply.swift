import JSON
import PluginMessages

/// What a server replies to a message.
struct ServerReply: Codable, Sendable {
    var result: JSONValue?
    var failure: PluginFailure?

    init(_ outcome: Result<JSONValue, PluginFailure>) {
        switch outcome {
        case .success(let value): result = value
        case .failure(let error): failure = error
        }
    }

    var outcome: Result<JSONValue, PluginFailure> { failure.map { .failure($0) } ?? .success(result ?? .null) }
}
