import ArgumentParser
import Foundation
import Platform
import PluginHost
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
            try FileHandle.standardError.write(contentsOf: Data("Error: \(problem)\n".utf8))
        }
        guard let first = problems.first else {
            return print("The configuration is valid. Data directory: \(configuration.data)")
        }
        throw ExitCode((CommandStatus(first) ?? .failure).rawValue)
    }
}

/// Whether a server could use a data directory, without touching it.
struct DataDirectoryCheck {
    private let path: String

    init(_ path: String) { self.path = path }

    /// - Throws: `StartError` or `StorageError.newerSchema`
    func run() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return try requireCreatable()
        }
        guard isFolder.boolValue else { throw StartError.file(path, "it is not a folder") }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw StartError.file(path, "it cannot be written by this user")
        }
        let database = "\(path)/millrace.sqlite"
        guard SQLiteFile.isDatabase(database) else { return }
        _ = try SQLiteFile(database).migrations(knowing: Migration.all.map(\.name))
    }

    /// The folder, and those above it, are created by the first start.
    private func requireCreatable() throws(StartError) {
        var above = URL(filePath: path).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: above.path), above.path != "/" {
            above = above.deletingLastPathComponent()
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: above.path, isDirectory: &isFolder), isFolder.boolValue,
            FileManager.default.isWritableFile(atPath: above.path)
        else { throw .file(path, "it cannot be created in \(above.path)") }
    }
}
