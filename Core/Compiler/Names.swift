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
    /// The nodes whose variables would be named as they are but for a loop that binds the name, by that name: outside the
    /// loop's body it means the node.
    let displaced: [String: Int]
    /// The variables that loops bind.
    let locals: Set<String>
    /// Other names of values: those that nodes' display names make, where one node makes them and nothing else is
    /// called so.
    /// Found when code names something that is nothing else, which little code does.
    private(set) lazy var aliases = Self.aliases(nodes, variables)
    private let nodes: [WorkflowNode]

    init(_ nodes: [WorkflowNode]) {
        self.nodes = nodes
        var locals: Set<String> = []
        for node in nodes where node.builtIn == .loop {
            if node.data["loopType"] == "forEach" { locals.insert(node.itemVariable) }
            locals.insert(node.indexVariable)
        }
        self.locals = locals
        variables = Self.variables(nodes, locals)
        var firstBytes = Array(repeating: false, count: 256)
        for variable in variables { if let first = variable.utf8.first { firstBytes[Int(first)] = true } }
        self.firstBytes = firstBytes
        var renamed: [String: Int] = [:]
        var displaced: [String: Int] = [:]
        for (index, node) in nodes.enumerated() where variables[index] != node.id {
            renamed[variables[index]] = index
            let name = Self.isPlain(node.id) ? node.id : Self.identifier(node.id)
            if locals.contains(name), !Self.unavailable.contains(name) {
                // An id that is a name goes before one that becomes it.
                displaced[name] = node.id == name ? index : displaced[name] ?? index
            }
        }
        self.renamed = renamed
        self.displaced = displaced
        stepNames = Self.stepNames(nodes)
    }

    /// Rules most words of code out, without making a string.
    func mayBeVariable(startingWith byte: UInt8) -> Bool { firstBytes[Int(byte)] }

    /// Whether a name means something else wherever code runs.
    static func isTaken(_ name: String) -> Bool { taken.contains(name) }

    private static let taken = JavaScriptName.boundInRuns.union(JavaScriptName.globals)
    /// What no variable can be called.
    private static let unavailable = taken.union(JavaScriptName.reservedWords)

    private static func variables(_ nodes: [WorkflowNode], _ locals: Set<String>) -> [String] {
        func isFree(_ name: String) -> Bool {
            !unavailable.contains(name) && (locals.isEmpty || !locals.contains(name))
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

    private static func aliases(_ nodes: [WorkflowNode], _ variables: [String]) -> [String: Int] {
        var owners: [String: Int?] = [:]
        for (index, node) in nodes.enumerated() where node.name != variables[index] {
            let name = alias(node.name)
            owners.updateValue(owners[name] == nil ? index : nil, forKey: name)
        }
        guard !owners.isEmpty else { return [:] }
        let used = Set(variables)
        return owners.compactMapValues { $0 }.filter {
            !used.contains($0.key) && !unavailable.contains($0.key) && !JavaScriptName.isOurs($0.key)
        }
    }

    /// `Fetch Data` as `Fetch_Data`.
    private static func alias(_ name: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count + 1)
        if name.utf8.first.map(isDigit) == true { bytes.append(UInt8(ascii: "_")) }
        // One for each character, of which only the first byte counts.
        for byte in name.utf8 where byte & 0xC0 != 0x80 { bytes.append(isWord(byte) ? byte : UInt8(ascii: "_")) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: false
        }
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
        for node in nodes where isDerived(node.name, from: seen) { repeated.insert(node.name) }
        guard !repeated.isEmpty else { return nodes.map(\.name) }
        // Other names that occur once keep them.
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

    /// Whether a name is what a round of a loop, `Work [0]`, or a step beside a node's own, `Work: status 1`, makes of
    /// another node's.
    private static func isDerived(_ name: String, from names: Set<String>) -> Bool {
        var base = name.utf8[...]
        while let end = suffix(of: base) {
            base = base[..<end]
            if names.contains(String(decoding: base, as: UTF8.self)) { return true }
        }
        return false
    }

    /// Where the suffix of a name begins; `nil` when it has none.
    private static func suffix(of name: Substring.UTF8View) -> String.Index? {
        let space = UInt8(ascii: " ")
        if name.last == UInt8(ascii: "]") {
            guard let start = name.lastIndex(of: UInt8(ascii: "[")), start > name.startIndex else { return nil }
            let digits = name[name.index(after: start)...].dropLast()
            let end = name.index(before: start)
            return !digits.isEmpty && digits.allSatisfy(isDigit) && name[end] == space ? end : nil
        }
        guard let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let words = name[colon...].dropFirst().split(separator: space, omittingEmptySubsequences: false)
        guard words.count == 2 || words.count == 3, words[0].isEmpty,
            words[1].allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        else { return nil }
        return words.count == 2 || words[2].allSatisfy(isDigit) ? colon : nil
    }
}
