import Foundation
import JSON
import PluginMessages
import Values

/// Checks the times and numbers of a built-in node that its fields' kinds leave open.
struct TimeCheck {
    let node: WorkflowNode

    func run(_ problems: inout Problems) {
        if node.builtIn == .sleepUntil { checkEnd(&problems) }
        if node.retriesInData {
            checkLimit(&problems)
            if let value = node.filled("timeout"), (try? DurationText.milliseconds(of: value)) == 0 {
                warnOfTimeout(at: node.dataPlace.member("timeout"), &problems)
            }
        }
        if node.config.timeout == 0 {
            warnOfTimeout(at: node.place.member("config").member("timeout"), &problems)
        }
    }

    /// Of a sleep until a time.
    private func checkEnd(_ problems: inout Problems) {
        guard let value = node.filled("timestamp") else { return }
        let place = node.dataPlace.member("timestamp")
        guard let text = value.string else {
            return problems.error(
                "ir.data.type",
                "The field \"timestamp\" is \(value.typeName); expected a text of ISO 8601 such as "
                    + "\"2030-01-01T09:00:00Z\", or one expression.", at: place, node: node.id)
        }
        guard let end = DateTimeText.milliseconds(of: text) else { return }
        let start = end - DurationText.longestMilliseconds
        guard Double(start) > Date().timeIntervalSince1970 * 1000 else { return }
        let date = CivilDate(number: start / 86_400_000)
        problems.warning(
            "ir.data.distant",
            "The longest sleep is 365 days: a run that reaches \"\(node.id)\" before "
                + "\(date.year)-\(Self.padded(date.month))-\(Self.padded(date.day)) fails.", at: place, node: node.id)
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func checkLimit(_ problems: inout Problems) {
        guard let value = node.filled("retryLimit"), value.number != nil, value.int == nil else { return }
        problems.error(
            "ir.data.validation", "The field \"retryLimit\" is \(value.text); expected a whole number from 0.",
            at: node.dataPlace.member("retryLimit"), node: node.id)
    }

    private func warnOfTimeout(at place: Place, _ problems: inout Problems) {
        problems.warning(
            "ir.timeout.zero",
            "A timeout of 0 ends each attempt as soon as it waits for something. Set a longer one, or remove it for the default "
                + "of 10 minutes.", at: place, node: node.id)
    }
}

extension WorkflowNode {
    /// Whether the node's `data` has the fields `retryLimit`, `retryDelay`, `backoff` and `timeout` of a step.
    package var retriesInData: Bool {
        switch builtIn {
        case .step, .httpRequest, .subScript: true
        case .sleep, .sleepUntil, .branch, .parallel, .race, .loop, .waitForEvent, .tryCatch, .exit, .subWorkflow, nil:
            false
        }
    }
}
