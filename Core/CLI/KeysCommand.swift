import ArgumentParser
import Foundation
import Logging
import Platform

/// `millrace keys`: the key that seals secrets.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Manages the key that seals secrets.", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Reseals all secrets with a new master key.",
            discussion: """
                With the embedded storage, the server must be stopped. An interrupted rotation is completed by the next \
                one, or by the next start of the server.

                With a storage of several servers, they keep running, and the one that leads carries the rotation out. \
                The first call creates master.key.next and names the servers that lack it: copy the file to their data \
                folders and repeat the command. Once the rotation has begun it continues also without the command.

                Backups still contain secrets sealed with the old key: keep it with them, and rotate credentials that \
                others may know at their issuer.
                """)

        @OptionGroup var data: DataOptions

        @OptionGroup var storage: StorageOptions

        @OptionGroup var plugins: PluginOptions

        func run() async throws {
            let reader = SettingReader()
            let folder = try data.path(reader)
            let (storage, plugins) = (try storage.choice(reader), try plugins.configuration(reader))
            try StorageChoice.requireInstallation(in: folder)
            try storage.check(folder)
            if storage.external == nil {
                let lock = try InstallationLock(directory: folder)
                try await storage.withExisting(in: folder, plugins, alone: true) { storage in
                    try await KeyRotation(storage: storage, directory: folder).run(Self.tell)
                }
                withExtendedLifetime(lock) {}
            } else if try await !rotate(storage, in: folder, plugins) {
                let lock = try InstallationLock(directory: folder)
                try await storage.withExisting(in: folder, plugins, alone: true) { storage in
                    try await SharedKeyRotation.alone(
                        storage, directory: folder, name: ProcessInfo.processInfo.hostName,
                        logger: Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() }, Self.tell)
                }
                withExtendedLifetime(lock) {}
            }
            Terminal.print("Done. Back up \(folder)/master.key again.")
        }

        /// Has the server that leads change the key.
        /// - Returns: Whether there is one.
        private func rotate(
            _ storage: StorageChoice, in folder: String, _ plugins: PluginConfiguration
        ) async throws -> Bool {
            var isLed = false
            do {
                try await storage.withExisting(in: folder, plugins) { storage in
                    let rotation = SharedKeyRotation(storage: storage, directory: folder)
                    isLed = try await rotation.isLed()
                    if isLed { try await rotation.run(Self.tell) }
                }
            } catch let error as StartError where error.code == .startOlderData {
                // No server of this version leads. One of an earlier version has the database claimed.
                return false
            }
            return isLed
        }

        @Sendable
        private static func tell(_ step: KeyRotation.Step) {
            switch step {
            case .keyMade: Terminal.print("A new key was created.")
            case .waiting(let names): Terminal.print("Waiting for the key on: \(names.joined(separator: ", ")).")
            case .begun: Terminal.print("The rotation has begun.")
            case .sealed(let count, let all): Terminal.print("Sealed \(count) of \(all).")
            case .databaseChanged: Terminal.print("All secrets are sealed with the new key.")
            case .keyReplaced: Terminal.print("The old key was removed.")
            }
            fflush(nil)
        }
    }
}
