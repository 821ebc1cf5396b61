import Foundation
import JSON
import PluginMessages

// "KV" of Cloudflare's documentation: Workers Binding API, and Limits.
extension BindingServer {
    nonisolated(nonsending) func keyValue(
        _ binding: DeployedBinding, _ request: BindingRequest, _ body: ByteBody?, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        let store = try stores.keyValue(binding, deployment.account)
        let arguments = try JSONReader(request.value)
        let seconds = now.number / 1000
        switch request.method {
        case "get":
            let key = try KeyValueLimits.key(arguments)
            guard let entry = try await store.get(key, now: seconds) else { return BindingAnswer() }
            let value = JSONObject(present: ("metadata", try entry.metadata.map { try JSONValue(parsing: $0) }))
            return BindingAnswer(.object(value), body: entry.value.source, bodyBytes: entry.value.count)
        case "put":
            let key = try KeyValueLimits.key(arguments)
            let expiration = try KeyValueLimits.expiration(arguments, now: seconds)
            let metadata = try KeyValueLimits.metadata(arguments)
            let value = try await body?.collected(upTo: KeyValueLimits.valueBytes) ?? []
            do {
                try await store.put(key, .init(value: value, metadata: metadata), expiration: expiration, now: seconds)
            } catch is DatabaseLimitReached {
                counters.limited(by: .namespace)
                throw KeyValueLimits.refusal(stores.limits.fullDatabase)
            }
            return BindingAnswer()
        case "delete":
            try await store.delete(try KeyValueLimits.key(arguments))
            return BindingAnswer()
        case "list":
            let listed = try await store.list(
                prefix: try arguments.optionalString("prefix") ?? "", from: try KeyCursor.start(arguments),
                limit: try KeyValueLimits.page(arguments), now: seconds)
            return BindingAnswer(try Self.json(listed))
        default: throw request.unknownMethod
        }
    }

    private static func json(_ listed: KeyValueStore.Listed) throws -> JSONValue {
        let keys = try listed.keys.map { key -> JSONValue in
            .object(
                JSONObject(
                    present: ("name", .string(key.name)), ("expiration", key.expiration.map(JSONValue.int)),
                    ("metadata", try key.metadata.map { try JSONValue(parsing: $0) })))
        }
        let cursor = listed.isComplete ? nil : listed.keys.last.map { KeyCursor.text(KeyRange.start(after: $0.name)) }
        return .object(
            JSONObject(
                present: ("keys", .array(keys)), ("list_complete", .bool(listed.isComplete)),
                ("cursor", cursor.map(JSONValue.string)), ("cacheStatus", .null)))
    }
}
