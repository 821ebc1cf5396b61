import IR
import JSON
import PluginMessages

/// Turns what expressions and code name into references, keeps account of who reads what and where, and reports
/// what cannot be read there.
///
/// In a loop a node may read one that runs after it in the loop's body: the value of the round before. Whether it
/// does is known when the loop's end is.
struct Reads {
    /// The node whose fields are read at the moment.
    var reader = 0
    /// The block that it is in.
    var block = 0
    var availability: Availability
    var blocks: BlockTree
    var problems: Problems
    /// The names that loops and `catch` bind, innermost last.
    var locals: [String] = []
    /// Of the names in `locals`: those of rounds.
    var indexes: [String] = []
    /// Of the names in `locals`: those that a loop counts with.
    var counts: [String] = []
    /// What inline code before declares, visible to what follows in its block.
    var declared: [String] = []
    /// Whether the code of a step that was read last may return a value.
    var codeReturns = true
    /// The steps whose code returns nothing.
    var valueless: Set<Int> = []
    /// Where the expression at hand stands in its code; `nil` in a text.
    var line: Int?
    /// What was said of code in texts, by place and text.
    var noted: Set<String> = []
    /// Whether the order of nodes is known; if not, only names are checked.
    var knowsOrder = true

    let document: WorkflowDocument
    let catalog: any NodeCatalog
    /// What is known of the values of plugins' nodes, by type and version.
    var knownValues: [String: KnownValue?] = [:]
    var names: Names
    var ahead: CodeAhead
    private var ids: [String: Int] { document.ids }
    private let allLocals: Set<String>
    private var waiting: [WaitingRead] = []
    private var ledger = ReadTracker()
    /// What was read that runs before on some ways only, in order.
    private var uncertain: [Int] = []
    private var rounds: [Round] = []

    /// What the rounds of a loop read of themselves, although it does not run in each.
    private struct Round {
        let body: Int
        let sources: [Int]
    }

    private struct WaitingRead {
        let reader: Int
        let source: Int
        let block: Int
        /// `nil` for a name in code, which may be the code's own.
        let expression: ReadTracker.Expression?
        let copy: Int
    }

    init(
        document: WorkflowDocument, names: Names, ahead: CodeAhead, catalog: any NodeCatalog, problems: Problems
    ) {
        self.document = document
        self.catalog = catalog
        self.ahead = ahead
        self.problems = problems
        let count = document.nodes.count
        availability = Availability(nodes: count)
        blocks = BlockTree(nodes: count)
        self.names = names
        allLocals = names.locals.union(["err"])
    }

    /// Whether a path begins with something that can be named here.
    mutating func knows(_ root: String) -> Bool {
        ids[root] != nil || ReservedRoot.names.contains(root) || isLocal(root) || alias(root) != nil
    }

    func isLocal(_ name: String) -> Bool {
        knowsOrder ? locals.contains(name) : allLocals.contains(name)
    }

    /// `nil`, with a problem, for a path that names nothing.
    mutating func reference(_ expression: ScannedExpression, at place: () -> Place) -> Reference? {
        let path = expression.path.dropFirst().map(Reference.Part.init(path:))
        let root = expression.path[0]
        if isLocal(root) { return Reference(root: .local(root), path: path) }
        switch root {
        case "event":
            checkMembers(of: nil, expression, at: place)
            return Reference(root: .event, path: path)
        case "trigger": return Reference(root: .trigger, path: path)
        case "env":
            guard expression.path.count > 1 else {
                error("env", "\(expression.text) names no variable; expected {{env.NAME}}.", at: place())
                return nil
            }
            checkVariable(expression.path[1], line: line, at: place) { "{{env.\($0)}}" }
            return Reference(root: .environment, path: [.key(expression.path[1])] + path.dropFirst())
        default: break
        }
        guard let source = ids[root] else {
            if let value = alias(root) {
                if case .node(let source) = value.root {
                    read(source, expression, at: place)
                }
                return Reference(root: value.root, path: path)
            }
            error(
                "unknownNode", "\(expression.text): unknown node \"\(root)\". \(advice(forRoot: root))", at: place())
            return nil
        }
        guard source != reader else {
            error(
                "self", "\(expression.text): a node cannot read its own value. Read it in a node that runs after it.",
                at: place())
            return nil
        }
        read(source, expression, at: place)
        return Reference(root: .node(source), path: path)
    }

    private mutating func read(_ source: Int, _ expression: ScannedExpression, at place: () -> Place) {
        checkMembers(of: source, expression, at: place)
        let line = self.line
        read(source) { ReadTracker.Expression(text: expression.text, place: place(), line: line, isName: false) }
    }

    private mutating func error(_ code: String, _ message: String, at place: Place) {
        problems.error("ir.expression.\(code)", message, at: place, node: document.nodes[reader].id, line: line)
    }

    /// A name in code: when it is the variable of a node that has run, the code reads that node; its own is that of the
    /// round before in a loop, and nothing elsewhere.
    /// - Parameter expression: What to report when the node never runs before; `nil` when the name may be the code's.
    mutating func name(_ name: String, _ expression: () -> ReadTracker.Expression?) {
        guard let source = source(of: name), !locals.contains(name), !declared.contains(name) else {
            return
        }
        read(source, expression)
    }

    /// The value of a name other than a run variable: a node's display name, or a loop index.
    mutating func alias(_ name: String) -> Reference? {
        if Names.isTaken(name) || declared.contains(name) || locals.contains(name) { return nil }
        if let source = names.displaced[name] ?? names.aliases[name], source != reader,
            availability[source] != .never || !knowsOrder
        {
            return Reference(root: .node(source))
        }
        guard name.hasPrefix("_loop_"), case let index = String(name.dropFirst(6)), indexes.contains(index) else {
            return nil
        }
        return Reference(root: .local(index))
    }

    /// The node whose variable has the name.
    func source(of name: String) -> Int? {
        guard let source = names.renamed[name] ?? ids[name], names.variables[source] == name else { return nil }
        return source
    }

    mutating func read(_ reference: Reference) {
        if case .node(let source) = reference.root { read(source) { nil } }
    }

    private mutating func read(_ source: Int, _ expression: () -> ReadTracker.Expression?) {
        guard knowsOrder else { return }
        switch availability[source] {
        case .always: blocks.read(source, in: block)
        case .sometimes:
            blocks.read(source, in: block)
            uncertain.append(source)
            if let expression = expression() { ledger.add(.sometimes, reader: reader, of: source, expression, copy: 0) }
        case .never:
            waiting.append(
                WaitingRead(
                    reader: reader, source: source, block: block, expression: expression(),
                    copy: blocks.copies(of: reader)))
        }
    }

    /// Where the reads of a loop begin, for ``endLoop(since:body:in:)``.
    struct Mark {
        fileprivate let waiting: Int
        fileprivate let uncertain: Int
    }

    var mark: Mark { Mark(waiting: waiting.count, uncertain: uncertain.count) }

    /// Finds the reads of a loop that are of the round before, and those that are of the same round.
    /// - Parameters:
    ///   - body: The block of the loop's body.
    ///   - outer: The block that the loop is in, where those values are kept.
    mutating func endLoop(since mark: Mark, body: Int, in outer: Int) {
        var left: [WaitingRead] = []
        var carried: Set<Int> = []
        for read in waiting[mark.waiting...] {
            guard blocks.runs(read.source, since: body) else {
                left.append(read)
                continue
            }
            carried.insert(read.source)
            blocks.read(read.source, in: read.block)
            blocks.widen(read.source, to: outer)
            if let expression = read.expression {
                if expression.failsWithoutValue, blocks.owner(of: body) == read.reader {
                    warnOfFirstRound(expression, of: read.reader)
                }
                ledger.add(.sometimes, reader: read.reader, of: read.source, expression, copy: read.copy)
            }
        }
        waiting.replaceSubrange(mark.waiting..., with: left)
        let own = Set(uncertain[mark.uncertain...]).subtracting(carried).filter { blocks.runs($0, since: body) }
        if !own.isEmpty { rounds.append(Round(body: body, sources: own.sorted())) }
    }

    /// A loop's condition or collection begins with a member of a value that its own body makes.
    private mutating func warnOfFirstRound(_ expression: ReadTracker.Expression, of loop: Int) {
        problems.warning(
            "ir.expression.maybeUndefined",
            "\"\(expression.text)\" has no value before the first round, so reading a member of it fails there. Write "
                + "\(expression.text)?. with a comparison that lets the first round run, such as "
                + "\(expression.text)?.more !== false.",
            at: expression.place, node: document.nodes[loop].id, line: expression.line)
    }

    /// The nodes of which a round of a loop has a value of its own although their variables are declared around the loop, by
    /// the number of the loop's body.
    var fresh: [Int: [Int]] {
        var fresh: [Int: [Int]] = [:]
        for round in rounds {
            let sources = round.sources.filter { blocks.declaration(of: $0).map { $0 < round.body } ?? false }
            if !sources.isEmpty { fresh[round.body] = sources }
        }
        return fresh
    }

    /// Reports what was read where it is not there.
    mutating func finish() {
        for read in waiting {
            // A copy of the reader may stand where the source never runs: its variable has to be there all the same.
            if blocks.copies(of: read.reader) > 1, blocks.runs(read.source) { blocks.read(read.source, in: read.block) }
            guard let expression = read.expression else { continue }
            let isAround = blocks.isInside(read.block, node: read.source)
            ledger.add(
                .never, reader: read.reader, of: read.source, expression, copy: read.copy, isAround: isAround)
        }
        waiting = []
        ledger.report(document, blocks, &problems)
    }
}

extension Reference.Part {
    /// Only a number as JavaScript writes it is an index: `01` is a key.
    fileprivate init(path part: String) {
        if let index = Int(part), (0...Self.longestIndex).contains(index), String(index) == part {
            self = .index(index)
        } else {
            self = .key(part)
        }
    }

    /// `Number.MAX_SAFE_INTEGER` (ECMAScript 2025, section 21.1.2.6).
    private static let longestIndex = 1 << 53 - 1
}
