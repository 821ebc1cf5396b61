import Confinement
import Foundation

/// What Deno has compiled. Each deployment's processes have a copy of their own: what one wrote, another would execute.
struct DenoCache: Sendable {
    /// In which Deno loads the runtime, on the slowest of machines.
    private static let longestLoad = Duration.seconds(10)

    let folder: URL

    /// The compiled runtime without any program, which new copies are made of.
    private var runtime: URL { folder.appending(path: "runtime") }
    private var marker: URL { folder.appending(path: "runtime.txt") }

    /// Has Deno compile the runtime, unless it has: a first process would take some times as long to load.
    func compileRuntime(_ command: DenoCommand, shim: ShimFiles) async {
        let identity = Self.identity(command, shim)
        defer { tag() }
        guard (try? String(contentsOf: marker, encoding: .utf8)) != identity else { return }
        let files = FileManager.default
        // What is left there is of another Deno, or of another runtime.
        try? files.removeItem(at: folder)
        guard (try? files.createDirectory(at: runtime, withIntermediateDirectories: true)) != nil else { return }
        guard await load(command, shim) else { return }
        try? Data(identity.utf8).write(to: marker, options: .atomic)
    }

    /// Marks the folder as one that backups leave out ("Cache Directory Tagging Specification").
    private func tag() {
        try? Data("Signature: 8a477f597d28d172789f06886806bc55\n".utf8).write(
            to: folder.appending(path: "CACHEDIR.TAG"))
    }

    /// Makes the copy of a deployment, unless it has one.
    func prepare(_ deployment: DeploymentFolder) {
        let copy = deployment.cache
        let files = FileManager.default
        guard !files.fileExists(atPath: copy.path) else { return }
        let draft = folder.appending(path: ".\(UUID().uuidString)")
        let isCompiled = files.fileExists(atPath: marker.path)
        if !isCompiled || (try? files.copyItem(at: runtime, to: draft)) == nil {
            try? files.createDirectory(at: draft, withIntermediateDirectories: true)
        }
        // Another process of the deployment may have been faster.
        if (try? files.moveItem(at: draft, to: copy)) == nil { try? files.removeItem(at: draft) }
    }

    /// Runs the runtime with an input that ends at once.
    private func load(_ command: DenoCommand, _ shim: ShimFiles) async -> Bool {
        let folder = DeploymentFolder(url: shim.folder, cache: runtime)
        let program = command.program(shim: shim, folder: folder)
        let confinement = command.confinement(shim: shim, folder: folder)
        guard let nothing = FileHandle(forUpdatingAtPath: "/dev/null") else { return false }
        let descriptor = nothing.fileDescriptor
        guard let process = try? program.start(confinement, input: descriptor, output: descriptor, error: descriptor)
        else { return false }
        let limit = Task {
            try await Task.sleep(for: Self.longestLoad)
            process.kill()
        }
        defer { limit.cancel() }
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: process.wait() == .exited(0)) }
        }
    }

    /// Changes with Deno, with the runtime, and where either is.
    private static func identity(_ command: DenoCommand, _ shim: ShimFiles) -> String {
        let deno = command.executable.resolvingSymlinksInPath()
        let attributes = try? FileManager.default.attributesOfItem(atPath: deno.path)
        let changed = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(deno.path) \(changed) \(shim.main.path) \(shim.version)"
    }
}
