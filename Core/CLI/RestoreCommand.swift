import ArgumentParser
import Foundation
import Platform

/// `millrace restore`: a data directory from a backup.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restores a data directory from a backup.",
        discussion: """
            Every file is compared with backup.json before anything is written; an incomplete or altered backup is refused. \
            A folder that holds data is never overwritten. Stop the server that the backup is of before another one \
            starts on the copy: both would continue its runs.
            """)

    @Argument(help: "The folder that millrace backup wrote.")
    var folder: String

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("The master key, for a backup that was made without keys.", valueName: "file"))
    var masterKey: String?

    func run() async throws {
        let target = try data.path(SettingReader())
        let source = folder.absolutePath
        let manifest = try DataRestore(of: source, to: target, keyFile: masterKey).run()
        let flag = manifest.storage.map { " --storage \($0)" } ?? ""
        if let storage = manifest.storage {
            Terminal.print(
                "The database is not in the backup: restore that of the storage \(storage) with its own tools first.")
        }
        Terminal.print(
            "Restored the backup of \(manifest.createdAt) to \(target): \(manifest.files.count) files, "
                + "\(manifest.bytes) bytes. Start the server with millrace serve --data \(target)\(flag).")
    }
}
