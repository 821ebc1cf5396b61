import ArgumentParser
import Foundation
import PluginHost

/// `millrace plugin check`: for authors and operators. With `--here` it is what the server, and it itself, starts to
/// look at libraries that may crash or hang.
struct PluginCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Loads plugin libraries and checks what they say about themselves.",
        discussion: "Exits with 1 when one cannot be used.")

    @Argument(help: "The libraries.")
    var libraries: [String]

    @Flag(help: "Print one line of JSON a library: its manifest, or what is wrong.")
    var json = false

    @Option(help: "In which a library has to be loaded, in seconds.")
    var patience = 10

    @Flag(help: .hidden)
    var here = false

    func validate() throws {
        guard patience > 0 else { throw ValidationError("--patience is a number of seconds from 1 on.") }
    }

    func run() async throws { if here { try checkHere() } else { try await check() } }

    private func check() async throws {
        let outcomes = await PluginChecker(executable: PluginConfiguration.executable, patience: .seconds(patience))
            .check(libraries)
        let inspections = zip(libraries, outcomes).map { PluginInspection(path: $0, result: $1) }
        for inspection in inspections { print(json ? inspection.json.text : inspection.summary) }
        if inspections.contains(where: \.isRefusal) { throw ExitCode(1) }
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
                + "nodes \(manifest["nodes"]?.array?.count ?? 0), providers \(manifest["providers"]?.array?.count ?? 0)"
        }
    }
}
