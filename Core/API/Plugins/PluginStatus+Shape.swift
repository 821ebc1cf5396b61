import Foundation
import PluginHost
import PluginMessages
import Storage

extension PluginStatus {
    static let shape = Shape<PluginStatus>("Plugin") {
        Member("id", .text.example("slack"), \.id)
        Member("name", .text, nullable: \.name)
        Member("version", .text, nullable: \.version)
        Member("path", .text, \.path)
        Member("origin", .text(.choice(["installation", "package"])), nullable: { $0.origin?.name })
        Member("isolation", .choice, nullable: \.isolation)
        Member("state", .choice, \.state)
        Member("reason", .text, nullable: \.reason)
        Member("memory", .whole(0...Int.max), nullable: \.memory, "Memory of the plugin's own process, in bytes.")
        Member("calls", .whole(0...Int.max), \.calls)
        Member("failures", .whole(0...Int.max), \.failures)
        Member("lastError", failure, nullable: \.lastError)
        Member("nodes", .list(of: .text), \.nodes)
        Member("providers", .list(of: .text), \.providers)
        Member(
            "problems", .list(of: problem), \.problems,
            "What the plugin reports that keeps it from its work; `/api/ready` fails meanwhile.")
    }

    private static let problem = Shape<PluginFailure> {
        Member("code", .text.example("local.deno.missing"), \.code)
        Member("message", .text, \.message)
    }

    private static let failure = Shape<(failure: PluginFailure, at: Date)> {
        Member("code", .text, \.failure.code)
        Member("message", .text, \.failure.message)
        Member("at", .time, { Timestamp($0.at) })
    }
}

extension PluginOrigin {
    fileprivate var name: String {
        switch self {
        case .installation: "installation"
        case .package: "package"
        }
    }
}
