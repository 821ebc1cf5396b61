import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

// Imports in code, and the modules that they name.
extension NameTests {
    @Test("Imports in steps, inline steps and several of them become the module's")
    func imports() async throws {
        let document = TestDocument(entry: "basename")
            .step(
                "basename",
                "import { basename } from 'node:path';\nimport type { Nothing } from \"nowhere\";\nconst x: Nothing = basename('/a/b'); return x;"
            )
            .node(
                "a", "step",
                [
                    "code": "import * as path from \"node:path\"\nconst joined = path.posix.join('c', 'd')",
                    "inline": true,
                ]
            )
            .step(
                "end",
                "import { basename as b, dirname } from 'node:path'; return [{{basename}}, joined, b('/e/f'), dirname('/g/h')];"
            )
            .chain("basename", "a", "end")
        #expect(try await run(document).result == ["b", "c/d", "f", "/g"])
    }

    @Test("An import of a package that the workflow does not depend on is a warning")
    func packages() throws {
        let code =
            "import { z } from 'zod';\nimport a from \"@b/c/d\"; import type T from 'types'; import 'node:path';\nimport fs from 'fs'; return [z, a, fs];"
        let document = TestDocument(entry: "a").step("a", code)
        let request = CompileRequest(triggerCode: "import 'e/f'; return 1;", dependencies: ["zod": "^3.0.0"])
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json, request).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let found = artifact.warnings.filter { $0.code == "worker.import.package" }
        #expect(Set(found.map(\.pointer)) == ["/nodes/0/data/code", "/triggerCode"])
        #expect(found.count == 2)
        #expect(found.contains { $0.message.contains("\"@b/c\"") && $0.nodeId == "a" })
    }

    @Test(
        "What no platform loads is an error, in steps and in trigger code; types are not loaded",
        arguments: [
            "./x.js", "../x", "/etc/passwd", "#x", "https://example.com/x.js", "npm:zod", "jsr:@std/assert",
            "file:///x.js", "data:text/javascript,1", "node:nope", "node:", "",
        ])
    func unloadable(module: String) throws {
        let code = "import type { T } from '\(module)'; import { x } from '\(module)'; return x as T;"
        let document = TestDocument(entry: "a").step("a", code).json(changing: ["trigger": ["type": "http"]])
        let request = CompileRequest(triggerCode: "import '\(module)'; return new Response('x');")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document, request).program)
        let result = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let found = result.diagnostics.filter { $0.code == "worker.import.unloadable" && $0.severity == .error }
        #expect(Set(found.map(\.pointer)) == ["/nodes/0/data/code", "/triggerCode"], "\(result.diagnostics)")
        #expect(found.count == 2 && found.allSatisfy { $0.message.contains("\"dependencies\"") })
    }

    @Test(
        "import() of what no platform loads is an error at its line; computed names and members called import are not",
        arguments: [
            ("return await import('./x.js');", "worker.import.unloadable"),
            ("return await import(`/x.js`, {});", "worker.import.unloadable"),
            ("return await import(\"https://example.com/x.js\");", "worker.import.unloadable"),
            ("return await import('node:nope');", "worker.import.unloadable"),
            ("return await import('lodash');", "worker.import.package"), ("return await import('zod/v4');", nil),
            ("return await import('node:path');", nil), ("return await import('./' + event.payload.name);", nil),
            ("return await import(`./${event.payload.name}`);", nil), ("return event.payload.import('./x.js');", nil),
            ("return \"import('./x.js')\"; // import('./x.js')", nil), ("return import.meta.url;", nil),
        ] as [(String, String?)])
    func calls(code: String, expected: String?) throws {
        let document = TestDocument(entry: "a").step("a", "const a = 1;\n" + code)
            .json(changing: ["trigger": ["type": "http"]])
        let request = CompileRequest(triggerCode: "const a = 1;\n" + code, dependencies: ["zod": "^3.0.0"])
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document, request).program)
        let result = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let found = (result.diagnostics + (result.artifact?.warnings ?? [])).filter {
            $0.code.hasPrefix("worker.import")
        }
        #expect(found.map(\.code) == (expected.map { [$0, $0] } ?? []), "\(found)")
        #expect(Set(found.map(\.pointer)) == (expected == nil ? [] : ["/nodes/0/data/code", "/triggerCode"]))
        #expect(found.allSatisfy { $0.line == 2 })
    }

    @Test("Modules of the platform and of Node.js are imported", arguments: ["node:fs/promises", "cloudflare:sockets"])
    func loadable(module: String) throws {
        let document = TestDocument(entry: "a").step("a", "import * as x from '\(module)'; return Object.keys(x);")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        #expect(artifact.warnings.isEmpty)
    }
}
