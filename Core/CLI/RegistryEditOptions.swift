import ArgumentParser
import Marketplace

/// What commands that change a registry's index have in common.
struct RegistryEditOptions: ParsableArguments {
    @Argument(help: "The registry's folder.")
    var registry: String

    @Option(help: "The file of the registry's private key, which signs its index.")
    var key: String?

    func editor() throws -> RegistryEditor {
        for path in [registry] + (key.map { [$0] } ?? []) { try ValueInput.requireFile(path) }
        return RegistryEditor(folder: registry, key: try key.map { try SigningKey(file: $0) })
    }
}
