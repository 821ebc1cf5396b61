import ArgumentParser
import Foundation
import Platform

/// `millrace storage`: the database that everything is kept in.
struct StorageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storage", abstract: "Manages the database of an installation.",
        subcommands: [Copy.self, StorageInstallCommand.self])

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "copy",
            abstract: "Copies an installation to another database, and compares every row.",
            discussion: """
                The server must be stopped. The target must not contain an installation; its schema is created. An \
                interrupted copy is restarted by the next one. The data directory is unchanged: start the server on it \
                with --storage of the target.
                """)

        @Option(help: "The database to copy from: sqlite, or the storage of a plugin.")
        var from = StorageOptions.embedded

        @Option(help: "The database to copy to: sqlite, or the storage of a plugin.")
        var to: String

        @OptionGroup var data: DataOptions

        @OptionGroup var plugins: PluginOptions

        func run() async throws {
            let reader = SettingReader()
            let folder = try data.path(reader)
            let plugins = try plugins.configuration(reader)
            guard from != to else { throw ValidationError("--from and --to name the same storage.") }
            try StorageChoice.requireInstallation(in: folder)
            let lock = try InstallationLock(directory: folder)
            try StorageChoice(id: from).check(folder)
            try await StorageChoice(id: from).withExisting(in: folder, plugins, alone: true) { source in
                try await StorageChoice(id: to).withExisting(in: folder, plugins, alone: true) { target in
                    let rows = try await StorageCopy(from: source, to: target).run {
                        Terminal.print("\($0): \($1) rows")
                    }
                    try StorageChoice(id: to).keep(in: folder)
                    Terminal.print("Copied and compared \(rows) rows. Start the server with --storage \(to).")
                }
            }
            withExtendedLifetime(lock) {}
        }
    }
}
