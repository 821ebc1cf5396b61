import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Random documents", .timeLimit(.minutes(30)))
struct DifferentialTests {
    @Test("Blocks run what the graph says, in its order", arguments: 0..<8)
    func sameOrder(part: UInt64) throws {
        var compiled = 0
        let size = UInt64(Stress.size(small: 100, large: 500))
        for seed in part * size..<(part + 1) * size {
            let lowered = Compiler(catalog: TestCatalog()).lower(RandomWorkflow(seed: seed).document.json)
            guard let program = lowered.program, let document = lowered.document else {
                #expect(Set(lowered.errors.map(\.code)).isSubset(of: ["ir.graph.crossing"]), "\(seed)")
                continue
            }
            compiled += 1
            for run in 0..<4 as Range<UInt64> {
                var graph = GraphWalk(document, Decisions(seed: seed ^ run << 32))
                var blocks = ProgramWalk(program, Decisions(seed: seed ^ run << 32))
                graph.run()
                blocks.run()
                #expect(graph.trace == blocks.trace, "\(seed) \(run) \(program.outline)")
            }
        }
        // Nearly all of them can be written as blocks.
        #expect(compiled * 10 > Int(size) * 9)
    }

    @Test("What can be read without a warning is there in every run, and what cannot be read in none", arguments: 0..<8)
    func reads(part: UInt64) {
        let size = UInt64(Stress.size(small: 60, large: 250))
        for seed in part * size..<(part + 1) * size {
            let workflow = RandomWorkflow(seed: seed, reads: true)
            let lowered = Compiler(catalog: TestCatalog()).lower(workflow.document.json)
            guard let document = lowered.document else { continue }
            let codes = Dictionary(
                lowered.diagnostics.map { ($0.nodeId ?? "", $0.code) }, uniquingKeysWith: { first, _ in first })
            // In arms that run at once, what is before is a matter of chance.
            let isSequential = !document.nodes.contains { $0.builtIn == .parallel || $0.builtIn == .race }
            let steps = Set(document.nodes.filter { $0.builtIn == .step }.map(\.id))
            for run in 0..<4 as Range<UInt64> {
                var graph = GraphWalk(document, Decisions(seed: seed ^ run << 32))
                graph.run()
                var done: Set<String> = []
                for step in graph.trace {
                    if let source = workflow.sources[step], steps.contains(source) {
                        switch codes[step] {
                        case nil: #expect(done.contains(source), "\(seed): \(step) reads \(source)")
                        case "ir.expression.notBefore"? where isSequential:
                            #expect(!done.contains(source), "\(seed): \(step) reads \(source)")
                        default: break
                        }
                    }
                    done.insert(step)
                }
            }
        }
    }

    @Test("A program survives the plugin boundary", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        guard let program = Compiler(catalog: TestCatalog()).lower(RandomWorkflow(seed: seed).document.json).program
        else {
            return
        }
        #expect(try Program(json: JSONValue(parsing: program.json.bytes)) == program)
    }
}

extension Lowered {
    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}
