import ArgumentParser
import Authoring
import Foundation
import Logging
import Marketplace
import PluginHost

/// `millrace registry`: makes and checks catalogues of plugins.
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Builds, signs and verifies a registry of plugins.",
        subcommands: [
            Keygen.self, PublicKey.self, Build.self, Table.self, SignCommand.self, Verify.self, Deprecate.self,
            Yank.self, RevokeKey.self, Publisher.self,
        ])

    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keygen",
            abstract: "Creates a signing key, and prints its public key.")

        @Argument(help: "The file for the private key; an existing file is never overwritten.")
        var file: String

        func run() throws {
            let key = SigningKey()
            try key.write(to: file)
            Terminal.print(key.publicKey.text)
        }
    }

    struct PublicKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "public-key", abstract: "Prints the public key of a signing key.")

        @Argument(help: "The file of the private key.")
        var file: String

        func run() throws {
            try ValueInput.requireFile(file)
            Terminal.print(try SigningKey(file: file).publicKey.text)
        }
    }

    struct Table: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "table",
            abstract: "Prints a table in Markdown of the nodes of built plugins.")

        @Argument(help: "The folder with the plugin libraries.")
        var plugins: String

        func run() async throws {
            try ValueInput.requireFile(plugins)
            let host = PluginHost.inspecting([.ours(plugins)])
            await host.load()
            Terminal.print(NodeTable(host.plugins.flatMap(\.manifest.nodes)).text, terminator: "")
        }
    }

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build",
            abstract: "Builds a registry from a folder of built plugins.",
            discussion: """
                Plugins without a node, such as providers, are omitted unless --all is passed. The changelog of libNAME.so is \
                read from libNAME.CHANGELOG.md beside it.
                """)

        @Argument(help: "The folder with the plugin libraries.")
        var plugins: String

        @Option(name: .customLong("output"), help: "The registry's folder; an existing registry is replaced.")
        var output = "registry/dist"

        @Option(help: "The file of the private key to sign with; without one the packages are unsigned.")
        var key: String?

        @Flag(help: "Include plugins without a node: providers, endpoints and storages.")
        var all = false

        @Flag(help: "Replace a registry that another key has signed.")
        var replaceKey = false

        func run() async throws {
            for path in [plugins] + (key.map { [$0] } ?? []) { try ValueInput.requireFile(path) }
            let key = try key.map { try SigningKey(file: $0) }
            let host = PluginHost.inspecting([.ours(plugins)])
            await host.load()
            if let refusal = host.registry.refusals.first { throw ValidationError("\(refusal)") }
            let offered = host.plugins.filter { all || !$0.manifest.nodes.isEmpty }
            guard !offered.isEmpty else {
                throw ValidationError("No \(all ? "" : "node ")plugin found in \(plugins).")
            }
            let index = try RegistryBuilder(sdk: Millrace.version, key: key, replacesKey: replaceKey).build(
                offered, to: output.absolutePath)
            Terminal.print("\(output): \(index.summary)")
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Checks the index, and the size, checksum, signature and content of every package.",
            discussion: "Exits with 1 if a package fails verification. Libraries for other platforms are not inspected."
        )

        @Argument(help: "The registry: a folder or a URL.")
        var registry: String

        @OptionGroup var trust: TrustOptions

        func run() async throws {
            let source = RegistrySource(registry)
            let check = try trust.check()
            let (index, isVouchedFor) = try await source.verifiedIndex(check)
            let problems = await index.problems(
                in: source, check, isVouchedFor: isVouchedFor, inspector: PackageInspector(.looking))
            for problem in problems {
                Terminal.tell("\(problem) (\(problem.code))\n")
            }
            guard problems.isEmpty else { throw ExitCode(1) }
            Terminal.print("\(registry): \(index.summary), all verified")
        }
    }
}

extension PluginLocation {
    /// Every library of a build: plugins that a server loads, and nodes.
    fileprivate static func ours(_ folder: String) -> PluginLocation {
        PluginLocation(directory: folder, prefixes: [plugins, nodes])
    }
}

extension PluginHost {
    /// A host that loads plugins to see what they are, and keeps nothing.
    static func inspecting(_ locations: [PluginLocation] = []) -> PluginHost {
        PluginHost(
            configuration: .init(
                locations: locations, dataDirectory: nil, settings: PluginSettings(), hostVersion: Millrace.version),
            logger: Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() })
    }

    /// A host that looks at libraries in processes of their own, and loads none.
    static var looking: PluginHost {
        PluginHost(
            configuration: .init(
                locations: [], dataDirectory: nil, settings: PluginSettings(), hostVersion: Millrace.version,
                executable: PluginConfiguration.executable, patience: .seconds(60)),
            logger: Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() })
    }
}
