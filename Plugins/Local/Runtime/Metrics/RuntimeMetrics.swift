import Foundation
import PluginMessages
import Values

/// What operators watch, asked for at each scrape.
struct RuntimeMetrics {
    /// Queues, services and the like in a metric: the first by their size, the others together as `other`.
    private static let mostLabels = 50

    let context: RuntimeContext
    let live: LiveInstances
    let processIds: [Int32]
    /// Open to functions.
    let connections: Int
    /// Of binding calls that are in progress.
    let bindingBytes: Int

    /// Some counts of the journal, with what is in memory.
    func all(_ figures: JournalFigures) -> [PluginMetric] {
        runMetrics(figures) + queueMetrics(figures) + processMetrics() + journalMetrics()
            + Self.counted(context.counters.values)
    }

    private func runMetrics(_ figures: JournalFigures) -> [PluginMetric] {
        [
            PluginMetric(
                "runs", .gauge, help: "Runs that have not ended, by status.",
                samples: figures.runs.map { .init(Double($0.value), labels: ["status": $0.key]) }),
            PluginMetric(
                "runs_due", .gauge, help: "Runs that are ready and wait for a slot.", Double(figures.due)),
            PluginMetric(
                "oldest_due_seconds", .gauge, help: "Longest time that a ready run has waited for a slot.",
                figures.oldestDue.map { max(.zero, context.time.now - $0) / .seconds(1) } ?? 0),
            PluginMetric("slots", .gauge, help: "Runs that may be in memory.", Double(live.slotLimit)),
            PluginMetric("slots_used", .gauge, help: "Runs that are in memory.", Double(live.usedSlots)),
        ]
    }

    private func queueMetrics(_ figures: JournalFigures) -> [PluginMetric] {
        let (dead, others) = (figures.queues.filter(\.isDeadLetter), figures.queues.filter { !$0.isDeadLetter })
        func samples(_ queues: [JournalFigures.Queue]) -> [PluginMetric.Sample] {
            Self.largest(queues.map { (["connection": $0.id.account, "queue": $0.id.name], Double($0.messages)) })
        }
        return [
            PluginMetric("queue_messages", .gauge, help: "Messages of queues.", samples: samples(others)),
            PluginMetric(
                "dead_letters", .gauge, help: "Messages in dead-letter queues.", samples: samples(dead)),
        ]
    }

    private func processMetrics() -> [PluginMetric] {
        let memory = processIds.reduce(0) { $0 + (ProcessUsage.residentBytes(of: $1) ?? 0) }
        return [
            PluginMetric("processes", .gauge, help: "Deno processes of deployments.", Double(processIds.count)),
            PluginMetric(
                "function_connections", .gauge, help: "Open connections to functions.", Double(connections)),
            PluginMetric(
                "binding_bytes", .gauge, help: "Arguments, bodies and results of binding calls that are in progress.",
                Double(bindingBytes)),
            PluginMetric("process_resident_memory_bytes", .gauge, help: "Resident memory of these.", Double(memory)),
        ]
    }

    private func journalMetrics() -> [PluginMetric] {
        let file = Journal.file(in: context.configuration.dataFolder).path
        let sizes = [("main", file), ("wal", file + "-wal")].map { name, path in
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            return PluginMetric.Sample(Double(size), labels: ["file": name])
        }
        return [PluginMetric("journal_bytes", .gauge, help: "Size of the journal's files.", samples: sizes)]
    }

    private static func counted(_ values: RuntimeCounters.Values) -> [PluginMetric] {
        func byService(_ counts: [String: Int]) -> [PluginMetric.Sample] {
            largest(counts.map { (["service": $0.key], Double($0.value)) })
        }
        return [
            PluginMetric("journal_commits", .counter, help: "Commits of the journal.", Double(values.commits)),
            PluginMetric(
                "journal_commit_seconds", .counter, help: "Time that commits of the journal took.", values.commitSeconds
            ),
            PluginMetric(
                "journal_failed_commits", .counter, help: "Commits of the journal that failed.",
                Double(values.failedCommits)),
            PluginMetric(
                "print_delay_seconds", .counter, help: "Time that programs waited because they printed too much.",
                values.printDelaySeconds),
            PluginMetric(
                "log_lines_omitted", .counter, help: "Printed lines that are not in the server's log.",
                Double(values.omittedLines)),
            PluginMetric(
                "egress_connections", .counter, help: "Connections that programs opened.",
                samples: byService(values.connectionsOpened)),
            PluginMetric(
                "egress_refused", .counter, help: "Connections of programs that were refused.",
                samples: byService(values.connectionsRefused)),
            PluginMetric(
                "function_requests", .counter,
                help: "Requests to services, by status; without a service, requests that no service received.",
                samples: largest(
                    values.requests.map {
                        (["service": $0.key.service, "status": $0.key.status], Double($0.value))
                    })),
            PluginMetric(
                "function_request_seconds", .counter, help: "Time until the responses to these requests began.",
                samples: largest(values.requestSeconds.map { (["service": $0.key], $0.value) })),
            PluginMetric(
                "refused_messages", .counter, help: "Processes that were ended because of an unexpected message.",
                samples: byService(values.refusedMessages)),
            PluginMetric(
                "limited", .counter,
                help: "Requests of programs that a limit refused, and runs and processes that a limit ended.",
                samples: values.limited.map { .init(Double($0.value), labels: ["limit": $0.key]) }),
        ]
    }

    /// At most ``mostLabels``: the largest, and the sum of the others.
    private static func largest(_ values: [(labels: [String: String], value: Double)]) -> [PluginMetric.Sample] {
        let sorted = values.sorted { $0.value > $1.value }
        let rest = sorted.dropFirst(mostLabels)
        let shown = sorted.prefix(mostLabels).map { PluginMetric.Sample($0.value, labels: $0.labels) }
        guard let first = rest.first else { return shown }
        return shown + [
            .init(rest.reduce(0) { $0 + $1.value }, labels: first.labels.mapValues { _ in "other" })
        ]
    }
}
