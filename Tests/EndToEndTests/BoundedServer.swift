import Foundation
import TestSupport

/// Servers with less of the machine than it has: each is the build's own, started by a script.
enum BoundedServer {
    /// - Parameter megabytes: Of data that the server may have (`ulimit -d`); processes of deployed code are not held to it.
    static func start(data: URL, megabytes: Int, in folder: TemporaryFolder) async throws -> ServerProcess {
        let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? "deno"
        let unbounded = try executable("#!/bin/sh\nulimit -S -d unlimited\nexec '\(deno)' \"$@\"\n", in: folder)
        let script = "#!/bin/sh\nulimit -S -d \(megabytes * 1024)\nexec '\(BuildProducts.millrace.path)' \"$@\"\n"
        return try await ServerProcess(
            data: data, executable: try executable(script, in: folder),
            environment: ["MILLRACE_LOCAL_DENO": unbounded.path])
    }

    /// Whether this user may mount a file system in a namespace of its own.
    static let canMount =
        system("\(BoundedServer.unshare) sh -c 'mount -t tmpfs -o size=1m none /tmp' 2>/dev/null") == 0

    private static var unshare: String { geteuid() == 0 ? "unshare -m" : "unshare -rm" }

    /// A server whose data folder is a file system of its own, which is there as long as the process is.
    /// - Returns: The server, and where others see its data.
    static func start(
        data: URL, diskMegabytes: Int, in folder: TemporaryFolder
    ) async throws -> (server: ServerProcess, data: URL) {
        let script = """
            #!/bin/sh
            exec \(unshare) sh -c 'mount -t tmpfs -o size=\(diskMegabytes)m,mode=700 none "$0" && exec "$@"' '\(data.path)' \
              '\(BuildProducts.millrace.path)' "$@"

            """
        let server = try await ServerProcess(data: data, executable: try executable(script, in: folder))
        guard let process = server.identifier else {
            throw ServerProcess.DidNotStart(description: server.output)
        }
        return (server, URL(filePath: "/proc/\(process)/root\(data.path)"))
    }

    private static func executable(_ script: String, in folder: TemporaryFolder) throws -> URL {
        let file = try folder.write(script, to: "bounded-\(UUID().uuidString)")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        return file
    }
}
