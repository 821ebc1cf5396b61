import ArgumentParser
import Foundation
import Logging
import Platform
import PluginHost
import Storage

/// `millrace doctor`: what an installation lacks, and what is wrong with a data directory.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the installation and a data directory, and repairs what is safe to repair.",
        discussion: """
            Reports the parts of the installation, and the command that adds a missing one: providers, the programs \
            that they start, the registry of nodes, console and documentation. Then checks permissions, every \
            database, the master key against each sealed secret, the files of packages and deployments, leftovers, and \
            runs on which the server and a provider disagree. Nothing is changed without --repair, for which the \
            server must be stopped. The exit status is 65 when problems remain.
            """)

    @OptionGroup var data: DataOptions

    @OptionGroup var storage: StorageOptions

    @OptionGroup var plugins: PluginOptions

    @Flag(help: "Repair permissions and remove leftovers.")
    var repair = false

    @Flag(help: "Print findings as JSON, one a line.")
    var json = false

    func run() async throws {
        let reader = SettingReader()
        let folder = try data.path(reader)
        let storage = try storage.choice(reader)
        let configuration = try plugins.configuration(reader)
        let isFirst = try isFirstStart(folder, reader)
        try storage.check(folder)
        let lock = repair && !isFirst ? try InstallationLock(directory: folder) : nil
        defer { withExtendedLifetime(lock) {} }
        // Without a data directory of their own: nothing is started, and nothing is written.
        let host = try await configuration.load(
            dataDirectory: nil, logger: Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() })
        var findings = await InstallationCheck(folders: InstallationFolders(), plugins: configuration)
            .findings(host.plugins.map(\.manifest), host.registry.refusals)
        findings +=
            isFirst
            ? [Finding("data", .notice, "\(folder) does not exist yet: millrace serve creates it at its first start.")]
            : await DataDoctor(data: folder, contributions: host, external: storage.external).run(
                repairs: repair)
        await host.shutdown()
        for finding in findings {
            if json { Terminal.print(json: try finding.json()) } else { Terminal.print(finding.line) }
        }
        let problems = findings.filter { $0.state == .problem }
        guard problems.isEmpty else { throw FoundProblems(problems, isRepairing: repair) }
    }

    /// A folder that is named and does not exist is a mistake.
    private func isFirstStart(_ folder: String, _ reader: SettingReader) throws(InvalidSetting) -> Bool {
        let variables = try reader.environment
        let isNamed =
            data.data != nil || variables[SettingReader.prefix + ServerSettings.data.definition.name] != nil
        return !isNamed && !FileManager.default.fileExists(atPath: folder)
    }
}
