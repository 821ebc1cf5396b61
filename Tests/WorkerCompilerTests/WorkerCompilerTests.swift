import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerCompiler

@Suite("Programs compiled and parsed", .timeLimit(.minutes(10)))
struct WorkerCompilerTests {
    private func compile(_ codes: String..., esbuild: String = "esbuild") async throws -> EmitResult {
        let nodes = codes.indices.map {
            ProgramNode(id: "n\($0)", type: "step", variable: "n\($0)", storage: .none, stepName: "n\($0)")
        }
        let statements = codes.enumerated().map { index, code in
            Statement.call(
                Call(
                    node: index,
                    operation: .step(code: CodeText(parts: [.code(code)], field: "code"), inline: index == 2)))
        }
        let program = Program(
            kind: .workflow, name: "Parsed", trigger: .manual, nodes: nodes, body: Block(statements: statements))
        return try await WorkerCompiler(target: "cloudflare", limits: .paid, settings: ["ESBUILD": esbuild])
            .compile(program)
    }

    @Test("Code without mistakes comes with its JavaScript, in which types are gone")
    func javaScript() async throws {
        let artifact = try #require(try await compile("const a: number = 1;\nreturn a;").artifact)
        let script = try #require(artifact.javaScript)
        #expect(artifact.source.contains("const a: number"))
        #expect(script.contains("const a = 1"))
        #expect(!script.contains(": number"))
    }

    @Test("A mistake names the node, the field and the line within it", arguments: [0, 1, 2])
    func mistake(node: Int) async throws {
        var codes = ["return 1;", "const x = 1;\n\nreturn x;", "return 3;"]
        codes[node] = "const a = 1;\n// fine so far\nconst b c = a;\nreturn b;"
        let result = try await compile(codes[0], codes[1], codes[2])
        #expect(result.artifact == nil)
        let problem = try #require(result.diagnostics.first)
        #expect(problem.code == "worker.syntax")
        #expect(problem.nodeId == "n\(node)")
        #expect(problem.pointer == "/nodes/\(node)/data/code")
        #expect(problem.line == 3)
        #expect(problem.message.contains("c"))
    }

    @Test(
        "A mistake is at its node and line whatever ends the lines before it",
        arguments: ["\n", "\r\n", "\r", "\u{2028}", "\u{2029}"])
    func lineBreaks(end: String) async throws {
        let text = "const a = `x\(end)\(end)y`; // \(end)\nreturn a;"
        let result = try await compile(text, "\(end)\(end)/*\(end)*/ const b = `\(end)`;\nreturn b c;", text)
        let problem = try #require(result.diagnostics.first)
        #expect(result.diagnostics.count == 1 && problem.pointer == "/nodes/1/data/code", "\(problem)")
        #expect(problem.line == 6 && problem.nodeId == "n1", "\(problem)")
    }

    @Test("Mistakes of several nodes are told together, whatever kind each is of")
    func several() async throws {
        let result = try await compile(
            "const a b = 1;", "return 1;", "let x = 1;\nlet x = 2;", "return (1;", "return 1 +",
            "return new.target.x y;")
        #expect(result.artifact == nil)
        let found = result.diagnostics.map { "\($0.nodeId ?? "") \($0.code) \($0.line ?? 0)" }
        #expect(
            Set(found) == [
                "n0 worker.syntax 1", "n2 worker.syntax 2", "n3 worker.code.unbalanced 1", "n4 worker.syntax 1",
                "n5 worker.syntax 1",
            ], "\(result.diagnostics)")
        #expect(found.count == 5)
    }

    @Test("A program with too many steps is parsed nevertheless")
    func limited() async throws {
        let nodes = (0...1_024).map {
            ProgramNode(id: "n\($0)", type: "step", variable: "n\($0)", storage: .none, stepName: "n\($0)")
        }
        let statements = nodes.indices.map { index in
            let code = CodeText(parts: [.code(index == 7 ? "return 1 1;" : "return 1;")], field: "code")
            return Statement.call(Call(node: index, operation: .step(code: code, inline: false)))
        }
        let program = Program(
            kind: .workflow, name: "Long", trigger: .manual, nodes: nodes, body: Block(statements: statements))
        let result = try await WorkerCompiler(target: "cloudflare", limits: .free, settings: [:]).compile(program)
        let codes = result.diagnostics.filter { $0.severity == .error }.map(\.code)
        #expect(codes.contains("worker.syntax") && codes.contains("worker.limit.steps"), "\(result.diagnostics)")
    }

    @Test("Mistakes in conditions, fields and trigger code are told with those of steps")
    func otherPlaces() async throws {
        func code(_ text: String, _ field: String) -> CodeText { CodeText(parts: [.code(text)], field: field) }
        let nodes = ["step", "branch", "loop", "break", "step"].enumerated().map {
            ProgramNode(id: "n\($0)", type: $1, variable: "n\($0)", storage: .none, stepName: "n\($0)")
        }
        let exit = Exit(node: 3, condition: code("1 2", "condition"), target: .loop(node: 2, crossesArms: false))
        let body = Block(statements: [
            .call(Call(node: 0, operation: .step(code: code("return 1 1;", "code"), inline: false))),
            .branch(
                Branch(
                    node: 1,
                    arms: [
                        .init(label: "a", condition: code("a b", "branches.0.condition"), body: Block()),
                        .init(label: "b", condition: nil, body: Block()),
                    ])),
            .loop(
                Loop(
                    node: 2, kind: .forEach(collection: code("[1 2]", "collection"), itemVariable: "item"),
                    indexVariable: "i", body: Block(statements: [.exit(exit)]))),
            .call(Call(node: 4, operation: .step(code: code("return 4;", "code"), inline: false))),
        ])
        let program = Program(
            kind: .workflow, name: "Several", trigger: .manual, triggerCode: "return new Response(1 1);", nodes: nodes,
            body: body)
        let result = try await WorkerCompiler(target: "cloudflare", limits: .paid, settings: [:]).compile(program)
        #expect(
            Set(result.diagnostics.filter { $0.severity == .error }.map(\.pointer)) == [
                "/nodes/0/data/code", "/nodes/1/data/branches/0/condition", "/nodes/2/data/collection",
                "/nodes/3/data/condition", "/triggerCode",
            ], "\(result.diagnostics)")
    }

    @Test(
        "Code that ends in a statement names its last line",
        arguments: ["return 1 +", "const a = 1;\nreturn await", "const a = 1;\n\nconst b ="])
    func unfinished(code: String) async throws {
        let result = try await compile("return 0;", code)
        let problem = try #require(result.diagnostics.first)
        #expect(problem.code == "worker.syntax" && problem.message.hasPrefix("The code ends"), "\(problem)")
        #expect(problem.pointer == "/nodes/1/data/code" && problem.nodeId == "n1")
        #expect(problem.line == code.split(separator: "\n", omittingEmptySubsequences: false).count)
    }

    @Test(
        "Syntax that is newer than the parser is named, with the tool and what to write instead",
        arguments: [
            ("using a = b;", "using"), ("{\n  await using a = b;\n}", "using"),
            ("class A { accessor x = 1 }", "accessor"),
            ("class A { static accessor x = 1 }", "accessor"), ("const f = <const T>(x: T) => x;", "const"),
            ("function f<const T>(x: T) { return x }", "const"), ("const C = @dec class {};", "decorator"),
            ("import defer * as a from 'node:path';", "import phase"),
            ("import source a from 'node:path';", "import phase"),
        ])
    func newer(code: String, construct: String) async throws {
        let result = try await compile("return 1;", code)
        // A newer esbuild accepts some of them.
        guard let problem = result.diagnostics.first(where: { $0.code == "worker.syntax" }) else {
            return #expect(result.artifact != nil)
        }
        #expect(problem.message.contains(construct))
        #expect(problem.message.contains("is not supported by esbuild"))
        #expect(problem.nodeId == "n1")
        #expect(problem.line == (code.hasPrefix("{") ? 2 : 1))
    }

    @Test("Without esbuild the failure says how to get it")
    func missing() async throws {
        await #expect {
            _ = try await compile("return 1;", esbuild: "/nowhere/esbuild")
        } throws: { error in
            (error as? PluginFailure)?.code == "worker.esbuild" && "\(error)".contains("make deps")
        }
    }
}
