import ArgumentParser
import Marketplace

/// `millrace registry sign` and `millrace plugin sign`: a package is a registry of its own.
struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Signs every package of a registry, or the one of a package's folder.")

    @Argument(help: "The registry's or the package's folder.")
    var folder: String

    @Option(help: "The file of the private key, as created by registry keygen.")
    var key: String

    func run() async throws {
        for path in [folder, key] { try ValueInput.requireFile(path) }
        let key = try SigningKey(file: key)
        let index = try await RegistryBuilder.sign(folder, with: key)
        Terminal.print("\(folder): \(index.summary), signed by \(key.publicKey.id)")
    }
}
