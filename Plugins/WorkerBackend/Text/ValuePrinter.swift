import JSON
import PluginMessages

/// Prints values with expressions in them as JavaScript expressions.
struct ValuePrinter {
    let nodes: [ProgramNode]
    /// Whether anything was printed that needs the helper `$text`.
    private(set) var usesText = false
    /// Whether anything was printed that needs the helper `$segment`.
    private(set) var usesSegment = false
    /// Whether anything was printed that needs the helper `$origin`.
    private(set) var usesOrigin = false
    /// Whether anything was printed that needs the helper `$written`.
    private(set) var usesWritten = false
    /// What was read of the environment.
    private(set) var environment = EnvironmentUses()
    /// The variables that the code around hides.
    var aliased: Set<String> = []

    /// Names that may mean something else where values are printed.
    var hidden: Set<String> = []

    /// A global as emitted code names it.
    func global(_ name: String) -> String { hidden.contains(name) ? "globalThis.\(name)" : name }

    /// What makes a text of a value in the emitted code.
    static let textHelper = "$text"

    init(nodes: [ProgramNode]) { self.nodes = nodes }

    /// Takes over what another printer of the same nodes noted.
    mutating func merge(_ other: ValuePrinter) {
        usesText = usesText || other.usesText
        usesSegment = usesSegment || other.usesSegment
        environment.merge(other.environment)
    }

    /// How much an array or object may take on one line, in UTF-8.
    static let lineWidth = 88

    mutating func print(_ reference: Reference) -> String {
        var text: [UInt8] = []
        write(reference, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    mutating func write(_ reference: Reference, to text: inout [UInt8]) {
        var path = reference.path[...]
        let root = root(of: reference)
        text += (!aliased.isEmpty && aliased.contains(root) ? PrintedCode.alias(of: root) : root).utf8
        switch reference.root {
        case .node, .event, .local: break
        case .trigger: text += ".payload".utf8
        case .environment:
            if case .key(let name)? = path.first, JavaScriptText.isName(name) {
                text += ".\(name)".utf8
                environment.add(name, isOptional: false)
                path.removeFirst()
            }
        }
        for part in path {
            text += "?.".utf8
            switch part {
            case .index(let index): text += "[\(index)]".utf8
            case .key(let key) where JavaScriptText.isName(key): text += key.utf8
            case .key(let key): text += "[\(JavaScriptText.string(key))]".utf8
            }
        }
    }

    /// The variable that a reference begins with.
    func root(of reference: Reference) -> String {
        switch reference.root {
        case .node(let index): nodes[index].variable
        case .event, .trigger: "event"
        case .local(let name): name
        case .environment: "env"
        }
    }

    /// As text: `null` and `undefined` are empty, objects are JSON.
    mutating func printAsText(_ reference: Reference) -> String {
        usesText = true
        let helper = aliased.contains(Self.textHelper) ? PrintedCode.alias(of: Self.textHelper) : Self.textHelper
        return "\(helper)(\(print(reference)))"
    }

    /// A value as a segment of a URL's path.
    /// - Parameter name: What errors call it.
    mutating func segment(_ value: String, _ name: String) -> String {
        usesSegment = true
        return "$segment(\(value), \(JavaScriptText.string(name)))"
    }

    /// The scheme, host and port of a URL.
    mutating func origin(_ arguments: String) -> String {
        usesOrigin = true
        return "$origin(\(arguments))"
    }

    /// The JSON text of a value.
    /// - Parameter what: What errors call the value.
    mutating func written(_ value: String, _ what: String) -> String {
        usesWritten = true
        return "$written(\(value), \(JavaScriptText.string(what)))"
    }

    /// - Parameter indent: Of the line that the value begins on, for values that need several lines.
    mutating func print(_ value: ValueTemplate, indent: Int = 0) -> String {
        var budget = Self.lineWidth
        if let flat = flat(value, &budget) { return flat }
        let items: [String]
        let brackets: (String, String)
        switch value {
        case .literal(.array(let values)):
            return print(.array(values.map(ValueTemplate.literal)), indent: indent)
        case .literal(.object(let object)):
            let members = object.members.map { ValueTemplate.Member(key: $0.key, value: .literal($0.value)) }
            return print(.object(members), indent: indent)
        case .array(let values):
            items = values.map { print($0, indent: indent + 1) }
            brackets = ("[", "]")
        case .object(let members):
            items = members.map { "\(JavaScriptText.key($0.key)): \(print($0.value, indent: indent + 1))" }
            brackets = ("{", "}")
        case .literal, .reference, .code, .text: return single(value)
        }
        let margin = String(repeating: "  ", count: indent)
        return brackets.0 + "\n" + items.map { "\(margin)  \($0),\n" }.joined() + margin + brackets.1
    }

    /// The value on one line; `nil` as soon as it takes more than the budget.
    private mutating func flat(_ value: ValueTemplate, _ budget: inout Int) -> String? {
        var items: [String] = []
        switch value {
        case .literal(.array(let values)):
            for value in values {
                guard let item = flat(.literal(value), &budget) else { return nil }
                items.append(item)
            }
            return "[\(items.joined(separator: ", "))]"
        case .array(let values):
            for value in values {
                guard let item = flat(value, &budget) else { return nil }
                items.append(item)
            }
            return "[\(items.joined(separator: ", "))]"
        case .literal(.object(let object)):
            for member in object.members {
                guard let item = flat(member.key, .literal(member.value), &budget) else { return nil }
                items.append(item)
            }
            return items.isEmpty ? "{}" : "{ \(items.joined(separator: ", ")) }"
        case .object(let members):
            for member in members {
                guard let item = flat(member.key, member.value, &budget) else { return nil }
                items.append(item)
            }
            return items.isEmpty ? "{}" : "{ \(items.joined(separator: ", ")) }"
        case .literal, .reference, .code, .text:
            let text = single(value)
            budget -= text.utf8.count + 2
            return budget < 0 ? nil : text
        }
    }

    private mutating func flat(_ key: String, _ value: ValueTemplate, _ budget: inout Int) -> String? {
        budget -= key.utf8.count + 2
        return flat(value, &budget).map { "\(JavaScriptText.key(key)): \($0)" }
    }

    private mutating func single(_ value: ValueTemplate) -> String {
        switch value {
        case .literal(let value): value.text
        case .reference(let reference): print(reference)
        case .code(let code): expression(code)
        case .text(let parts): "`\(parts.map { print($0) }.joined())`"
        case .array, .object: ""
        }
    }

    private mutating func print(_ part: TextPart) -> String {
        switch part {
        case .text(let text): JavaScriptText.templateText(text)
        case .reference(let reference): "${\(printAsText(reference))}"
        case .code(let code): "${\(printAsText(code))}"
        }
    }

    /// Code of the user's as an expression between brackets.
    mutating func expression(_ code: CodeText) -> String {
        let printed = print(code, as: .expression)
        if let analysis = printed.analysis { environment.merge(EnvironmentScanner(analysis).uses) }
        return printed.parenthesized()
    }

    mutating func printAsText(_ code: CodeText) -> String {
        usesText = true
        return "$text\(expression(code))"
    }
}
