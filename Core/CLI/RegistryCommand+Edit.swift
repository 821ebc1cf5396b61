import ArgumentParser
import Marketplace

extension RegistryCommand {
    struct Deprecate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deprecate", abstract: "Deprecates a node, or a version of it.")

        @OptionGroup var options: RegistryEditOptions

        @Argument(help: "The node's id.")
        var node: String

        @Option(help: "One version; all versions if omitted.")
        var version: String?

        @Option(help: "The reason, and what to use instead; omit it to remove the deprecation.")
        var message: String?

        @Option(help: "The node to use instead.")
        var replacedBy: String?

        func validate() throws {
            if message?.isEmpty == true {
                throw ValidationError("--message must not be empty; omit it to remove the deprecation.")
            }
            if replacedBy != nil, message == nil { throw ValidationError("--replaced-by requires --message.") }
        }

        func run() async throws {
            try await options.editor().deprecate(node, version: version, message: message, replacedBy: replacedBy)
            let what = version.map { "\(node) \($0)" } ?? node
            Terminal.print("\(options.registry): \(what) is \(message == nil ? "no longer " : "")deprecated")
        }
    }

    struct Yank: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "yank",
            abstract: "Withdraws a version: it cannot be installed; servers that have it keep it.")

        @OptionGroup var options: RegistryEditOptions

        @Argument(help: "The node's id.")
        var node: String

        @Argument(help: "The version.")
        var version: String

        @Option(help: "The reason; omit it to restore the version.")
        var reason: String?

        func validate() throws {
            if reason?.isEmpty == true {
                throw ValidationError("--reason must not be empty; omit it to restore the version.")
            }
        }

        func run() async throws {
            try await options.editor().withdraw(node, version: version, reason: reason)
            Terminal.print("\(options.registry): \(node) \(version) is \(reason == nil ? "offered" : "withdrawn")")
        }
    }

    struct RevokeKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke-key", abstract: "Revokes a signing key.")

        @OptionGroup var options: RegistryEditOptions

        @Argument(help: "The key's id, as in \"signedBy\", or its public key.")
        var revoked: String

        @Option(help: "The reason.")
        var reason: String

        func run() async throws {
            let id = try revoked.hasPrefix("ed25519:") ? TrustedKey(revoked).id : revoked
            try await options.editor().revoke(key: id, reason: reason)
            Terminal.print("\(options.registry): the key \(id) is revoked")
        }
    }

    struct Publisher: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publisher",
            abstract: "Registers a publisher, its nodes and its keys.")

        @OptionGroup var options: RegistryEditOptions

        @Argument(help: "The publisher's id.")
        var id: String

        @Option(name: .customLong("node"), help: "A node's id; acme-* matches every id that begins with acme-.")
        var nodes: [String]

        @Option(name: .customLong("public-key"), help: "A public key of the publisher.")
        var keys: [String]

        func run() async throws {
            try await options.editor().add(.init(id: id, keys: keys, nodes: nodes))
            Terminal.print("\(options.registry): \(id) publishes \(nodes.joined(separator: ", "))")
        }
    }
}
