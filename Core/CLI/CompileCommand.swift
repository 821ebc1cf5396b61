import ArgumentParser
import Compiler
import Errors
import Foundation
import JSON
import Logging
import Platform
import PluginMessages

/// `millrace compile`: a document to code, without a server.
struct CompileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Prints the code that a workflow document compiles to.",
        discussion: "Exits with 65 and prints the problems if the document has errors.")

    @Argument(help: "The document, in JSON or YAML: a file, or - for standard input.")
    var file: String

    @Option(help: "Target provider; overrides the provider named by the nodes.")
    var provider: String?

    @Flag(help: "Print code, line map, bindings and warnings, or the problems, as JSON.")
    var json = false

    @Flag(help: "Print the tree of blocks that the document becomes, and its bindings, instead of code.")
    var explain = false

    @OptionGroup var plugins: PluginOptions

    func validate() throws {
        if json && explain { throw ValidationError("--json and --explain are mutually exclusive.") }
        if file.isEmpty { throw ValidationError("The document must be the path of a file, or - for standard input.") }
    }

    func run() async throws {
        let reader = SettingReader()
        let plugins = try plugins.configuration(reader)
        let file = try read()
        let host = try await plugins.load(
            dataDirectory: nil, inspections: PluginConfiguration.inspections(try reader.environment),
            logger: Logger(label: "millrace") { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = .warning
                return handler
            })
        for problem in plugins.namedProblems(host.plugins.map(\.manifest)) { fail("Warning: \(problem)") }
        do {
            let (program, artifact) = try await VersionCompiler(registry: host.registry).explain(
                file.value, CompileRequest(target: provider))
            report(artifact.warnings, in: file)
            if json {
                Terminal.print(json: artifact.json.prettyText)
            } else {
                Terminal.print(
                    content: explain
                        ? ProgramExplanation(program: program, artifact: artifact).text : artifact.source)
            }
        } catch let error as PlatformError {
            let problems = error.details.map { $0.withPluginOption(file.value) }
            if json {
                Terminal.print(json: JSONValue.object(["problems": .array(problems.map(\.json))]).prettyText)
            } else if problems.isEmpty {
                fail("\(file.path): \(error)")
            }
            report(json ? [] : problems, in: file)
            throw ExitCode(ClientStatus.rejected.rawValue)
        }
    }

    /// - Throws: `CocoaError` for a file that is not there.
    private func read() throws -> DocumentFile {
        try DocumentFile(path: file)
    }

    private func report(_ problems: [Diagnostic], in file: DocumentFile) {
        for line in ProblemLines(problems.map(\.json), in: file).lines { fail(line) }
    }

    private func fail(_ message: String) { Terminal.tell("\(message)\n") }
}

extension Diagnostic {
    /// Of a node that is not loaded, and no misspelled one: also how this command finds nodes.
    fileprivate func withPluginOption(_ document: JSONValue) -> Diagnostic {
        guard code == "ir.node.unknownType", !message.hasSuffix("?") else { return self }
        let node = document["nodes"]?.array?.first { $0["id"]?.string == nodeId }
        let package = "\(node?["type"]?.string ?? "NAME")/\(node?["version"]?.string ?? "VERSION")"
        return Diagnostic(
            severity, code: code,
            message:
                "\(message) To compile without a server, pass the folder of its plugin library: --plugins FOLDER; of "
                + "an installed package it is packages/\(package) in the server's data directory.",
            pointer: pointer, nodeId: nodeId, line: line)
    }
}
