import ArgumentParser
import Authoring
import Foundation
import JSON
import Marketplace
import PluginHost
import PluginMessages

/// `millrace plugin`: what authors of plugins need.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Creates, tests and publishes plugins.",
        subcommands: [
            New.self, PluginCheckCommand.self, PluginDevCommand.self, Test.self, Manifest.self, Pack.self,
            SignCommand.self, Publish.self,
        ])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Creates the package of a new plugin with one working node.")

        @Argument(
            help:
                "The id of the plugin and its node: lowercase letters, digits, '-' and '_'; or a path that ends with it."
        )
        var name: String

        @Option(help: "swift or c.")
        var language = PluginScaffold.Language.swift

        @Option(name: .customLong("output"), help: "The package's folder; by default the name.")
        var folder: String?

        func run() throws {
            let folder = folder ?? name
            let id = name.split(separator: "/").last.map(String.init) ?? name
            try PluginScaffold(id: id, language: language).write(to: folder)
            Terminal.print("\(folder): a plugin that builds and passes its test; see README.md.")
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Runs a plugin's templates in Deno against recorded exchanges.",
            discussion: "Exits with 1 when a case fails.")

        @Argument(help: "The library.")
        var library: String

        @Argument(help: "A test case, or a folder of test cases.")
        var cases: String

        @Option(AuthoringSettings.deno) var deno: String?

        func run() async throws {
            for path in [library, cases] { try ValueInput.requireFile(path) }
            let manifest: PluginMessages.Manifest = try PluginInspection(loading: library).result.get().decode()
            let cases = try TemplateCase.load(cases)
            guard !cases.isEmpty else { throw ValidationError("No test cases found in \(self.cases).") }
            let deno = try SettingReader().value(AuthoringSettings.deno, deno)
            let outcomes = try await TemplateTester([manifest], deno: deno).run(cases)
            for outcome in outcomes {
                Terminal.print("\(outcome.problems.isEmpty ? "passed" : "FAILED")  \(outcome.name)")
                for problem in outcome.problems { Terminal.print("        \(problem)") }
            }
            let failed = outcomes.count { !$0.problems.isEmpty }
            Terminal.print("\(outcomes.count - failed) passed, \(failed) failed")
            if failed > 0 { throw ExitCode(1) }
        }
    }

    struct Manifest: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "manifest",
            abstract: "Prints a manifest with the contents of its template files, as a C header or as JSON.")

        @Argument(help: "The manifest.")
        var file: String

        @Flag(help: "Print JSON, for languages that embed files.")
        var json = false

        func run() throws {
            let manifest = try ManifestHeader(manifest: file)
            if json { Terminal.print(content: manifest.json) } else { Terminal.print(manifest.text, terminator: "") }
        }
    }

    struct Pack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pack",
            abstract: "Creates an unsigned package from a plugin's library, as a registry of its own.",
            discussion: "A CHANGELOG.md beside the library becomes part of the package.")

        @Argument(help: "The library.")
        var library: String

        @Option(name: .customLong("output"), help: "The package's folder; an existing package is replaced.")
        var folder = "package"

        func run() async throws {
            try ValueInput.requireFile(library)
            let host = PluginHost.inspecting()
            if let refusal = await host.load([
                PluginCandidate(path: library, origin: .installation, isolation: .inProcess)
            ]).first {
                throw ValidationError("\(refusal)")
            }
            let index = try RegistryBuilder(sdk: Millrace.version, key: nil).build(
                host.plugins, to: folder.absolutePath)
            Terminal.print("\(folder): \(index.summary), not signed")
            for package in index.all {
                for version in package.versions {
                    Terminal.print("\(package.id) \(version.version): \(version.contents(of: package.id).text)")
                    for permission in version.asked(of: package.id) { Terminal.print("    \(permission.text)") }
                }
            }
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish",
            abstract: "Adds a package to a registry.",
            discussion: "A published version never changes: a different library with the same version is rejected.")

        @Argument(help: "The package's folder.")
        var package: String

        @Argument(help: "The registry's folder; created if it does not exist.")
        var registry: String

        @Option(help: "The file of the registry's private key, which signs its index; without one it is unsigned.")
        var key: String?

        func run() async throws {
            for path in [package] + (key.map { [$0] } ?? []) { try ValueInput.requireFile(path) }
            let key = try key.map { try SigningKey(file: $0) }
            let added = try await RegistryPublisher(
                folder: registry, key: key, inspector: PackageInspector(.looking)
            ).publish(package)
            Terminal.print("\(registry): \(added.isEmpty ? "nothing new" : "added " + added.joined(separator: ", "))")
        }
    }
}

extension PluginScaffold.Language: ExpressibleByArgument {}
