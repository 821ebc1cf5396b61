import JSON
import PluginMessages
import TestSupport

/// Makes programs with every kind of statement, operation, template and code.
struct RandomProgram {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let nodes = 6
    private static let texts = [
        "", "a", "é😀", "\"\\\n\u{1}\u{7F}", "\u{2028}", "a/b~c", "{{x}}", "type", "null",
        String(repeating: "x", count: 90),
    ]

    mutating func program() -> Program {
        Program(
            kind: pick(Program.Kind.allCases), name: text(),
            trigger: pick([
                .manual, .http(path: nil, method: "POST"), .http(path: text(), method: nil),
                .cron(expression: "0 0 * * *"),
                .event(type: text()),
            ]),
            auth: pick([
                nil, .bearer(variable: text()), .signature(variable: text(), header: text()), .closed,
            ]), triggerCode: chance(50) ? text() : nil,
            dependencies: many(2) { Dependency(name: $0.text(), range: $0.text()) },
            nodes: (0..<Self.nodes).map { node($0) },
            templates: (0..<2).map { NodeTemplate(node: "n\($0)", version: "1.0.0", target: text(), source: text()) },
            body: block(3))
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }
    private mutating func text() -> String { pick(Self.texts) }
    private mutating func index() -> Int { Int.random(in: 0..<Self.nodes, using: &random) }
    private mutating func number() -> Int { pick([0, 1, -1, 60_000, 1 << 53, .max, .min]) }
    private mutating func many<Item>(_ most: Int, _ make: (inout Self) -> Item) -> [Item] {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in make(&self) }
    }

    private mutating func node(_ index: Int) -> ProgramNode {
        let retries = StepOptions.Retries(
            limit: number(), delay: number(), backoff: pick([nil, .constant, .linear, .exponential]))
        return ProgramNode(
            id: "id\(index)", type: text(), variable: "v\(index)", storage: pick([.none, .local, .hoisted]),
            stepName: text(), exportName: chance(50) ? text() : nil,
            options: StepOptions(retries: chance(50) ? retries : nil, timeout: chance(50) ? number() : nil))
    }

    private mutating func block(_ depth: Int) -> Block {
        Block(
            declares: many(2) { $0.index() }, statements: many(3) { $0.statement(depth - 1) },
            value: chance(50) ? index() : nil)
    }

    private mutating func statement(_ depth: Int) -> Statement {
        switch depth > 0 ? Int.random(in: 0..<8, using: &random) : 0 {
        case 1: return .parallel(node: index(), arms: many(3) { $0.block(depth) })
        case 2: return .race(node: index(), arms: many(3) { $0.block(depth) })
        case 3:
            let arms = many(3) { Branch.Arm(label: $0.text(), condition: $0.optionalCode(), body: $0.block(depth)) }
            return .branch(Branch(node: index(), arms: arms))
        case 4:
            let kind: Loop.Kind = pick([
                .forEach(collection: code(2), itemVariable: text()), .while(condition: code(2)), .times(template(2)),
            ])
            return .loop(
                Loop(
                    node: index(), kind: kind, indexVariable: text(), fresh: many(2) { $0.index() },
                    body: block(depth)))
        case 5:
            return .tryCatch(
                TryCatch(
                    node: index(), body: block(depth), handler: block(depth), finalizer: chance(50) ? block(depth) : nil
                ))
        case 6:
            let target: Exit.Target = pick([.enclosing, .loop(node: index(), crossesArms: chance(50))])
            return .exit(Exit(node: index(), condition: optionalCode(), target: target))
        default:
            let settings = many(2) { ValueTemplate.Member(key: $0.text(), value: $0.template(2)) }
            return .call(Call(node: index(), operation: operation(), settings: settings))
        }
    }

    private mutating func operation() -> Operation {
        let some = chance(50) ? template(2) : nil
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .step(code: code(2), inline: chance(50))
        case 1: return .http(method: text(), url: template(2), headers: template(2), query: template(2), body: some)
        case 2: return .sleep(template(2))
        case 3: return .sleepUntil(template(2))
        case 4: return .waitForEvent(eventType: text(), timeout: chance(50) ? number() : nil)
        case 5:
            return .subWorkflow(workflow: text(), className: text(), input: some, waits: chance(50), timeout: number())
        case 6: return .subScript(worker: text(), method: text(), url: template(2), headers: template(2), body: some)
        default: return .template(Int.random(in: 0..<2, using: &random), params: template(2))
        }
    }

    private mutating func template(_ depth: Int) -> ValueTemplate {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: .literal(literal(2))
        case 1: .reference(reference())
        case 2: .code(code(depth))
        case 3: .text(parts(depth))
        case 4: .array(many(3) { $0.template(depth - 1) })
        default: .object(many(3) { .init(key: $0.text(), value: $0.template(depth - 1)) })
        }
    }

    private mutating func literal(_ depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: nil
        case 1: .bool(chance(50))
        case 2: .int(number())
        case 3: .string(text())
        case 4: .array(many(3) { $0.literal(depth - 1) })
        default: .object(JSONObject(many(3) { ($0.text(), $0.literal(depth - 1)) }))
        }
    }

    private mutating func reference() -> Reference {
        Reference(
            root: pick([.node(index()), .event, .trigger, .environment, .local(text())]),
            path: many(3) { $0.chance(50) ? .key($0.text()) : .index($0.number()) })
    }

    private mutating func parts(_ depth: Int) -> [TextPart] {
        many(3) {
            switch Int.random(in: 0..<(depth > 0 ? 3 : 2), using: &$0.random) {
            case 0: .text($0.text())
            case 1: .reference($0.reference())
            default: .code($0.code(depth - 1))
            }
        }
    }

    private mutating func optionalCode() -> CodeText? { chance(50) ? code(2) : nil }

    private mutating func code(_ depth: Int) -> CodeText {
        CodeText(
            parts: many(3) {
                switch Int.random(in: 0..<4, using: &$0.random) {
                case 0: .code($0.text())
                case 1: .reference($0.reference())
                case 2: .interpolation($0.reference())
                default: .string($0.parts(depth - 1), quote: $0.pick(["\"", "'"]))
                }
            }, field: text(), aliases: many(2) { .init(name: $0.text(), value: $0.reference()) },
            usesOutput: chance(20))
    }
}
