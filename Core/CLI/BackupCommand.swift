import ArgumentParser
import Foundation
import Platform

/// `millrace backup`: a copy of the data directory, while a server uses it.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the data directory, with the server running or stopped.",
        discussion: """
            The copy is consistent: databases are copied first, then every file that a database refers to. \
            backup.json, the last file, lists every file with its size and SHA-256; a copy without it is incomplete.

            The master key is excluded: store it separately, and pass --include-keys only if the copy is stored as \
            safely as the key. The copy is confidential in any case: a provider stores the data that it runs with, \
            such as the secrets of deployments to this machine.

            A database that the plugin of --storage keeps elsewhere is backed up with its own tools.
            """)

    @Argument(help: "The folder to write; it must not exist or be empty.")
    var folder: String

    @OptionGroup var data: DataOptions

    @OptionGroup var storage: StorageOptions

    @Flag(help: "Copy the master key and the initial API key, too.")
    var includeKeys = false

    func run() async throws {
        let reader = SettingReader()
        let source = try data.path(reader)
        let storage = try storage.choice(reader)
        try storage.check(source)
        let target = folder.absolutePath
        let manifest = try DataBackup(
            of: source, to: target, includesKeys: includeKeys, version: Millrace.version,
            external: storage.external
        ).run()
        Terminal.print("Backed up \(source) to \(target): \(manifest.files.count) files, \(manifest.bytes) bytes.")
        if let external = storage.external {
            Terminal.print(
                "The database is in the storage \(external) and not in the copy: back it up with its own tools, too.")
        }
        guard !includeKeys else {
            return Terminal.print("The copy contains the master key: store it as safely as the key.")
        }
        Terminal.print(
            "The master key \(manifest.keyID) is not in it: keep a copy of \(source)/master.key elsewhere. Without the key, "
                + "secrets cannot be restored.")
    }
}
