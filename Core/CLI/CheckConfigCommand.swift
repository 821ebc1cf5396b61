import ArgumentParser
import Foundation
import Platform
import Storage

/// `millrace check-config`: what `millrace serve` would refuse, all at once.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Checks the configuration of a server without starting it.",
        discussion: """
            Accepts the flags and variables of millrace serve and reports every problem: values that are not valid, names \
            that do not exist, a storage that no plugin contributes, and a data directory of a newer version. No file is \
            created or changed. The exit status is that of the first problem, or 0.
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let collected = SettingProblems()
        let configuration = try ServerConfiguration(options, SettingReader(collectingIn: collected))
        let plugins = configuration.plugins.host(dataDirectory: nil, logger: configuration.logger)
        let found = await plugins.discover()
        var problems: [any Error] = collected.all
        problems += configuration.problems(found.compactMap(\.manifest))
        do {
            try DataDirectoryCheck(configuration.data).run()
            try configuration.storage.check(configuration.data)
        } catch { problems.append(error) }
        await plugins.shutdown()
        for problem in problems {
            Terminal.tell("Error: \(problem)\n")
        }
        guard let first = problems.first else {
            return Terminal.print("The configuration is valid. Data directory: \(configuration.data)")
        }
        throw ExitCode((CommandStatus(first) ?? .failure).rawValue)
    }
}
