import Foundation
import Hummingbird
import JSON
import ServerSupport
import Synchronization
import TestSupport

/// A registry of npm with one package, `greeter`, which has a script that must not run.
final class PackageRegistry: Sendable {
    private let folder: TemporaryFolder
    private let counts = Mutex(0)

    /// Where the package's script would leave a file.
    var mark: URL { folder.url.appending(path: "script-was-run") }

    /// How often anything was asked for.
    var requests: Int { counts.withLock { $0 } }

    init() async throws {
        folder = try TemporaryFolder()
        let manifest: JSONValue = [
            "name": "greeter", "version": "1.2.0", "type": "module", "main": "index.js",
            "scripts": ["postinstall": .string("touch \(mark.path)")],
        ]
        try folder.write(manifest.text, to: "package/package.json")
        let code = """
            export const greet = (name) => {
              if (name === "nobody") throw new Error("There is nobody to greet");
              return `Hello, ${name}`;
            };

            """
        try folder.write(code, to: "package/index.js")
        let archive = try await Command(
            "tar", ["czf", "\(folder.url.path)/greeter.tgz", "-C", folder.url.path, "package"]
        ).run()
        guard archive.status == 0 else { throw APIClient.Unexpected(description: archive.stderr) }
    }

    /// Runs the registry as long as `body` runs.
    func serving(_ body: @escaping @Sendable (_ base: String) async throws -> Void) async throws {
        let archive = try Data(contentsOf: folder.url.appending(path: "greeter.tgz"))
        let router = Router()
        router.get("greeter") { [self] request, _ in
            counts.withLock { $0 += 1 }
            let tarball = "http://\(request.head.authority ?? "")/greeter/-/greeter-1.2.0.tgz"
            let document: JSONValue = [
                "name": "greeter", "dist-tags": ["latest": "1.2.0"],
                "versions": [
                    "1.2.0": [
                        "name": "greeter", "version": "1.2.0", "hasInstallScript": true,
                        "dist": ["tarball": .string(tarball)],
                    ]
                ],
            ]
            return Response.json(document)
        }
        router.get("greeter/-/greeter-1.2.0.tgz") { [self] _, _ in
            counts.withLock { $0 += 1 }
            return Response(
                status: .ok, headers: [.contentType: "application/octet-stream"],
                body: .init(byteBuffer: ByteBuffer(bytes: archive)))
        }
        try await LoopbackServer(router: router).serving(body)
    }
}
