import Confinement
import Egress
import Foundation
import PluginMessages

/// Deno, and how it is called for a deployment.
struct DenoCommand: Sendable {
    let executable: URL
    let configuration: LocalConfiguration
    /// The proxy that it reaches the network through, and its token; `nil`: the network is open but for Deno's rules.
    let egress: (proxy: EgressProxy, token: String)?

    /// - Throws: `local.deno.missing`.
    init(_ configuration: LocalConfiguration, egress: (EgressProxy, String)? = nil) throws(PluginFailure) {
        self.configuration = configuration
        self.egress = egress
        executable = try Self.find(configuration)
    }

    /// What a script executes is anyone's guess: the kernel cannot be told what it needs.
    var isScript: Bool {
        guard let file = try? FileHandle(forReadingFrom: executable) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: 2)) == Data("#!".utf8)
    }

    /// As it runs in the deployment's folder.
    func program(shim: ShimFiles, folder: DeploymentFolder) -> ConfinedProgram {
        ConfinedProgram(
            executable: executable.path, arguments: arguments(shim: shim, folder: folder),
            environment: environment(folder), folder: folder.url.path)
    }

    /// No permission but the network and the deployment's own code, nothing fetched, no settings from files around.
    private func arguments(shim: ShimFiles, folder: DeploymentFolder) -> [String] {
        [
            "run", "--quiet", "--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--cached-only",
            "--no-check", "--import-map=\(shim.importMap.path)",
            "--v8-flags=--max-old-space-size=\(configuration.memoryMegabytes)",
            // Deno knows no way to write a comma in a path.
            "--allow-read=\(folder.code.map { "\(DeploymentFolder.own)/\($0.lastPathComponent)" }.joined(separator: ","))",
        ]
            + DenoNetwork.arguments(
                allowsPrivate: configuration.allowsPrivateNetwork, ownAddresses: OwnAddresses.all(),
                proxy: egress?.proxy.address)
            + [shim.main.path]
    }

    private func environment(_ folder: DeploymentFolder) -> [String: String] {
        var variables = ["DENO_DIR": folder.cache.path, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"]
        if let proxyURL {
            variables["HTTP_PROXY"] = proxyURL
            variables["HTTPS_PROXY"] = proxyURL
        }
        return variables
    }

    /// With the token of the process.
    var proxyURL: String? {
        egress.map { "http://deployment:\($0.token)@\($0.proxy.address):\($0.proxy.port)" }
    }

    /// It reads its deployment, the shim and what Deno consists of, and connects to the proxy.
    /// - Returns: `nil` when the kernel is not to confine it.
    func confinement(shim: ShimFiles, folder: DeploymentFolder) -> Confinement? {
        guard configuration.isConfining, !isScript else { return nil }
        return Confinement(
            readable: [folder.url.path, shim.folder.path] + Confinement.systemReadable
                + (egress == nil ? Confinement.systemNames : []),
            executable: [executable.resolvingSymlinksInPath().path] + Confinement.systemExecutable,
            writable: [folder.cache.path] + Confinement.systemWritable,
            network: network, openFiles: Self.openFiles)
    }

    /// What the kernel lets it connect to, where it can tell.
    private var network: Confinement.Network {
        guard let egress, ConfinementReport.probe().holds(.connections) else { return .open }
        return .ports([egress.proxy.port])
    }

    /// More than the connections that a deployment has.
    private static let openFiles = 8192

    private static func find(_ configuration: LocalConfiguration) throws(PluginFailure) -> URL {
        if let path = configuration.denoPath {
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw missing("\(path) is not an executable file")
            }
            return URL(filePath: path)
        }
        // The server has put the programs of its installation first.
        let candidates = configuration.searchPath.split(separator: ":").map {
            URL(filePath: String($0)).appending(path: "deno")
        }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw missing("deno was not found in the installation or on the PATH")
        }
        return found
    }

    private static func missing(_ reason: String) -> PluginFailure {
        PluginFailure(
            .denoMissing,
            message: """
                Runs on this machine need Deno: \(reason). Run `make deps`, or install it (https://docs.deno.com) and set \
                MILLRACE_LOCAL_DENO to its path.
                """)
    }
}
