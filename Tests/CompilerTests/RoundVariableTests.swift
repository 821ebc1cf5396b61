import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

/// In every second round a step within a container has a value; what reads it afterwards must not get an earlier round's.
@Suite("Variables of a loop's round", .timeLimit(.minutes(10)))
struct RoundVariableTests {
    /// A kind of loop, what is around the step in it, and in how many loops they are.
    private struct Shape: CustomStringConvertible {
        let kind: String
        let container: String
        let depth: Int
        let number: Int

        var description: String { "\(kind), \(container), \(depth) deep" }
        private var name: String { "\(number)" }

        /// The outermost loop, and then those in it.
        var loops: [String] { (0..<depth).map { "loop\($0)_\(name)" } }
        var step: String { "a_\(name)" }
        var branch: String { "pick_\(name)" }
        private var read: String { "read_\(name)" }
        private var box: String { "box_\(name)" }

        private func loop(rounds: Int) -> JSONValue {
            switch kind {
            case "forEach": ["loopType": "forEach", "collection": .array((0..<rounds).map(JSONValue.int))]
            case "times": ["loopType": "times", "count": .int(rounds)]
            default: ["loopType": "while", "condition": .string("i < \(rounds)")]
            }
        }

        func add(to document: TestDocument) -> TestDocument {
            var document = document
            for (index, id) in loops.enumerated() {
                document = document.node(id, "loop", loop(rounds: index == depth - 1 ? 4 : 2))
                if index > 0 { document = document.edge(loops[index - 1], id, "body") }
            }
            document = document.branch(branch, ("odd", "i % 2 === 1")).step(step, "return 'v' + i;")
                .edge(branch, step, "odd")
                .step(read, "return [{{\(step)}} ?? 'none', {{\(branch)}} ?? 'none'];")
            let innermost = loops[depth - 1]
            guard container != "branch" else {
                return document.edge(innermost, branch, "body").edge(branch, read, "then")
            }
            document = document.node(box, container).edge(innermost, box, "body").edge(box, read, "then")
            let other = "other_\(name)"
            switch container {
            case "parallel": return document.step(other, "return 1;").edge(box, branch).edge(box, other)
            case "race":
                return document.step(other, "await new Promise((r) => setTimeout(r, 500)); return 1;")
                    .edge(box, branch).edge(box, other)
            default: return document.step(other, "return 1;").edge(box, branch, "try").edge(box, other, "catch")
            }
        }

        /// By hand: the value of the round itself, or none.
        var rounds: JSONValue {
            let innermost: JSONValue = .array(
                (0..<4).map { $0 % 2 == 1 ? ["v\($0)", "v\($0)"] : ["none", "none"] } as [JSONValue])
            return (1..<depth).reduce(innermost) { rounds, _ in [rounds, rounds] }
        }
    }

    @Test(
        "Each round reads its own values, whatever is around the step that has them, and whoever reads them after the loop",
        arguments: [1, 2, 3], [false, true])
    func rounds(depth: Int, areReadLater: Bool) async throws {
        let kinds = ["forEach", "times", "while"].flatMap { kind in
            ["branch", "parallel", "race", "try_catch"].map { (kind, $0) }
        }
        let shapes = kinds.enumerated().map {
            Shape(kind: $0.element.0, container: $0.element.1, depth: depth, number: $0.offset)
        }
        var document = TestDocument(entry: shapes[0].loops[0])
        for shape in shapes { document = shape.add(to: document) }
        for (shape, next) in zip(shapes, shapes.dropFirst()) {
            document = document.edge(shape.loops[0], next.loops[0], "then")
        }
        let rounds = shapes.map { "{{\($0.loops[0])}}" }.joined(separator: ", ")
        // What is read behind the loop is kept outside of it.
        let later = areReadLater ? shapes.map { "{{\($0.step)}}, {{\($0.branch)}}" }.joined(separator: ", ") : ""
        document = document.step("end", "return { rounds: [\(rounds)], later: [\(later)] };")
            .edge(shapes[shapes.count - 1].loops[0], "end", "then")

        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.errors)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let outcome = try await WorkerRun(try #require(emitted.artifact, "\(emitted.diagnostics)")).run()
        let found = try #require(outcome.result?["rounds"]?.array, "\(outcome.json)")
        try #require(found.count == shapes.count)
        for (shape, value) in zip(shapes, found) { #expect(value == shape.rounds, "\(shape): \(value.text)") }
        let last = [JSONValue](repeating: "v3", count: areReadLater ? 2 * shapes.count : 0)
        #expect(outcome.result?["later"] == .array(last))
    }
}
