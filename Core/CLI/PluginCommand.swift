import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `millrace plugin`: what authors of plugins need.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Checks plugins.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Loads plugin libraries and checks what they say about themselves.",
            discussion: "Exits with 1 when one cannot be used.")

        @Argument(help: "The libraries.")
        var libraries: [String]

        @Flag(help: "Print one line of JSON a library: its manifest, or what is wrong.")
        var json = false

        func run() throws {
            // A plugin may print while it is loaded: that goes elsewhere.
            let output = FileHandle(fileDescriptor: dup(STDOUT_FILENO))
            dup2(STDERR_FILENO, STDOUT_FILENO)
            var isFine = true
            for path in libraries {
                let inspection = PluginInspection(loading: path)
                if case .failure = inspection.result { isFine = false }
                try output.write(contentsOf: Data(((json ? inspection.json.text : inspection.summary) + "\n").utf8))
            }
            if !isFine { throw ExitCode(1) }
        }
    }
}

extension PluginInspection {
    /// For people.
    fileprivate var summary: String {
        switch result {
        case .failure(let refusal): "\(refusal)"
        case .success(let manifest):
            "\(path): \(manifest["id"]?.string ?? "") \(manifest["version"]?.string ?? ""), "
                + "nodes \(manifest["nodes"]?.array?.count ?? 0), providers \(manifest["providers"]?.array?.count ?? 0)"
        }
    }
}
