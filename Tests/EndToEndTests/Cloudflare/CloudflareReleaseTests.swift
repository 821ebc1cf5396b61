import EmulatorClient
import JSON
import TestSupport
import Testing

@Suite("Versions of a function that serve again, or in parts, on the real server", .timeLimit(.minutes(10)))
struct CloudflareReleaseTests {
    /// A function that answers with a word.
    private static func function(_ word: String) throws -> JSONValue {
        try JSONValue(
            parsing: CloudflareDocument.fixture("script-greeting").text.replacing("'Hello'", with: "'\(word)'"))
    }

    /// The requests of the account's API that upload code.
    private static func uploads(_ installation: CloudflareInstallation) async throws -> [String] {
        try await installation.calls().filter { call in
            call.method != "GET" && call.path.contains("/workers/scripts/")
                && (call.path.hasSuffix("/versions") || call.path.split(separator: "/").dropLast().last == "scripts")
        }.map { "\($0.method) \($0.path)" }
    }

    @Test("An earlier version is served again without an upload; a part of the requests grows without one")
    func releases() async throws {
        try await CloudflareInstallation.running { installation in
            let function = try await installation.workflow(try Self.function("one"))
            let first = try await function.post(try Self.function("one"))
            let service = try await function.deploy()["serviceName"]?.string ?? ""
            let second = try await function.post(try Self.function("two"))
            try await function.deploy()
            let before = try await installation.fetch(service, "POST", "/", ["name": "Ada"]).body.text
            #expect(before.contains("two"), "\(before)")

            try await installation.control("DELETE", "calls")
            func deploy(_ version: String) async throws {
                var order = function.order.object ?? [:]
                order["versionId"] = .string(version)
                _ = try await function.api.call("POST", "\(function.path)/deploy", .object(order))
            }
            try await deploy(first)
            let back = try await installation.fetch(service, "POST", "/", ["name": "Ada"]).body.text
            #expect(back.contains("one"), "\(back)")
            #expect(try await function.deployments().first?.version == first)

            try await function.change(["deployConfig": ["trafficPercentage": 30]])
            try await deploy(second)
            let path = "workers/scripts/\(service)/deployments"
            func shares() async throws -> [JSONValue] {
                let deployments = try await installation.cloud.call("GET", path).body["result"]?["deployments"]
                return (deployments?.array?.first?["versions"]?.array ?? []).compactMap { $0["percentage"] }
            }
            #expect(try await shares() == [70, 30])
            try await function.change(["deployConfig": ["trafficPercentage": 100]])
            try await deploy(second)
            #expect(try await shares() == [100])
            let whole = try await installation.fetch(service, "POST", "/", ["name": "Ada"]).body.text
            #expect(whole.contains("two"), "\(whole)")
            #expect(try await Self.uploads(installation).isEmpty)
        }
    }

    private static let files: JSONValue = [
        "files": [
            "/index.html": "<h1>é</h1>", "/api/a.txt": "file", "/pixel.gif": ["base64": "R0lGODlhAQ=="],
        ], "runWorkerFirst": ["/api/*"],
    ]

    @Test("Static files are served before the function, and go with the version that has them")
    func assets() async throws {
        try await CloudflareInstallation.running { installation in
            let function = try await installation.workflow(try Self.function("one"))
            try await function.change(["deployConfig": ["assets": Self.files]])
            let first = try await function.post(try Self.function("one"))
            let service = try await function.deploy()["serviceName"]?.string ?? ""
            func get(_ path: String) async throws -> String {
                try await installation.fetch(service, "GET", path).body.string ?? ""
            }
            #expect(try await get("/") == "<h1>é</h1>")
            #expect(try await get("/pixel.gif").hasPrefix("GIF89a"))
            #expect(try await get("/api/a.txt") != "file")
            let answer = try await installation.fetch(service, "POST", "/", ["name": "Ada"]).body.text
            #expect(answer.contains("one"), "\(answer)")

            try await function.change(["deployConfig": [:]])
            try await function.post(try Self.function("two"))
            try await function.deploy()
            #expect(try await get("/") != "<h1>é</h1>")
            // What was deployed before serves again, with its files, and without an upload.
            try await function.change(["deployConfig": ["assets": Self.files]])
            try await installation.control("DELETE", "calls")
            var order = function.order.object ?? [:]
            order["versionId"] = .string(first)
            _ = try await function.api.call("POST", "\(function.path)/deploy", .object(order))
            #expect(try await get("/") == "<h1>é</h1>")
            #expect(try await Self.uploads(installation).isEmpty)
        }
    }
}
