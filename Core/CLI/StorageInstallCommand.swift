import ArgumentParser
import Foundation
import Marketplace
import PluginHost

/// `millrace storage install`
struct StorageInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Installs a package with a storage into the server's folder of plugins.",
        discussion: """
            The package comes from a registry and is checked as nodes are: signature, checksum and contents. It is \
            used from the next start of the server on, with --storage and the id of its storage. An existing library \
            of the package is replaced; a running server keeps the one that it has loaded.
            """)

    @OptionGroup var package: NodeArgument

    @Option(ServerSettings.plugins) var folders: [String]

    @OptionGroup var marketplace: MarketplaceOptions

    @OptionGroup var data: DataOptions

    @OptionGroup var confirmation: ConfirmOption

    func run() async throws {
        let reader = SettingReader()
        let folders = try reader.value(ServerSettings.plugins, folders)
        guard let folder = folders.first?.absolutePath, folders.count == 1 else {
            throw ValidationError("Pass the folder that the server loads plugins from: --plugins FOLDER, once.")
        }
        let check = try marketplace.trust.check(reader)
        let registries = Registries(
            try marketplace.sources(reader), check: check, memory: "\(try data.path(reader))/registries.json",
            keepsMemory: false)
        let found = try await ServerPackage(package.id, version: package.version, in: registries)
        for permission in found.permissions { Terminal.print("  \(permission.text)") }
        try confirmation.confirm("Install \(found.id) \(found.version.version) into \(folder)?")
        let before = try await found.install(into: folder, check, .looking)
        let storages = found.version.contents(of: found.id).storages
        Terminal.print(
            "\(found.file(in: folder)): \(found.id) \(found.version.version)\(before.map { " (was \($0))" } ?? ""). Start the "
                + "server with --plugins \(folder) --storage \(storages.joined(separator: " or ")).")
    }
}
