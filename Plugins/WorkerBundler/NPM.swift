import Foundation
import PluginMessages
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// npm, as it installs packages: without their scripts, and without settings from files around.
struct NPM: Sendable {
    /// A name on the search path, or a path.
    let executable: String
    /// `nil`: npm's own.
    let registry: String?
    /// Where it keeps what it downloaded; `nil`: within the folder.
    let downloads: String?

    /// Of what npm prints: 1 MiB.
    private static let longestOutput = 1 << 20

    /// - Parameter isLocked: The folder has a lock, which decides the versions.
    /// - Throws: `worker.npm.missing`, `worker.npm`.
    func install(in folder: String, isLocked: Bool) async throws(PluginFailure) {
        var environment: [Environment.Key: String?] = [
            "HOME": folder, "npm_config_cache": downloads ?? "\(folder)/.npm",
            // Of files that are not there; npm does not take the same one twice.
            "npm_config_userconfig": "\(folder)/user.npmrc", "npm_config_globalconfig": "\(folder)/global.npmrc",
            "npm_config_update_notifier": "false",
        ]
        if let registry { environment["npm_config_registry"] = registry }
        for (name, value) in Self.bounds where ProcessInfo.processInfo.environment[name] == nil {
            environment[Environment.Key(stringLiteral: name)] = value
        }
        let arguments = [
            isLocked ? "ci" : "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev",
            "--loglevel=error",
        ]
        let status: TerminationStatus
        let told: String
        do {
            let result = try await run(
                executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
                arguments: Arguments(arguments), environment: .inherit.updating(environment),
                workingDirectory: FilePath(folder), output: .string(limit: Self.longestOutput),
                error: .string(limit: Self.longestOutput))
            (status, told) = (result.terminationStatus, result.standardError)
        } catch {
            throw PluginFailure(
                code: "worker.npm.missing",
                message:
                    "Packages of npm are installed with npm, which cannot be run (\(executable)). Run `make deps`, or "
                    + "install it and set NPM in the plugin's settings to its path.")
        }
        guard status.isSuccess else {
            let reason = Self.reason(in: told)
            guard !Self.isUnreachable(told) else {
                throw PluginFailure(
                    code: "worker.npm.unreachable",
                    message:
                        "The npm registry\(registry.map { " \($0)" } ?? "") could not be reached: \(reason). Check the network of "
                        + "the server, or set NPM_REGISTRY in the plugin's settings to a registry that it reaches.",
                    retryable: true)
            }
            throw PluginFailure(code: "worker.npm", message: "npm did not install the packages: \(reason)")
        }
    }

    /// npm waits 10 and 60 seconds before it tries again, and 5 minutes for a response. An operator's own variables win.
    private static let bounds = [
        "npm_config_fetch_retries": "1", "npm_config_fetch_retry_mintimeout": "1000",
        "npm_config_fetch_retry_maxtimeout": "1000", "npm_config_fetch_timeout": "20000",
    ]

    /// Whether npm did not get as far as a response. The codes are those of Node.js, "Errors: Common system errors", of its
    /// `dns` module and of npm's HTTP client.
    private static func isUnreachable(_ output: String) -> Bool {
        output.split(separator: "\n").contains { line in
            guard line.hasPrefix("npm error code ") || line.hasPrefix("npm ERR! code ") else { return false }
            return codes.contains(line.split(separator: " ").last ?? "")
        }
    }

    private static let codes: Set<Substring> = [
        "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EPIPE",
        "ERR_SOCKET_TIMEOUT", "EIDLETIMEOUT", "ECONNECTIONTIMEOUT", "ERESPONSETIMEOUT", "ETRANSFERTIMEOUT",
    ]

    /// The lines that say why, without npm's own prefix and where its log is.
    private static func reason(in output: String) -> String {
        let lines = output.split(separator: "\n").compactMap { line -> Substring? in
            let text = line.replacing("npm error ", with: "").replacing("npm ERR! ", with: "")
            return text.contains("A complete log of this run") || text.isEmpty ? nil : Substring(text)
        }
        return lines.prefix(4).joined(separator: "; ")
    }
}
