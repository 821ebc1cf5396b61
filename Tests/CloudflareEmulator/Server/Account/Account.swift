import Foundation
import JSON

/// An account and what is in it.
package struct Account: Codable, Sendable {
    let id: String
    let name: String
    let createdAt: Moment
    /// Of `workers.dev`.
    var subdomain: String?
    var zones: [Zone] = []
    var scripts: [String: Script] = [:]
    var routes: [WorkerRoute] = []
    var domains: [WorkerDomain] = []
    /// Host names that have DNS records of somebody else's.
    var records: Set<String> = []
    var workflows: [String: Workflow] = [:]
    /// Names that the runtime knows workflows by, or did.
    var usedServices: Set<String> = []
    var queues: [Queue] = []
    var namespaces: [KVNamespace] = []
    var databases: [D1Database] = []
    var buckets: [R2Bucket] = []
    var indexes: [VectorIndex] = []
    /// Static files by hash.
    var assets: [String: Asset] = [:]
    /// Uploads of static files by token.
    var sessions: [String: AssetSession] = [:]

    struct Asset: Codable, Sendable {
        let content: Data
        let contentType: String?
    }

    package init(id: String, name: String, subdomain: String?) {
        self.id = id
        self.name = name
        self.subdomain = subdomain
        createdAt = .now
    }

    func script(_ name: String) throws -> Script {
        guard let script = scripts[name] else { throw APIError.scriptNotFound(name) }
        return script
    }

    func zone(_ id: String) throws -> Zone {
        guard let zone = zones.first(where: { $0.id == id }) else { throw APIError.unroutable("/zones/\(id)") }
        return zone
    }

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "type": "standard", "created_on": createdAt.json,
            "settings": ["enforce_twofactor": false],
        ]
    }
}
