import ArgumentParser
import Foundation
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
                The server must be stopped. An interrupted rotation is completed by the next one, or by the next start \
                of the server. Backups still contain secrets sealed with the old key: rotate credentials that others \
                may know at their issuer.
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
            let lock = try InstallationLock(directory: folder)
            try await storage.withExisting(in: folder, plugins, alone: true) { storage in
                try await KeyRotation(storage: storage, directory: folder).run(Self.tell)
            }
            withExtendedLifetime(lock) {}
            print("Done. Back up \(folder)/master.key again.")
        }

        private static func tell(_ step: KeyRotation.Step) {
            switch step {
            case .keyMade: print("A new key was created.")
            case .sealed(let count, let all): print("Sealed \(count) of \(all).")
            case .databaseChanged: print("All secrets are sealed with the new key.")
            case .keyReplaced: print("The old key was removed.")
            }
            fflush(nil)
        }
    }
}
