import IR

/// Names for what nodes make: unique, and none that means something else where the code runs.
struct Names: Sendable {
    /// The variable that holds each node's value.
    let variables: [String]
    /// By byte: whether a variable begins with it.
    private let firstBytes: [Bool]
    /// The name of each node's durable step.
    let stepNames: [String]
    /// The nodes whose variables are not named as they are, by variable.
    let renamed: [String: Int]
    /// The variables that loops bind.
    let locals: Set<String>

    init(_ nodes: [WorkflowNode]) {
        var locals: Set<String> = []
        for node in nodes where node.builtIn == .loop {
            locals.insert(node.itemVariable)
            locals.insert(node.indexVariable)
        }
        self.locals = locals
        variables = Self.variables(nodes, locals)
        var firstBytes = Array(repeating: false, count: 256)
        for variable in variables { if let first = variable.utf8.first { firstBytes[Int(first)] = true } }
        self.firstBytes = firstBytes
        var renamed: [String: Int] = [:]
        for (index, node) in nodes.enumerated() where variables[index] != node.id { renamed[variables[index]] = index }
        self.renamed = renamed
        stepNames = Self.stepNames(nodes)
    }

    /// Rules most words of code out, without making a string.
    func mayBeVariable(startingWith byte: UInt8) -> Bool { firstBytes[Int(byte)] }

    private static let taken = JavaScriptName.boundInRuns.union(JavaScriptName.globals)

    private static func variables(_ nodes: [WorkflowNode], _ locals: Set<String>) -> [String] {
        func isFree(_ name: String) -> Bool {
            !taken.contains(name) && !JavaScriptName.isReserved(name) && (locals.isEmpty || !locals.contains(name))
        }
        // Ids that are good names come first: code may use them as they are, and they are unique.
        var names = nodes.map { isPlain($0.id) && isFree($0.id) ? $0.id : "" }
        guard names.contains("") else { return names }
        var used = Set(names)
        for (index, node) in nodes.enumerated() where names[index].isEmpty {
            let name = identifier(node.id)
            var candidate = name
            var number = 1
            while !isFree(candidate) || !used.insert(candidate).inserted {
                number += 1
                candidate = "\(name)_\(number)"
            }
            names[index] = candidate
        }
        return names
    }

    private static func isPlain(_ id: String) -> Bool {
        guard let first = id.utf8.first, !isDigit(first), !JavaScriptName.isOurs(id) else { return false }
        return !id.utf8.contains(UInt8(ascii: "-"))
    }

    private static func identifier(_ id: String) -> String {
        let name = String(decoding: id.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
        let needsPrefix = name.utf8.first.map(isDigit) ?? true || JavaScriptName.isOurs(name)
        return needsPrefix ? "node_\(name)" : name
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func stepNames(_ nodes: [WorkflowNode]) -> [String] {
        var seen: Set<String> = Set(minimumCapacity: nodes.count)
        var repeated: Set<String> = []
        for node in nodes where !seen.insert(node.name).inserted { repeated.insert(node.name) }
        guard !repeated.isEmpty else { return nodes.map(\.name) }
        // Names that occur once keep them.
        var used = seen.subtracting(repeated)
        return nodes.map { node in
            guard repeated.contains(node.name) else { return node.name }
            let name = "\(node.name) (\(node.id))"
            var candidate = name
            var number = 1
            while !used.insert(candidate).inserted {
                number += 1
                candidate = "\(name) #\(number)"
            }
            return candidate
        }
    }
}
