import ArgumentParser
import Authoring
import Foundation
import PluginHost
import PluginMessages

/// `millrace plugin check`: for authors and operators. With `--here` it is what the server, and it itself, starts to
/// look at libraries that may crash or hang.
struct PluginCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Loads plugin libraries and checks their manifests, forms, icons and templates.",
        discussion: """
            Templates are parsed and type-checked by Deno. Exits with 1 when a library cannot be used, has problems \
            that users would encounter later, or could not be checked.
            """)

    @Argument(help: "The libraries.")
    var libraries: [String]

    @Flag(help: "Print one line of JSON for each library: its manifest, or its problems.")
    var json = false

    @Option(AuthoringSettings.deno) var deno: String?

    @Flag(help: "Do not parse and type-check templates, for which Deno is required.")
    var skipTemplates = false

    @Option(help: "Load timeout in seconds.")
    var patience = 10

    @Flag(help: .hidden)
    var here = false

    func validate() throws {
        guard patience > 0 else { throw ValidationError("--patience must be a number of seconds, at least 1.") }
    }

    func run() async throws { if here { try checkHere() } else { try await check() } }

    private func check() async throws {
        let outcomes = await PluginChecker(executable: PluginConfiguration.executable, patience: .seconds(patience))
            .check(libraries)
        let inspections = zip(libraries, outcomes).map { PluginInspection(path: $0, result: $1) }
        var hasProblems = inspections.contains(where: \.isRefusal)
        for inspection in inspections {
            if json { Terminal.print(json: inspection.json.text) } else { Terminal.print(inspection.summary) }
            for problem in try await problems(of: inspection) {
                hasProblems = true
                // Whoever reads JSON reads a line a library.
                Terminal.tell("\(inspection.path): \(problem)\n")
            }
        }
        if hasProblems { throw ExitCode(1) }
    }

    /// Of a library that a server would load.
    private func problems(of inspection: PluginInspection) async throws -> [String] {
        guard case .success(let json) = inspection.result else { return [] }
        let manifest: Manifest = try json.decode()
        let problems = SchemaReview.manifest.problems(of: json) + ManifestReview(manifest).problems
        guard !skipTemplates, !manifest.templates.isEmpty else { return problems }
        let deno = try SettingReader().value(AuthoringSettings.deno, deno)
        do { return problems + (try await TemplateReview(manifest, deno: deno).problems()) } catch {
            // What was not looked at must not pass for being in order.
            return problems + ["Templates were not checked: \(error) Pass --skip-templates to skip them."]
        }
    }

    /// In this process, which ends with the one that started it.
    private func checkHere() throws {
        // A plugin may print while it is loaded: that goes elsewhere.
        let output = FileHandle(fileDescriptor: fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3))
        Lifeline().watch()
        for path in libraries {
            try output.write(contentsOf: Data((PluginInspection(loading: path).json.text + "\n").utf8))
        }
    }
}

extension PluginInspection {
    fileprivate var isRefusal: Bool { if case .failure = result { true } else { false } }

    /// For people.
    fileprivate var summary: String {
        switch result {
        case .failure(let refusal): "\(refusal)"
        case .success(let manifest):
            "\(path): \(manifest["id"]?.string ?? "") \(manifest["version"]?.string ?? ""), "
                + ["nodes", "providers"].map { "\($0) \(manifest[$0]?.array?.count ?? 0)" }.joined(separator: ", ")
                + [("resources", "endpoints"), ("storages", "storages")].compactMap { member, name in
                    manifest[member]?.array.flatMap { $0.isEmpty ? nil : ", \(name) \($0.count)" }
                }.joined()
        }
    }
}
