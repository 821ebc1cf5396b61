import FoundationEssentials
import PluginHost
import PluginMessages
import Storage

/// What the server measures of itself when its metrics are requested.
package struct ServerFigures: Sendable {
    private let storage: any StorageDriver
    private let plugins: PluginHost
    private let dataDirectory: String

    init(storage: any StorageDriver, plugins: PluginHost, dataDirectory: String) {
        self.storage = storage
        self.plugins = plugins
        self.dataDirectory = dataDirectory
    }

    /// Without runs while the database does not answer.
    package func families() async -> [PluginMeasurements.Family] {
        let webhooks = await webhooks()
        return [await runs(), database(), pluginStates()].compactMap(\.self) + webhooks
    }

    private func runs() async -> PluginMeasurements.Family? {
        let statuses = RunStatus.allCases.filter { !$0.isTerminal }
        let counts = try? await storage.read { database in
            // By project, so that an index leads to the runs: those that have ended are many.
            try statuses.map { status -> Int in
                try database.query(
                    """
                    SELECT COUNT(*) AS count FROM projects JOIN runs ON runs.project_id = projects.id
                    WHERE runs.status = $1 AND runs.is_test = 0
                    """, [status.rawValue]
                ).first?["count"] ?? 0
            }
        }
        guard let counts else { return nil }
        return PluginMeasurements.Family(
            name: "millrace_runs", help: "Listed runs that have not ended, by status.", kind: .gauge,
            samples: zip(statuses, counts).map { ([("status", $0.rawValue)], Double($1)) })
    }

    private func webhooks() async -> [PluginMeasurements.Family] {
        let counts = try? await storage.read { database in
            (
                try Table(WebhookDeliveryRecord.self, in: database).pendingCount(),
                try Table(WebhookRecord.self, in: database).droppedCount()
            )
        }
        guard let (pending, dropped) = counts else { return [] }
        return [
            PluginMeasurements.Family(
                name: "millrace_webhook_backlog", help: "Webhook deliveries that wait for their first or next attempt.",
                kind: .gauge, samples: [([], Double(pending))]),
            PluginMeasurements.Family(
                name: "millrace_webhook_events_dropped",
                help: "Webhook events that were dropped, since too many were pending.", kind: .gauge,
                samples: [([], Double(dropped))]),
        ]
    }

    /// `nil` where a plugin keeps the database elsewhere.
    private func database() -> PluginMeasurements.Family? {
        guard storage.plugin == nil else { return nil }
        let samples = [("main", ""), ("wal", "-wal")].map { name, suffix in
            let path = "\(dataDirectory)/\(DataFolder.database)\(suffix)"
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
            return (labels: [("file", name)], value: Double(size))
        }
        return PluginMeasurements.Family(
            name: "millrace_database_bytes", help: "Size of the database's files.", kind: .gauge, samples: samples)
    }

    private func pluginStates() -> PluginMeasurements.Family {
        let counts = plugins.registry.counts
        let states = [("loaded", counts.loaded), ("off", counts.off), ("refused", counts.refused)]
        return PluginMeasurements.Family(
            name: "millrace_plugins", help: "Plugin libraries, by state.", kind: .gauge,
            samples: states.map { ([("state", $0)], Double($1)) })
    }
}
