import Faults
import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("The marketplace, on the real server", .serialized, .timeLimit(.minutes(10)))
struct MarketplaceTests {
    @Test("While a node is installed, updated and removed, fifty clients notice nothing else")
    func underLoad() async throws {
        let registry = try await NodeRegistry(target: "cloudflare")
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url, arguments: registry.arguments)
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

    /// What a change goes through, step by step; the second list is of what it does from the moment it is decided.
    private static let changes: [(action: String, before: [String], after: [String])] = [
        ("install", preparation, ["recorded", "published"]),
        ("update", preparation, ["recorded", "published", "withdrawn", "removed"]),
        ("rollback", [], ["recorded", "published", "withdrawn", "removed"]),
        ("uninstall", [], ["recorded", "published", "withdrawn", "removed"]),
    ]
    private static let preparation = ["downloaded", "written", "checked", "kept", "staged"]

    @Test("Kill -9 after any step of a change: the next start finds the old state or the new one, and no rest")
    func kill() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0", "1.1.0", "2.0.0"]], target: "cloudflare")
        let folder = try TemporaryFolder()
        var expected = State(version: nil, kept: [], shown: nil, libraries: 0)
        for (action, before, after) in Self.changes {
            for step in before + after {
                let moment = "\(action).\(step)"
                let path = "/api/marketplace/\(action)"
                if action == "update" {
                    // An update that removes something comes after another one, which must not end the server.
                    let server = try await ServerProcess(data: folder.url, arguments: registry.arguments)
                    let api = try APIClient(server, data: folder.url)
                    #expect(try await State(api, folder.url) == expected, "before \(moment)")
                    try await prepare(action, api)
                    expected = try await State(api, folder.url)
                    try await server.killAtOnce()
                }
                let fault = ArmableFault(in: folder)
                let server = try await ServerProcess(
                    data: folder.url, arguments: registry.arguments, environment: fault.environment)
                let api = try APIClient(server, data: folder.url)
                #expect(try await State(api, folder.url) == expected, "before \(moment)")
                if action != "update" { try await prepare(action, api) }
                let old = try await State(api, folder.url)
                let new = State(change: try await api.call("POST", path + "?dryRun=true", ["nodeId": "postcard"]))
                #expect(old != new)
                try fault.arm(.marketplace(action, step), "kill")
                await #expect(throws: (any Error).self) {
                    try await api.call("POST", path, ["nodeId": "postcard"])
                }
                #expect(try await server.ended() == .signal(SIGKILL))
                expected = after.contains(step) ? new : old
            }
        }
        let last = try await ServerProcess(data: folder.url, arguments: registry.arguments)
        #expect(try await State(APIClient(last, data: folder.url), folder.url) == expected)
        try await last.stop()
    }

    /// Makes it possible to do something, without doing it.
    private func prepare(_ action: String, _ api: APIClient) async throws {
        let isInstalled = try await api.send("GET", "/api/nodes/postcard").status == 200
        if isInstalled {
            if action == "uninstall" { return }
            _ = try await api.call("POST", "/api/marketplace/uninstall", ["nodeId": "postcard"])
        }
        if action == "install" { return }
        _ = try await api.call("POST", "/api/marketplace/install", ["nodeId": "postcard", "version": "1.0.0"])
        _ = try await api.call("POST", "/api/marketplace/update", ["nodeId": "postcard", "version": "1.1.0"])
    }

    /// What there is of the node, wherever one may look.
    private struct State: Equatable {
        let version: String?
        let kept: [String]
        /// In `GET /nodes`.
        let shown: String?
        /// On the disk, whole or not.
        let libraries: Int

        init(version: String?, kept: [String], shown: String?, libraries: Int) {
            self.version = version
            self.kept = kept
            self.shown = shown
            self.libraries = libraries
        }

        init(_ api: APIClient, _ data: URL) async throws {
            let installed = try await api.call("GET", "/api/marketplace/installed")["data"]?.array ?? []
            let entry = installed.first { $0["nodeId"] == "postcard" }
            let node = try await api.send("GET", "/api/nodes/postcard")
            let files = try? FileManager.default.subpathsOfDirectory(atPath: data.appending(path: "packages").path)
            self.init(
                version: entry?["version"]?.string, kept: (entry?["keptVersions"]?.array ?? []).compactMap(\.string),
                shown: node.status == 200 ? node.body["version"]?.string : nil,
                libraries: (files ?? []).count { $0.hasSuffix(".so") })
        }

        /// As a change leaves it.
        init(change: JSONValue) {
            let (version, kept) = (
                change["version"]?.string, (change["keptVersions"]?.array ?? []).compactMap(\.string)
            )
            self.init(
                version: version, kept: kept, shown: version, libraries: kept.count + (version == nil ? 0 : 1))
        }
    }

    @Test("plugin check tells what a library is, or what is wrong with it, and exits with 1")
    func check() async throws {
        let folder = try TemporaryFolder()
        let good = BuildProducts.directory.appending(path: "libMillraceNodeSlack.so").path
        // Providers, endpoints and storages that come with the server have no problems that people would meet.
        for name in ["Local", "Cloudflare", "PostgreSQL"] {
            let library = BuildProducts.directory.appending(path: "libMillracePlugin\(name).so").path
            let checked = try await Command(
                executable: BuildProducts.millrace, arguments: ["plugin", "check", library]
            )
            .run()
            #expect(checked.status == 0 && checked.stderr == "", "\(name): \(checked.stderr)")
        }
        let bad = try folder.write("no library", to: "bad.so").path
        let fine = try await Command(executable: BuildProducts.millrace, arguments: ["plugin", "check", good]).run()
        #expect(fine.status == 0 && fine.stdout.contains("slack 1.0.0, nodes 1"))
        let both = try await Command(executable: BuildProducts.millrace, arguments: ["plugin", "check", bad, good])
            .run()
        #expect(both.status == 1)
        #expect(both.stdout.contains("plugin.library") && both.stdout.contains("slack 1.0.0"))
    }

    private actor Flag {
        private(set) var isSet = false

        func set() { isSet = true }
    }
}
