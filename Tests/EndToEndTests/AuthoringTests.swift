import Foundation
import JSON
import TestSupport
import Testing

@Suite("A plugin's author, from the first file to a server that has it", .serialized, .timeLimit(.minutes(20)))
struct AuthoringTests {
    @Test(
        "A new plugin builds, passes its test, is packed, signed, published and installed", arguments: ["c", "swift"])
    func wholeWay(language: String) async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "paper-boat").path
        try await millrace("plugin", "new", "paper-boat", "--language", language, "--output", package)
        let library = try await build(package, language)
        let tested = try await millrace("plugin", "test", library, "\(package)/tests")
        #expect(tested.contains("9 passed, 0 failed"))

        let (packed, registry) = ("\(folder.url.path)/package", "\(folder.url.path)/registry")
        let key = "\(folder.url.path)/publisher.key"
        let trusted = try await millrace("registry", "keygen", key).trimmingCharacters(in: .whitespacesAndNewlines)
        try await millrace("plugin", "pack", library, "--output", packed)
        try await millrace("plugin", "sign", packed, "--key", key)
        #expect(try await millrace("plugin", "publish", packed, registry).contains("added paper-boat 1.0.0"))
        #expect(try await millrace("plugin", "publish", packed, registry).contains("nothing new"))
        try await millrace("registry", "verify", registry, "--trusted-key", trusted)

        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(
            data: data, arguments: ["--registry", registry, "--trusted-key", trusted])
        let api = try APIClient(server, data: data)
        _ = try await api.call("POST", "/api/marketplace/install", ["nodeId": "paper-boat"])
        #expect(try await api.call("GET", "/api/nodes/paper-boat")["name"] == "Paper Boat")
        let status = try await api.call("POST", "/api/plugins/paper-boat/restart")
        #expect(status["data"]?.array?.first?["state"] == "running")
        try await server.stop()
    }

    @Test("A case that does not hold fails with what is wrong, secrets in outputs too")
    func failures() async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "boat").path
        try await millrace("plugin", "new", "boat", "--language", "c", "--output", package)
        let template = """
            export default async function (env: { BOAT_TOKEN: string }, params: { url: string }) {
              const answer = await fetch(params.url, { method: "PUT" });
              return { id: env.BOAT_TOKEN, status: answer.status };
            }
            """
        try Data(template.utf8).write(to: URL(filePath: "\(package)/template.ts"))
        let library = try await build(package, "c")
        let output = try await Command(
            executable: BuildProducts.millrace, arguments: ["plugin", "test", library, "\(package)/tests"]
        ).run()
        #expect(output.status == 1)
        for problem in [
            "the method is PUT, not POST", "the header authorization is null", "the output is",
            "output.status is not in the output schema", "the value of BOAT_TOKEN appears in what it returns or throws",
            "when the service responds with 500", "it does not throw", "1 passed, 8 failed",
        ] {
            #expect(output.stdout.contains(problem), "\(problem)")
        }
    }

    @Test("The scaffold's README works as written, for a path and for names without a folder")
    func readme() async throws {
        let folder = try TemporaryFolder()
        let script = """
            set -e
            cd '\(folder.url.path)'
            "$MILLRACE" plugin new ./paper-boat --language c
            cd paper-boat
            make CC=clang test
            "$MILLRACE" plugin check libPaperBoat.so
            "$MILLRACE" plugin test libPaperBoat.so tests
            "$MILLRACE" plugin pack libPaperBoat.so --output package
            "$MILLRACE" plugin manifest --json manifest.json
            """
        let output = try await run(
            Command("env", ["MILLRACE=\(BuildProducts.millrace.path)", "sh", "-c", script]))
        #expect(output.contains("libPaperBoat.so: paper-boat 1.0.0, nodes 1"))
        #expect(output.contains("package: 1 node, 1 version, not signed"))
        let manifest = try JSONValue(parsing: String(output.split(separator: "\n").last ?? ""))
        #expect(manifest["templates"]?.array?.first?["source"]?.string?.contains("export default") == true)
    }

    @Test("plugin check judges templates, default exports, defaults, icons and names of built-in nodes")
    func check() async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "boat").path
        try await millrace("plugin", "new", "boat", "--language", "c", "--output", package)
        let library = try await build(package, "c")
        let good = try await millrace("plugin", "check", library)
        #expect(good.contains("boat 1.0.0"))
        // What could not be looked at does not pass.
        let bare = try InstalledPrefix(bare: folder)
        let unchecked = try await bare.run("plugin", "check", library)
        #expect(unchecked.status == 1 && unchecked.stderr.contains("--skip-templates"), "\(unchecked)")
        let manifest = try String(contentsOfFile: "\(package)/manifest.json", encoding: .utf8)
        let template = try String(contentsOfFile: "\(package)/template.ts", encoding: .utf8)
        let cases: [(change: (JSONObject) -> JSONObject, template: String, problem: String)] = [
            ({ $0 }, "export default async function (", "template of the node"),
            ({ $0 }, "export const run = async () => ({ id: 1 });", "default"),
            ({ $0 }, "export default 7;", "not assignable"),
            ({ $0 }, "export default async function () { return missing; }", "missing"),
            ({ Self.setting("icon", "<svg onload=\"alert(1)\"/>", $0) }, template, "event handler"),
            ({ Self.setting("icon", "<svg><script>1</script></svg>", $0) }, template, "contains a script"),
            (
                {
                    Self.setting(
                        "configSchema",
                        ["n": ["type": "number", "label": "N", "default": 9, "validation": ["max": 3]]], $0)
                }, template, "The default of the field \"n\""
            ),
            ({ Self.setting("colour", "red", $0) }, template, "has the unknown member \"colour\""),
            ({ Self.setting("id", "sleep", $0) }, template, "is a built-in node type"),
        ]
        for (change, template, problem) in cases {
            var members = try #require(try JSONValue(parsing: manifest).object)
            let node = try #require(members["nodes"]?.array?.first?.object)
            let changed = change(node)
            members["nodes"] = [.object(changed)]
            for list in ["templates", "nodeServices"] {
                members[list] = members[list]?.array.map { elements in
                    .array(
                        elements.map { element in
                            var element = element.object ?? [:]
                            element["node"] = changed["id"]
                            return .object(element)
                        })
                }
            }
            try Data(JSONValue.object(members).text.utf8).write(to: URL(filePath: "\(package)/manifest.json"))
            try Data(template.utf8).write(to: URL(filePath: "\(package)/template.ts"))
            let output = try await Command(
                executable: BuildProducts.millrace, arguments: ["plugin", "check", try await build(package, "c")]
            ).run()
            #expect(output.status == 1 && output.stderr.contains(problem), "\(problem): \(output.stderr)")
        }
    }

    private static func setting(_ name: String, _ value: JSONValue, _ object: JSONObject) -> JSONObject {
        var object = object
        object[name] = value
        return object
    }

    @Test("plugin dev builds, reloads in a running server, and shows what is wrong")
    func develop() async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "boat").path
        try await millrace("plugin", "new", "boat", "--language", "c", "--output", package)
        let library = try await build(package, "c")
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(data: data, arguments: ["--plugins", package])
        let api = try APIClient(server, data: data)
        #expect(try await api.call("GET", "/api/nodes/boat")["version"] == "1.0.0")
        let key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        func develop() async throws -> Command.Output {
            try await Command(
                executable: BuildProducts.millrace,
                arguments: [
                    "plugin", "dev", library, "--folder", package, "--once", "--build",
                    "make CC=clang MILLRACE=\(BuildProducts.millrace.path)", "--url", server.base, "--key", key,
                ]
            ).run()
        }
        func edit(_ old: String, _ new: String) throws {
            let file = URL(filePath: "\(package)/manifest.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing(old, with: new).write(to: file, atomically: true, encoding: .utf8)
        }
        try edit("1.0.0", "1.1.0")
        let first = try await develop()
        #expect(first.status == 0 && first.stdout.contains("boat 1.1.0: running"), "\(first.stdout) \(first.stderr)")
        #expect(try await api.call("GET", "/api/nodes/boat")["version"] == "1.1.0")
        try edit("\"id\": \"boat\"", "\"id\": \"Bad Id\"")
        let refused = try await develop()
        #expect(refused.status == 1 && refused.stdout.contains("Bad Id"), "\(refused.stdout) \(refused.stderr)")
        #expect(try await api.call("GET", "/api/nodes/boat")["version"] == "1.1.0")
        try edit("{", "")
        let broken = try await develop()
        #expect(broken.status == 1 && broken.stdout.contains("The build failed."))
        try await server.stop()
    }

    @Test("A version that is published stays what it is, and a name that is none is refused")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "boat").path
        try await millrace("plugin", "new", "boat", "--language", "c", "--output", package)
        let (packed, registry) = ("\(folder.url.path)/package", "\(folder.url.path)/registry")
        try await millrace("plugin", "pack", try await build(package, "c"), "--output", packed)
        try await millrace("plugin", "publish", packed, registry)
        let manifest = try String(contentsOfFile: "\(package)/manifest.json", encoding: .utf8)
        try manifest.replacing("Sends a text", with: "Sends the text").write(
            toFile: "\(package)/manifest.json", atomically: true, encoding: .utf8)
        try await millrace("plugin", "pack", try await build(package, "c"), "--output", packed)
        for (arguments, problem) in [
            (["plugin", "publish", packed, registry], "published with another library"),
            (["plugin", "new", "Bad Name"], "cannot be a plugin's id"),
            (["plugin", "new", "boat", "--output", package], "already exists"),
        ] {
            let output = try await Command(executable: BuildProducts.millrace, arguments: arguments).run()
            #expect(output.status != 0)
            #expect(output.stderr.contains(problem))
        }
    }

    private struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    @discardableResult
    private func millrace(_ arguments: String...) async throws -> String {
        try await run(Command(executable: BuildProducts.millrace, arguments: arguments))
    }

    private func run(_ command: Command) async throws -> String {
        let output = try await command.run()
        guard output.status == 0 else {
            throw Failed(description: "\(command.arguments): \(output.stdout)\n\(output.stderr)")
        }
        return output.stdout
    }

    /// - Returns: The library.
    private func build(_ package: String, _ language: String) async throws -> String {
        guard language == "swift" else {
            _ = try await run(
                Command(
                    "make",
                    ["--no-print-directory", "-C", package, "CC=clang", "MILLRACE=\(BuildProducts.millrace.path)"]))
            let name = try FileManager.default.contentsOfDirectory(atPath: package).first { $0.hasSuffix(".so") }
            return "\(package)/\(name ?? "")"
        }
        // In the package's ignored build folder, so that only the first run takes long.
        let scratch = PackageRoot.url.appending(path: ".build/new-plugin").path
        try? FileManager.default.removeItem(atPath: "\(scratch)/debug.yaml")
        _ = try await run(
            Command(
                "env",
                [
                    "MILLRACE=\(PackageRoot.url.path)", "swift", "build", "-j", "2", "--package-path", package,
                    "--scratch-path", scratch,
                ]))
        return "\(scratch)/debug/libPaperBoat.so"
    }
}
