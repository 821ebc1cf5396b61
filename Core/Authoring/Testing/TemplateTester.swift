import FoundationEssentials
import JSON
import PluginMessages
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs the templates of plugins in Deno against recorded exchanges; they reach no other network, file or variable.
///
/// Besides what a case says, it is checked that the output fits the node's schema, that the node throws the right kind of error
/// when its service refuses, fails or is not there (``CaseVariant``), and that the value of no variable is in an output or error.
package struct TemplateTester: Sendable {
    package struct Outcome: Sendable {
        package let name: String
        /// None for a case that passed.
        package let problems: [String]
    }

    private let nodes: [NodeDefinition]
    private let templates: [NodeTemplate]
    private let deno: String

    /// - Parameter deno: The executable, or its name on the path.
    package init(_ manifests: [Manifest], deno: String) {
        nodes = manifests.flatMap(\.nodes)
        templates = manifests.flatMap(\.templates)
        self.deno = deno
    }

    private struct Run {
        let template: Int
        let test: TemplateCase
        let variant: CaseVariant?

        var name: String { variant.map { "\(test.name), \($0.name)" } ?? test.name }

        /// In the form that the harness reads.
        var json: JSONValue {
            let (exchanges, fault) = variant?.json(of: test) ?? (test.http ?? [], .null)
            return [
                "params": test.params, "http": .array(exchanges), "fault": fault,
                "env": .object(
                    JSONObject((test.env ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ]
        }
    }

    private struct Result: Decodable {
        let output: JSONValue?
        let error: TemplateFailure?
        let problems: [String]
    }

    /// - Throws: ``TemplateTestError``
    package func run(_ cases: [TemplateCase]) async throws -> [Outcome] {
        let runs = try cases.flatMap { test -> [Run] in
            guard let template = template(of: test) else { throw TemplateTestError.noTemplate(test.name) }
            return [Run(template: template, test: test, variant: nil)]
                + CaseVariant.all(of: test).map { Run(template: template, test: test, variant: $0) }
        }
        let results = try await execute(runs)
        return zip(runs, results).map { run, result in
            Outcome(name: run.name, problems: problems(of: result, run))
        }
    }

    private func template(of test: TemplateCase) -> Int? {
        let fitting = templates.indices.filter { index in
            let template = templates[index]
            return (test.node == nil || test.node == template.node)
                && (test.version == nil || test.version == template.version)
                && (test.target == nil || test.target == template.target)
        }
        return fitting.count == 1 ? fitting.first : nil
    }

    private func problems(of result: Result, _ run: Run) -> [String] {
        var problems = result.problems
        if let variant = run.variant {
            if let error = result.error {
                problems += variant.problems(of: error, run.test)
            } else {
                problems.append("it does not throw")
            }
        } else if let expected = run.test.error {
            guard let error = result.error else { return problems + ["it does not throw"] }
            if let message = expected.message, !error.message.contains(message) {
                problems.append("the error is \"\(error.message)\", without \"\(message)\"")
            }
            if let retryable = expected.retryable, retryable != error.retryable {
                problems.append("the error is \(error.retryable ? "" : "not ")to be tried again")
            }
        } else if let error = result.error {
            problems.append("it throws: \(error.message)")
        } else if let output = result.output {
            if let expected = run.test.output, expected != output {
                problems.append("the output is \(output.text), not \(expected.text)")
            }
            problems += OutputCheck(schema: schema(of: templates[run.template])).problems(of: output)
        }
        let told = (result.output?.text ?? "") + (result.error?.message ?? "")
        // What is shorter is found by chance.
        for (name, value) in run.test.env ?? [:] where value.count >= 6 && told.contains(value) {
            problems.append("the value of \(name) appears in what it returns or throws")
        }
        return problems
    }

    private func schema(of template: NodeTemplate) -> [OutputField] {
        nodes.first { $0.id == template.node && $0.version == template.version }?.outputSchema ?? []
    }

    private func execute(_ runs: [Run]) async throws -> [Result] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "millrace-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(PackageResources.harness_txt).write(to: folder.appending(path: "harness.ts"))
        try LibraryFiles.write(to: folder.path)
        var main = "import { run } from \"./harness.ts\";\n"
        for index in Set(runs.map(\.template)).sorted() {
            try Data(templates[index].source.utf8).write(to: folder.appending(path: "template\(index).ts"))
            main += "import template\(index) from \"./template\(index).ts\";\n"
        }
        main += "const results: unknown[] = [];\n"
        for run in runs {
            main += "results.push(await run(template\(run.template), \(run.json.text)));\n"
        }
        main += "console.log(\"\\n\" + JSON.stringify(results));\nDeno.exit(0);\n"
        let file = folder.appending(path: "main.ts")
        try Data(main.utf8).write(to: file)
        let executable: Executable = deno.contains("/") ? .path(FilePath(deno)) : .name(deno)
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                executable,
                arguments: [
                    "run", "--no-prompt", "--no-remote", "--quiet", "--allow-net=127.0.0.1",
                    "--config=\(folder.appending(path: LibraryFiles.configuration).path)", file.path,
                ],
                output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
        } catch {
            throw TemplateTestError.deno("\(error)")
        }
        // A template may print, too: the results are the last line.
        guard case .exited(0) = result.terminationStatus,
            let line = result.standardOutput.split(separator: "\n").last
        else { throw TemplateTestError.deno(result.standardError) }
        return try JSONValue(parsing: String(line)).decode()
    }
}
