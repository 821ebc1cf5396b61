import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("The marketplace, on the real server", .serialized)
struct MarketplaceTests {
    @Test("While a node is installed, updated and removed, fifty clients notice nothing else")
    func underLoad() async throws {
        let registry = try await NodeRegistry(target: "cloudflare")
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url, arguments: arguments(registry))
        let api = try APIClient(server, data: folder.url)
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    var calls = 0
                    while await !isOver.isSet {
                        _ = try await api.call("GET", "/api/nodes")
                        _ = try await api.call("GET", "/api/workflows")
                        calls += 2
                    }
                    return calls
                }
            }
            _ = try await api.call("POST", "/api/marketplace/install", ["nodeId": "postcard", "version": "1.0.0"])
            #expect(try await api.call("GET", "/api/nodes/postcard")["version"] == "1.0.0")
            _ = try await api.call("POST", "/api/marketplace/update", ["nodeId": "postcard"])
            #expect(try await api.call("GET", "/api/nodes/postcard")["version"] == "1.1.0")
            _ = try await api.call("POST", "/api/marketplace/uninstall", ["nodeId": "postcard"])
            #expect(try await api.send("GET", "/api/nodes/postcard").status == 404)
            await isOver.set()
            for try await calls in group { #expect(calls > 0) }
        }
        try await server.stop()
    }

    @Test("Kill -9 at any moment of an installation: the next start has the node or has not, and nothing else")
    func kill() async throws {
        let registry = try await NodeRegistry(target: "cloudflare")
        let folder = try TemporaryFolder()
        var seen: Set<Bool> = []
        for delay in [0, 2, 5, 10, 20, 35, 60, 400] {
            let server = try await ServerProcess(data: folder.url, arguments: arguments(registry))
            let api = try APIClient(server, data: folder.url)
            async let install = try? api.send("POST", "/api/marketplace/install", ["nodeId": "postcard"])
            try await Task.sleep(for: .milliseconds(delay))
            try await server.killAtOnce()
            _ = await install
            let next = try await ServerProcess(data: folder.url, arguments: arguments(registry))
            let after = try APIClient(next, data: folder.url)
            let isInstalled = try await after.send("GET", "/api/nodes/postcard").status == 200
            let installed = try await after.call("GET", "/api/marketplace/installed")["data"]?.array ?? []
            #expect(installed.contains { $0["nodeId"] == "postcard" } == isInstalled)
            let names = try? FileManager.default.subpathsOfDirectory(
                atPath: folder.url.appending(path: "packages").path)
            #expect((names ?? []).filter { $0.hasSuffix(".so") }.count == (isInstalled ? 1 : 0))
            if isInstalled {
                _ = try await after.call("POST", "/api/marketplace/uninstall", ["nodeId": "postcard"])
            }
            seen.insert(isInstalled)
            try await next.stop()
        }
        #expect(seen.contains(true))
    }

    @Test("plugin check tells what a library is, or what is wrong with it, and exits with 1")
    func check() async throws {
        let folder = try TemporaryFolder()
        let good = BuildProducts.directory.appending(path: "libMillraceNodeSlack.so").path
        let bad = try folder.write("no library", to: "bad.so").path
        let fine = try await Command(executable: BuildProducts.millrace, arguments: ["plugin", "check", good]).run()
        #expect(fine.status == 0 && fine.stdout.contains("slack 1.0.0, nodes 1"))
        let both = try await Command(executable: BuildProducts.millrace, arguments: ["plugin", "check", bad, good])
            .run()
        #expect(both.status == 1)
        #expect(both.stdout.contains("plugin.library") && both.stdout.contains("slack 1.0.0"))
    }

    private func arguments(_ registry: NodeRegistry) -> [String] {
        ["--registry", registry.root, "--trusted-key", registry.key.publicKey.text]
    }

    private actor Flag {
        private(set) var isSet = false

        func set() { isSet = true }
    }
}
