import Foundation
import PluginMessages

/// Deno, and how it is called for a deployment.
struct DenoCommand: Sendable {
    let executable: URL
    let configuration: LocalConfiguration

    /// - Throws: `local.deno.missing`.
    init(_ configuration: LocalConfiguration) throws(PluginFailure) {
        self.configuration = configuration
        executable = try Self.find(configuration)
    }

    /// No permission but the network and the deployment's own code, nothing fetched, no settings from files around.
    /// They are for a process in the deployment's folder.
    func arguments(shim: ShimFiles, folder: DeploymentFolder) -> [String] {
        [
            "run", "--quiet", "--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--cached-only",
            "--no-check", "--import-map=\(shim.importMap.path)",
            "--v8-flags=--max-old-space-size=\(configuration.memoryMegabytes)",
            // Deno knows no way to write a comma in a path.
            "--allow-read=\(folder.code.map(\.lastPathComponent).joined(separator: ","))",
        ]
            + EgressRules.arguments(
                allowsPrivate: configuration.allowsPrivateNetwork, ownAddresses: OwnAddresses.all())
            + [shim.main.path]
    }

    var environment: [String: String] {
        ["DENO_DIR": configuration.denoCache.path, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"]
    }

    private static func find(_ configuration: LocalConfiguration) throws(PluginFailure) -> URL {
        if let path = configuration.denoPath {
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw missing("\(path) is not an executable file")
            }
            return URL(filePath: path)
        }
        let folders = configuration.searchPath.split(separator: ":")
        let candidates = folders.map { URL(filePath: String($0)).appending(path: "deno") }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw missing("deno was not found on the PATH")
        }
        return found
    }

    private static func missing(_ reason: String) -> PluginFailure {
        PluginFailure(
            code: "local.deno.missing",
            message: """
                Runs on this machine need Deno: \(reason). Run `make deps`, or install it (https://docs.deno.com) and set \
                MILLRACE_LOCAL_DENO to its path.
                """)
    }
}
