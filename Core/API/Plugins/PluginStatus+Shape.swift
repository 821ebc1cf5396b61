import Foundation
import PluginHost
import PluginMessages
import Storage

extension PluginStatus {
    static let shape = Shape<PluginStatus>("Plugin") {
        Member(
            "id", .text.example("slack"), \.id,
            "The plugin's id in its manifest, and in its settings `MILLRACE_<PLUGIN>_…`.")
        Member("name", .text, nullable: \.name, "The plugin's name; `null` if its library could not be read.")
        Member("version", .text, nullable: \.version, "The plugin's version; `null` if its library could not be read.")
        Member(
            "path", .text, \.path, "The file of the library on the server; without the folder for API keys.")
        Member(
            "origin", .text(.choice(["installation", "package"])), nullable: { $0.origin?.name },
            "`installation`: it came with the server or its `--plugins`; `package`: it was installed from a registry.")
        Member("isolation", .choice, nullable: \.isolation, "Where its library is loaded; `null` if it is not.")
        Member(
            "confinement", .text(.choice(PluginConfinement.Level.allCases.map(\.rawValue))),
            nullable: { $0.confinement?.level.rawValue },
            "`full`: it is sandboxed (Landlock, seccomp, limits); `partial`: with the isolation that the kernel "
                + "supports; `none`: it has the permissions of the server; `null` if its library is not loaded.")
        Member(
            "gaps", .list(of: .text), { $0.confinement?.gaps ?? [] },
            "Operations of the plugin that the kernel cannot block, and the kernel feature required to block them.")
        Member(
            "state", .choice, \.state,
            "`restarting` and `off`: its process ended, for a while or too often; `refused`: it was never loaded.")
        Member("reason", .text, nullable: \.reason, "Why it is not running; `null` if it is.")
        Member("memory", .whole(0...Int.max), nullable: \.memory, "Memory of the plugin's own process, in bytes.")
        Member("calls", .whole(0...Int.max), \.calls, "Calls since the start of the server.")
        Member("failures", .whole(0...Int.max), \.failures, "Those of the calls that failed.")
        Member("lastError", failure, nullable: \.lastError, "The last call that failed; `null` if none has.")
        Member(
            "processes", .list(of: process), \.processes,
            "Of a package: the processes of the organizations that have called it.")
        Member("nodes", .list(of: .text), \.nodes, "The nodes that it contributes.")
        Member("providers", .list(of: .text), \.providers, "The providers that it contributes.")
        Member(
            "problems", .list(of: problem), \.problems,
            "Problems that the plugin reports; `/api/ready` fails while there are any.")
    }

    private static let process = Shape<PluginStatus.OwnProcess> {
        Member("organizationId", .text, nullable: \.organization, "The organization.")
        Member("state", .choice, \.state, "The state of its process.")
        Member("reason", .text, nullable: \.reason, "Why it is not running; `null` if it is.")
        Member("memory", .whole(0...Int.max), nullable: \.memory, "Its memory in bytes; `null` without a process.")
    }

    private static let problem = Shape<PluginFailure> {
        Member("code", .text.example("local.deno.missing"), \.code, "A stable code.")
        Member("message", .text, \.message, "What is missing on the server and what to do.")
    }

    private static let failure = Shape<(failure: PluginFailure, at: Date)> {
        Member("code", .text, \.failure.code, "The stable code of the error.")
        Member("message", .text, \.failure.message, "What went wrong.")
        Member("at", .time, { Timestamp($0.at) }, "When the call failed.")
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
