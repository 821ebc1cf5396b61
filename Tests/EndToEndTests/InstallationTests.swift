import Foundation
import JSON
import TestSupport
import Testing
import Values

@Suite("An installation below a prefix", .serialized, .timeLimit(.minutes(10)))
struct InstallationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var data: URL { folder.url.appending(path: "data") }

    /// Runs SQL on a database that no server uses.
    private func change(_ database: String, _ sql: String) async throws {
        let output = try await Command(
            "python3",
            ["-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])", database, sql]
        ).run()
        #expect(output.status == 0, "\(output)")
    }

    private static let document: JSONValue = LocalDocument.steps("Waits", ("A", "return 1;"))

    @Test(
        "An empty folder becomes a server with nodes to install and a connection that works, and the start says where")
    func mainJob() async throws {
        let prefix = try await InstalledPrefix(folder, nodes: ["Slack", "Stripe"])
        let server = try await prefix.serve(data, ["--console", folder.url.path])
        for line in [
            "Millrace \(MillraceRelease.version) listens on \(server.base)", "  Console        \(server.base)/",
            "\(server.base)/docs/pages/tutorial.md", "millrace doctor",
            "  Nodes          2 to install, in the console's marketplace or with GET /api/marketplace",
        ] { #expect(server.output.contains(line), "\(line)\n\(server.output)") }
        let api = try APIClient(server, data: data)
        let offered = try await api.call("GET", "/api/marketplace")
        #expect(offered["data"]?.array?.map { $0["id"] } == ["slack", "stripe"])
        _ = try await api.call("POST", "/api/marketplace/install", ["nodeId": "slack"])
        let (workflow, _) = try await api.workflow(named: "Job", Self.document)
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
        let run = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
        #expect(try await api.end(of: run, workflow)["status"] == "complete")
        try await server.stop()

        // The test has made the folder for everybody, and its log in there.
        chmod(data.path, 0o700)
        _ = try await prefix.run("doctor", "--data", data.path, "--repair")
        let doctor = try await prefix.run("doctor", "--data", data.path)
        for line in [
            "ok  providers: cloudflare, local,", "ok  deno: \(prefix.url.path)/libexec/millrace/deno, for local.",
            "ok  esbuild: \(prefix.url.path)/libexec/millrace/esbuild, for cloudflare, local.",
            "notice  npm: npm was not found in \(prefix.url.path)/libexec/millrace or on the PATH.",
            "ok  registry: 2 nodes, 2 versions in \(prefix.url.path)/share/millrace/registry",
            "notice  console: Not built: it was not found in \(prefix.url.path)/share/millrace/console.",
            "Reinstall Millrace",
        ] { #expect(doctor.stdout.contains(line), "\(line)\n\(doctor)") }
        #expect(doctor.status == 0, "\(doctor)")
    }

    @Test("What the operator names takes precedence over the installation's registry")
    func overridden() async throws {
        let prefix = try await InstalledPrefix(folder, nodes: ["Slack"])
        let none = try await prefix.serve(data, ["--registry", "none"])
        #expect(none.output.contains("  Nodes          no registry"))
        #expect(try await APIClient(none, data: data).call("GET", "/api/marketplace")["data"] == [])
        try await none.stop()
        let copy = folder.url.appending(path: "copy")
        try FileManager.default.copyItem(at: prefix.url.appending(path: "share/millrace/registry"), to: copy)
        // The installation's key is not trusted for it.
        let other = try await prefix.serve(data, ["--registry", copy.path])
        let list = try await APIClient(other, data: data).call("GET", "/api/marketplace")
        #expect(list["data"] == [] && list.text.contains("which is not trusted"), "\(list)")
        try await other.stop()
    }

    @Test("The doctor names what a bare executable lacks, and the first start is no problem")
    func bare() async throws {
        let prefix = try InstalledPrefix(bare: folder)
        let place = folder.url.appending(path: "empty")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let output = try await Command(
            "env", ["-C", place.path, "PATH=/no/such/folder", prefix.millrace.path, "doctor"]
        ).run()
        #expect(output.status == 65, "\(output)")
        #expect(output.stdout.contains("problem  providers: No provider was found in"))
        #expect(output.stdout.contains("notice  registry: No nodes to install were found in"))
        #expect(output.stdout.contains("notice  data: \(place.path)/millrace-data does not exist yet"), "\(output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
        let named = try await prefix.run("doctor", "--data", "\(place.path)/none")
        #expect(named.stdout.contains("problem  database"), "\(named)")
    }

    @Test("A start on data of an older schema copies database and journal, and runs that wait go on")
    func upgrade() async throws {
        let first = try await ServerProcess(data: data)
        var api = try APIClient(first, data: data)
        let document = LocalDocument.steps("Waits", ("A", "await new Promise((f) => setTimeout(f, 1500)); return 1;"))
        let (workflow, _) = try await api.workflow(named: "Waits", document)
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
        let run = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
        try await first.killAtOnce()
        try await change(
            "\(data.path)/millrace.sqlite",
            """
            DROP INDEX sessions_page; ALTER TABLE sessions DROP COLUMN address;
            ALTER TABLE sessions DROP COLUMN user_agent;
            DELETE FROM schema_migrations WHERE name = '0013-session-sources';
            DELETE FROM schema_versions WHERE name = '0013-session-sources';
            """)
        try await change(
            "\(data.path)/plugins/local/journal.sqlite",
            """
            DELETE FROM grdb_migrations WHERE identifier = 'checksums'; DELETE FROM schemaVersion WHERE name = 'checksums';
            ALTER TABLE instance DROP COLUMN checksum; ALTER TABLE step DROP COLUMN checksum;
            """)
        let second = try await ServerProcess(data: data)
        #expect(second.output.contains("\(data.path)/before-upgrade/millrace-"), "\(second.output)")
        let copies = try FileManager.default.contentsOfDirectory(atPath: "\(data.path)/before-upgrade")
        #expect(copies.count == 1 && copies[0].hasPrefix("millrace-00") && copies[0].hasSuffix(".sqlite"))
        let journals = try FileManager.default.contentsOfDirectory(atPath: "\(data.path)/plugins/local/before-upgrade")
        #expect(journals == ["journal-14-sizes-of-logs-more-checksums.sqlite"])
        api = try APIClient(second, data: data)
        #expect(try await api.end(of: run, workflow)["status"] == "complete")
        try await second.stop()
    }

    @Test(
        "A start on data of a newer version ends with the version that is needed, and changes nothing",
        arguments: ["database", "journal"])
    func newer(part: String) async throws {
        let first = try await ServerProcess(data: data)
        try await first.stop()
        if part == "database" {
            try await change(
                "\(data.path)/millrace.sqlite",
                """
                INSERT INTO schema_migrations VALUES ('9999-future', 0);
                INSERT INTO schema_versions VALUES ('9999-future', '4.2.0');
                """)
        } else {
            try await change(
                "\(data.path)/plugins/local/journal.sqlite",
                """
                INSERT INTO grdb_migrations VALUES ('of the future');
                INSERT INTO schemaVersion VALUES ('of the future', '4.2.0');
                """)
        }
        let output = try await Command(
            "timeout",
            ["60", BuildProducts.millrace.path, "serve", "--data", data.path, "--port", "0", "--local-port=0"]
        ).run()
        #expect(output.status == 78 && output.stderr.contains("Start 4.2.0 or a later version"), "\(output)")
        #expect(!output.stdout.contains("listens on"))
        #expect(!FileManager.default.fileExists(atPath: "\(data.path)/before-upgrade"))
    }

    @Test("A start that cannot copy the journal before its upgrade ends, and the journal stays as it is")
    func noCopy() async throws {
        let first = try await ServerProcess(data: data)
        try await first.stop()
        let journal = "\(data.path)/plugins/local/journal.sqlite"
        try await change(journal, "DELETE FROM grdb_migrations WHERE identifier = 'checksums'")
        let inTheWay = data.appending(path: "plugins/local/before-upgrade").path
        #expect(FileManager.default.createFile(atPath: inTheWay, contents: nil, attributes: [.posixPermissions: 0o600]))
        let output = try await Command(
            "timeout",
            ["60", BuildProducts.millrace.path, "serve", "--data", data.path, "--port", "0", "--local-port=0"]
        ).run()
        #expect(output.status == 73 && output.stderr.contains("nothing was changed"), "\(output)")
    }

    @Test("--version names the version, and the commit of a release")
    func version() async throws {
        let output = try await Command(executable: BuildProducts.millrace, arguments: ["--version"]).run()
        let text = output.stdout.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(text == "\(MillraceRelease.version) (development build)")
    }
}
