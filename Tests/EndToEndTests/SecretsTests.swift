import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("Secrets, over a server's whole life", .serialized, .timeLimit(.minutes(5)))
struct SecretsTests {
    /// Distinctive, and changed by every encoding.
    private static func secret(_ name: String) -> String { "S3c+\(name)/=\(UUID().uuidString)?&x" }

    /// What is made for secrets; the README names it.
    private static let exempt: Set<String> = [
        "master.key", "initial-api-key", "plugins/local/journal.sqlite", "plugins/local/journal.sqlite-wal",
        "plugins/local/journal.sqlite-shm",
    ]

    @Test("No file, no line of the log and no answer has one, in any encoding")
    func nowhere() async throws {
        let service = LoopbackService()
        service.open()
        let registry = try await NodeRegistry(target: "cloudflare")
        let folder = try TemporaryFolder()
        let plugins = try BuildProducts.fixture("PatientProviderFixture", in: folder)
        let data = folder.url.appending(path: "data")
        try await service.serving { base in
            let arguments = [
                "--plugins", plugins, "--plugin-setting", "patient.url=\(base)", "--plugin-network",
                "patient=private", "--log-level", "debug", "--log-format",
                "json", "--registry", registry.root, "--trusted-key", registry.key.publicKey.text,
            ]
            let client = RecordingClient()
            let server = try await ServerProcess(data: data, arguments: arguments)
            var life = ServerLife(client: client, base: server.base, data: data)
            try await life.begin()
            try await life.use()
            try await server.stop()
            let rotated = try await Command(
                executable: BuildProducts.millrace, arguments: ["keys", "rotate", "--data", data.path]
            ).run()
            #expect(rotated.status == 0, "\(rotated.stderr)")
            let next = try await ServerProcess(data: data, arguments: arguments)
            life.base = next.base
            try await life.deploy()
            try await next.stop()

            // Nobody watches this output, which ends in a log: the key is in its file only.
            let key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let scan = SecretScan(life.secrets)
            let (found, files) = try scan.search(folder: data, except: Self.exempt)
            #expect(found.isEmpty, "\(found)")
            #expect(files.contains("millrace.sqlite") && files.contains { $0.hasSuffix(".log") }, "\(files)")
            #expect(!key.isEmpty && server.output.ranges(of: key).isEmpty)
            let others = try SecretScan(["initial key": key]).search(
                folder: data, except: Self.exempt.union(files.filter { $0.hasSuffix(".log") })
            ).found
            #expect(others.isEmpty, "\(others)")
            #expect(scan.search(Data((rotated.stdout + rotated.stderr).utf8), in: "rotate").isEmpty)
            let answers = client.answers
            #expect(answers.count > 30)
            for answer in answers {
                // What is shown once is shown by the request that made it, and by its repetition.
                let told = scan.search(answer.whole, in: answer.request).filter { !life.shown($0.secret, by: answer) }
                #expect(told.isEmpty, "\(told)")
            }
            let log = server.output + next.output
            #expect(log.contains(#""message":"request""#) && log.contains(#""status":500"#) == false)
        }
    }

    /// What somebody does with a server, and the secrets that it learns thereby.
    private struct ServerLife {
        let client: RecordingClient
        var base: String
        let data: URL
        var secrets: [String: String] = [:]
        private var workflow = ""
        private var patient: JSONValue = .null
        private var local: JSONValue = .null
        private var key = ""
        private var cookie = ""

        init(client: RecordingClient, base: String, data: URL) {
            self.client = client
            self.base = base
            self.data = data
            for name in [
                "organization", "project", "workflow", "referring", "credential", "changed", "password", "verified",
                "unknownKey", "query", "long",
            ] { secrets[name] = SecretsTests.secret(name) }
        }

        func shown(_ secret: String, by answer: RecordingClient.Answer) -> Bool {
            switch secret {
            case "made key": answer.request == "POST /api/api-keys"
            case "invitation": answer.request == "POST /api/invitations"
            case "session": answer.request == "POST /api/auth/sign-in"
            default: false
            }
        }

        private func secret(_ name: String) -> JSONValue { .string(secrets[name] ?? "") }

        @discardableResult
        private func call(
            _ method: String, _ path: String, _ body: JSONValue? = nil, status: Int, headers: [String: String] = [:],
            text: String? = nil
        ) async throws -> JSONValue {
            var headers = headers
            if headers["authorization"] == nil, headers["cookie"] == nil {
                headers["authorization"] = "Bearer \(key)"
            }
            let answer = try await client.send(method, base + path, body, headers: headers, text: text)
            #expect(answer.status == status, "\(method) \(path): \(answer.status) \(answer.body)")
            return answer.json
        }

        /// People, keys and sessions.
        mutating func begin() async throws {
            key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let people = try await Command(
                executable: BuildProducts.millrace,
                arguments: ["people", "set-password", "owner@localhost", "--data", data.path]
            ).run(input: (secrets["password"] ?? "") + "\n")
            #expect(people.status == 0, "\(people.stderr)")
            let origin = ["origin": base]
            let signIn = try await client.send(
                "POST", base + "/api/auth/sign-in", ["email": "owner@localhost", "password": secret("password")],
                headers: origin)
            cookie = signIn.header("set-cookie")?.split(separator: ";").first.map(String.init) ?? ""
            secrets["session"] = String(cookie.split(separator: "=", maxSplits: 1).last ?? "")
            #expect(signIn.status == 200 && secrets["session"]?.isEmpty == false)
            try await call(
                "POST", "/api/auth/sign-in",
                ["email": "owner@localhost", "password": "not \(secrets["password"] ?? "")"],
                status: 401, headers: origin.merging(["cookie": ""]) { $1 })
            let session = ["cookie": cookie, "origin": base, "idempotency-key": "make a key"]
            let made: JSONValue = ["name": "K", "scopes": ["read", "write", "deploy"]]
            let first = try await call("POST", "/api/api-keys", made, status: 201, headers: session)
            let again = try await call("POST", "/api/api-keys", made, status: 201, headers: session)
            #expect(first["id"] == again["id"] && again["key"] == .null)
            secrets["made key"] = first["key"]?.string
            let guest = try await call(
                "POST", "/api/invitations", ["email": "guest@example.com"], status: 201,
                headers: ["cookie": cookie, "origin": base])
            secrets["invitation"] = guest["token"]?.string
            try await call("GET", "/api/audit-log", status: 200, headers: ["cookie": cookie])
            try await call(
                "GET", "/api/workflows", status: 401,
                headers: ["authorization": "Bearer ask_\(secrets["unknownKey"] ?? "")"])
            try await call(
                "GET", "/api/auth/session", status: 401,
                headers: ["cookie": "millrace_session=\(secrets["unknownKey"] ?? "")"])
        }

        /// Variables, connections, deploys, errors, plugins and files.
        mutating func use() async throws {
            try await call(
                "POST", "/api/env-vars", ["name": "SHARED", "value": secret("organization"), "isSecret": true],
                status: 201)
            let project = try await call("GET", "/api/projects", status: 200)["data"]?.array?.first?["id"]?.string ?? ""
            try await call(
                "POST", "/api/env-vars?projectId=\(project)",
                ["name": "MINE", "value": secret("project"), "isSecret": true], status: 201)
            workflow = try await call("POST", "/api/workflows", ["name": "W"], status: 201)["id"]?.string ?? ""
            let plain = ["BASE", "STAGE", "REGION", "REGIONS"].map { name -> JSONValue in
                ["name": .string(name), "value": "http://127.0.0.1", "isSecret": false]
            }
            let sealed: [JSONValue] = [
                ["name": "TOKEN", "value": secret("workflow"), "isSecret": true],
                [
                    "name": "REFERRING", "value": .string("\(secrets["referring"] ?? "") {{global.env.SHARED}}"),
                    "isSecret": true,
                ],
                ["name": "HEADER", "value": "Bearer {{global.env.SHARED}}", "isSecret": false],
            ]
            try await call("PATCH", "/api/workflows/\(workflow)", ["envVars": .array(plain + sealed)], status: 200)
            let document = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/environment.json")))
            try await call("POST", "/api/workflows/\(workflow)/versions", ["ir": document], status: 201)
            let connection = try await call(
                "POST", "/api/connections", ["provider": "patient", "credentials": ["apiToken": secret("credential")]],
                status: 201, headers: ["authorization": "Bearer \(key)", "idempotency-key": "connect"])
            try await call(
                "PATCH", "/api/connections/\(connection["id"]?.string ?? "")",
                ["credentials": ["apiToken": secret("changed")]], status: 200)
            try await call(
                "POST", "/api/connections/verify-token",
                ["provider": "patient", "credentials": ["apiToken": secret("verified")]], status: 200)
            patient = ["connectionId": connection["id"] ?? .null]
            let connections = try await call("GET", "/api/connections", status: 200)["data"]?.array ?? []
            local = ["connectionId": connections.first { $0["provider"] == "local" }?["id"] ?? .null]
            try await deploy()
            try await fail()
            try await call("POST", "/api/marketplace/install", ["nodeId": "postcard"], status: 201)
            for path in [
                "/api/env-vars", "/api/env-vars?projectId=\(project)", "/api/connections", "/api/workflows",
                "/api/workflows/\(workflow)", "/api/workflows/\(workflow)/full", "/api/deployments", "/api/runs",
                "/api/plugins", "/api/marketplace", "/api/openapi.json", "/metrics", "/api/ready",
            ] { try await call("GET", path, status: 200) }
            let file = try await call("GET", "/api/projects/\(project)/export", status: 200)
            try await call("POST", "/api/projects/import", file, status: 201)
        }

        func deploy() async throws {
            try await call("POST", "/api/workflows/\(workflow)/deploy", patient, status: 201)
            try await call("POST", "/api/workflows/\(workflow)/deploy-stream", patient, status: 200)
            try await call("POST", "/api/workflows/\(workflow)/trigger", patient, status: 201)
            try await call("POST", "/api/workflows/\(workflow)/deploy", local, status: 201)
        }

        /// Requests that are wrong and hold secrets.
        private func fail() async throws {
            let value = secrets["verified"] ?? ""
            try await call("GET", "/api/workflows?cursor=\(Self.escaped(secrets["query"] ?? ""))", status: 400)
            try await call("GET", "/api/workflows/none?apiToken=\(Self.escaped(secrets["query"] ?? ""))", status: 404)
            try await call(
                "POST", "/api/connections", status: 400,
                text: #"{"provider":"patient","credentials":{"apiToken":"\#(value)"}"#)
            try await call(
                "POST", "/api/connections", ["provider": "patient", "credentials": ["apiToken": [secret("verified")]]],
                status: 400)
            try await call(
                "POST", "/api/connections",
                ["provider": "patient", "credentials": ["apiToken": secret("verified"), "more": secret("verified")]],
                status: 400)
            let long = JSONValue.string(String(repeating: secrets["long"] ?? "", count: 300))
            try await call("POST", "/api/env-vars", ["name": "LONG", "value": long, "isSecret": true], status: 400)
            try await call(
                "POST", "/api/env-vars", ["name": "SHARED", "value": secret("long"), "isSecret": true], status: 409)
            let bad = try await call("POST", "/api/workflows", ["name": "Bad"], status: 201)["id"]?.string ?? ""
            try await call(
                "PATCH", "/api/workflows/\(bad)",
                ["envVars": [["name": "A", "value": .string("\(value) {{global.env.NOBODY}}"), "isSecret": true]]],
                status: 200)
            let document = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/environment.json")))
            try await call("POST", "/api/workflows/\(bad)/versions", ["ir": document], status: 201)
            try await call("POST", "/api/workflows/\(bad)/deploy", patient, status: 400)
            try await call(
                "PATCH", "/api/workflows/\(bad)",
                [
                    "envVars": .array(
                        ["BASE", "STAGE", "REGION", "REGIONS", "FAIL"].map {
                            ["name": .string($0), "value": secret("verified"), "isSecret": true]
                        })
                ], status: 200)
            try await call("POST", "/api/workflows/\(bad)/deploy", patient, status: 502)
            try await call("POST", "/api/workflows/\(bad)/deploy-stream", patient, status: 200)
        }

        private static func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
    }
}
