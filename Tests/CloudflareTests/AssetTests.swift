import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Static files of a Worker", .timeLimit(.minutes(10)))
struct AssetTests {
    private static func request(
        _ files: JSONObject, _ more: JSONObject = [:], bindings: [Binding] = [], previous: JSONValue? = nil
    ) -> DeployRequest {
        var assets = more
        assets["files"] = .object(files)
        return CloudflareFixture.request(
            config: ["assets": .object(assets)], bindings: bindings, previous: previous)
    }

    private static let files: JSONObject = [
        "/index.html": "<h1>é</h1>", "/logo.png": ["base64": "iVBORw==", "contentType": "image/x-own"],
        "/data": ["text": "plain", "contentType": nil],
    ]

    private static func uploads(_ fixture: CloudflareFixture) -> Int {
        fixture.account.calls.count { $0.hasSuffix("/workers/assets/upload") }
    }

    @Test("Files are uploaded with their types, and the version names them with how they are served")
    func upload() async throws {
        let fixture = CloudflareFixture()
        let binding = Binding(type: "assets", name: "ASSETS", settings: [:])
        let routing: JSONObject = [
            "htmlHandling": "none", "notFoundHandling": "single-page-application",
            "runWorkerFirst": ["/api/*", "!/api/docs/*"], "headers": "/*\n  X-A: 1", "redirects": "/a /b",
        ]
        _ = try await fixture.deploy(Self.request(Self.files, routing, bindings: [binding]))
        #expect(
            Set(fixture.account.state.files.values) == [
                "text/html; charset=utf-8,PGgxPsOpPC9oMT4=", "image/x-own,iVBORw==", "application/null,cGxhaW4=",
            ])
        let version = try #require(fixture.account.state.versions.last)
        #expect(version.bindings["ASSETS"] == ["name": "ASSETS", "type": "assets"])
        #expect(version.assets?["jwt"] == "complete")
        #expect(
            version.assets?["config"] == [
                "html_handling": "none", "not_found_handling": "single-page-application",
                "run_worker_first": ["/api/*", "!/api/docs/*"], "_headers": "/*\n  X-A: 1", "_redirects": "/a /b",
            ])
        let calls = fixture.account.calls
        let last = calls.lastIndex { $0.hasSuffix("/workers/assets/upload") } ?? .max
        let script = calls.firstIndex { $0.hasPrefix("PUT") && $0.hasSuffix("/scripts/orders-w1") } ?? 0
        #expect(Self.uploads(fixture) == 3 && last < script, "\(calls)")
    }

    @Test(
        "What the platform has is not uploaded again, and other files or another way to serve them are another version")
    func again() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(Self.request(Self.files))
        fixture.account.inject([:])
        let same = try await fixture.deploy(Self.request(Self.files, previous: first.reference))
        #expect(same.notes?.contains { $0.hasPrefix("Nothing has changed") } == true)
        #expect(!fixture.account.calls.contains { $0.contains("assets") })
        var changed = Self.files
        changed["/index.html"] = "<h1>new</h1>"
        let second = try await fixture.deploy(Self.request(changed, previous: first.reference))
        #expect(Self.uploads(fixture) == 1 && fixture.account.state.versions.count == 2)
        // The same content with another type is served otherwise.
        changed["/data"] = ["text": "plain", "contentType": "text/csv"]
        let third = try await fixture.deploy(Self.request(changed, previous: second.reference))
        #expect(Self.uploads(fixture) == 2)
        let routed = try await fixture.deploy(
            Self.request(changed, ["runWorkerFirst": true], previous: third.reference))
        #expect(Self.uploads(fixture) == 2 && fixture.account.state.versions.count == 4)
        #expect(fixture.account.state.versions.last?.assets?["config"] == ["run_worker_first": true])
        // Without files, the next version has none.
        _ = try await fixture.deploy(CloudflareFixture.request(previous: routed.reference))
        #expect(fixture.account.state.versions.last?.assets == nil)
    }

    @Test("A deploy whose files cannot be uploaded changes nothing")
    func failure() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(CloudflareFixture.request())
        let before = fixture.account.state.served
        fixture.account.fail { $0.hasSuffix("/workers/assets/upload") }
        await #expect(throws: PluginFailure.self) {
            try await fixture.deploy(Self.request(Self.files, previous: first.reference))
        }
        #expect(fixture.account.state.served.versions == before.versions)
        #expect(fixture.account.state.active == "v1")
    }

    @Test("A preview names the files without uploading them")
    func preview() async throws {
        let fixture = CloudflareFixture()
        let preview = try await fixture.runtime.preview(Self.request(Self.files))
        #expect(preview.details["assets"] == ["/data", "/index.html", "/logo.png"])
        #expect(!fixture.account.calls.contains { $0.contains("assets") })
    }

    @Test("Code that reads static files needs some")
    func required() async throws {
        let fixture = CloudflareFixture()
        let binding = Binding(type: "assets", name: "ASSETS", settings: [:])
        let failure = await #expect(throws: PluginFailure.self) {
            try await fixture.deploy(CloudflareFixture.request(bindings: [binding]))
        }
        #expect(failure?.code == "cloudflare.config" && failure?.message.contains("/assets") == true)
        #expect(failure?.message.contains("env.ASSETS") == true)
    }

    @Test(
        "A member that is not valid is refused with its place",
        arguments: [
            (["files": [:]], "/assets/files"), (["htmlHandling": "none"], "/assets/files"),
            (["files": ["index.html": "x"]], "/assets/files/index.html"),
            (["files": ["/a/../b": "x"]], "/assets/files/~1a~1..~1b"), (["files": ["/a/": "x"]], "/assets/files/~1a~1"),
            (["files": ["/a": 1]], "/assets/files/~1a"), (["files": ["/a": ["base64": "?"]]], "/assets/files/~1a"),
            (["files": ["/a": ["text": "x", "contentType": "a\r\nb: c"]]], "/assets/files/~1a/contentType"),
            (["files": ["/a": "x"], "htmlHandling": "some"], "/assets/htmlHandling"),
            (["files": ["/a": "x"], "notFoundHandling": true], "/assets/notFoundHandling"),
            (["files": ["/a": "x"], "runWorkerFirst": ["!/a"]], "/assets/runWorkerFirst"),
            (["files": ["/a": "x"], "runWorkerFirst": ["a"]], "/assets/runWorkerFirst"),
            (["files": ["/a": "x"], "headers": ["a": 1]], "/assets/headers"),
            (["files": ["/a": "x"], "directory": "public"], "/assets/directory"),
        ] as [(JSONValue, String)])
    func invalid(assets: JSONValue, pointer: String) async throws {
        let failure = await #expect(throws: PluginFailure.self) {
            try await CloudflareFixture().deploy(CloudflareFixture.request(config: ["assets": assets]))
        }
        #expect(failure?.code == "cloudflare.config")
        #expect(failure?.message.contains(pointer) == true, "\(failure?.message ?? "")")
    }
}
