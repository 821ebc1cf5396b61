import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@testable import CLI

@Suite("Exit statuses and suggestions of commands", .timeLimit(.minutes(5)))
struct ExitStatusTests {
    /// Commands that fail, with the status of the kind of mistake.
    private static let mistakes: [(status: Int32, command: String, told: String)] = [
        // What is typed is not valid.
        (64, "runs list --status complet", "did you mean \"complete\"?"),
        (64, "deployments --status activ", "did you mean \"active\"?"),
        (64, "workflows list --kind functon", "Did you mean \"function\"?"),
        (64, "workflows create x --kind functon", "Did you mean \"function\"?"),
        (64, "connections create locl --name X", "Did you mean \"local\"?"),
        (64, "webhooks create x https://a.example --event run.errord", "did you mean \"run.errored\"?"),
        (64, "workflows test Known --node n00", "n0"),
        (64, "trigger Known --params nonsense", "JSON"),
        (64, "workflow list", "Did you mean \"millrace workflows\"?"),
        (64, "workflows list --jsn", "--json"),
        (64, "workflows create", "<name>"),
        (64, "connections create local --name", "--name"),
        (64, "takedown Known", "--yes"),
        // What a file or a request holds is not valid.
        (65, "workflows push --create BAD", "problem"),
        (65, "versions create Known BAD", "problem"),
        (65, "compile BAD", "error: "),
        (65, "compile SYNTAX", "json.syntax"),
        (65, "workflows push SYNTAX", "json.syntax"),
        (65, "trigger Known --params @SYNTAX", "json.syntax"),
        (65, "api POST workflows -d @BAD", "problem"),
        // Names that nothing has.
        (66, "workflows get Knwon", "Did you mean \"Known\"?"),
        (66, "deploy Known --connection Locl", "Did you mean \"Local\"?"),
        (66, "deploy Known --version 7 --yes", "Did you mean 1?"),
        (66, "versions get Known v1", "Did you mean 1?"),
        (66, "variables delete TOKN", "Did you mean \"TOKEN\"?"),
        (66, "projects get my-projct", "Did you mean \"my-project\"?"),
        (66, "nodes get paralel", "Did you mean \"parallel\"?"),
        (66, "marketplace info slak", "Did you mean \"slack\"?"),
        (66, "marketplace install slak --yes", "Did you mean \"slack\"?"),
        (66, "workflows push none.yaml", "none.yaml"),
        (78, "workflows list --profile defalt", "Did you mean \"default\"?"),
    ]

    @Test("A mistake in what is typed is 64, in a document or a file 65, and an unknown name 66 with the nearest one")
    func mistakes() async throws {
        // Of its own: the registry that a build has bundled may be empty.
        let registry = try await NodeRegistry(["slack": ["1.0.0"]], target: "cloudflare")
        let arguments = ["--registry", registry.root, "--trusted-key", registry.key.publicKey.text]
        try await Shell.loggedIn(arguments: arguments) { line in
            let document = LocalDocument.steps("Known", ("Say", "return 1;"))
            _ = try await line.deployed(document)
            try await line("variables set TOKEN", input: "x")
            let bad = try line.folder.write(document.text.replacing(#""step""#, with: #""stepp""#), to: "bad.json")
            let syntax = try line.folder.write("{\"nodes\": ", to: "syntax.json")
            for (status, command, told) in Self.mistakes {
                let words = command.split(separator: " ").map { word in
                    String(word).replacing("BAD", with: bad.path).replacing("SYNTAX", with: syntax.path)
                }
                let output = try await Command(
                    "env", ["XDG_CONFIG_HOME=\(line.folder.url.path)", BuildProducts.millrace.path] + words
                ).run()
                #expect(output.status == status, "\(command): \(output)")
                #expect(output.stderr.contains(told), "\(command): \(output)")
                #expect(!output.stderr.contains(#/(GET|POST|PATCH|PUT|DELETE) \/api/#), "\(command): \(output)")
            }
        }
        _ = registry
    }

    @Test("The page has every status once, with the meaning that commands have")
    func page() throws {
        let page = try String(
            contentsOf: PackageRoot.url.appending(path: "Core/Documentation/command-line.md"), encoding: .utf8)
        for (status, meaning) in ExitStatuses.meanings {
            #expect(page.components(separatedBy: "| \(status) | \(meaning) |").count == 2, "\(status)")
        }
        let known = Set(ExitStatuses.meanings.map(\.status))
        #expect(Set(ClientStatus.allCases.map(\.rawValue)).isSubset(of: known))
        #expect(Set(CommandStatus.allCases.map(\.rawValue)).isSubset(of: known))
        #expect(known.count == ExitStatuses.meanings.count)
    }
}
