import JSON
import JavaScript
import PluginMessages
import Values

/// Reads `@fetch`, `@queue` and `@config` and takes them out of the code. Only those outside all brackets count; in strings,
/// templates and comments they are text.
struct AnnotationReader {
    let top: TopLevel
    private(set) var edit: TextEdit
    private(set) var isAnnotated = false
    private(set) var fetch: String?
    /// Where its annotation begins, and what is between the braces of its body.
    private(set) var fetchBody: (annotation: Int, body: Range<Int>)?
    private(set) var queues: [QueueHandler] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Of the `@config` that waits for its `@queue`.
    private var config: (settings: JSONObject, index: Int)?
    /// Of the `@config` between a `@queue` and its function.
    private var innerConfig: Int?

    init(top: TopLevel, edit: TextEdit) {
        self.top = top
        self.edit = edit
    }

    mutating func read() {
        for index in top.indexes where top.spells(index, "@") && top.isName(index + 1) && index != innerConfig {
            switch top.text(index + 1) {
            case "fetch": readFetch(at: index)
            case "queue": readQueue(at: index)
            case "config": readConfig(at: index)
            case let name where isFunction(at: index + 2): reportUnknown(name, at: index)
            // A decorator of JavaScript's.
            default: break
            }
        }
        if let config { reportUnused(config) }
        if isAnnotated { reportDefaultExports() }
    }

    private func isFunction(at index: Int) -> Bool {
        top.spells(index, "function") || top.spells(index, "async") && top.spells(index + 1, "function")
    }

    /// JavaScript decorates no functions, so it is meant as an annotation.
    private mutating func reportUnknown(_ name: String, at index: Int) {
        isAnnotated = true
        let nearest = NearestName.nearest(to: name, among: ["fetch", "queue"]).map { " Did you mean \"@\($0)\"?" }
        report(
            "worker.trigger.function",
            "\"@\(name)\" is not an annotation of a function; expected \"@fetch\" or \"@queue\".\(nearest ?? "")",
            at: index)
    }

    mutating func reportDefaultExports() {
        for index in top.indexes where top.spells(index, "export") && top.spells(index + 1, "default") {
            report(
                "worker.trigger.export",
                "The module's default export consists of the annotated functions. Remove \"export default\".",
                at: index)
        }
    }

    private mutating func readFetch(at index: Int) {
        isAnnotated = true
        if fetch != nil {
            report("worker.trigger.fetch", "Another function is \"@fetch\" already; expected at most one.", at: index)
        }
        guard let name = function(after: index, named: "$fetch") else { return }
        fetch = name
        let own = top.indexes.drop { $0 <= index }
        guard let parameters = own.first(where: { top.spells($0, "(") }),
            let open = own.first(where: { $0 > parameters && top.spells($0, "{") }), let close = top.end(of: open)
        else { return }
        let body = top.tokens[open].range.upperBound..<top.tokens[close].range.lowerBound
        fetchBody = (top.tokens[index].range.lowerBound, body)
    }

    private mutating func readQueue(at index: Int) {
        isAnnotated = true
        if top.spells(index + 2, "@"), top.spells(index + 3, "config") {
            innerConfig = index + 2
            readConfig(at: index + 2)
        }
        guard let name = function(after: index, named: nil) else { return }
        if let inner = leadingConfig(after: index) { readConfig(at: inner) }
        queues.append(QueueHandler(function: name, settings: config?.settings ?? [:]))
        config = nil
    }

    /// The `@config` that a function's body begins with.
    private func leadingConfig(after annotation: Int) -> Int? {
        let own = top.indexes.drop { $0 <= annotation }
        guard let parameters = own.first(where: { top.spells($0, "(") }),
            let body = own.first(where: { $0 > parameters && top.spells($0, "{") }), top.spells(body + 1, "@"),
            top.spells(body + 2, "config")
        else { return nil }
        return body + 1
    }

    /// - Parameter fallback: The name that a function without one gets.
    private mutating func function(after index: Int, named fallback: String?) -> String? {
        edit.blank(top.range(index, index + 1), in: top.source)
        let start = innerConfig == index + 2 ? end(of: index + 4).map { $0 + 1 } ?? index + 2 : index + 2
        let isAsync = top.spells(start, "async")
        let keyword = isAsync ? start + 1 : start
        guard top.spells(keyword, "function") else {
            report(
                "worker.trigger.function",
                "\"@\(top.text(index + 1))\" is not followed by a function; expected \"function\" or \"async function\".",
                at: index)
            return nil
        }
        if !isAsync {
            let place = top.tokens[keyword].range.lowerBound
            edit.replace(place..<place, with: "async ")
        }
        if top.isName(keyword + 1) { return top.text(keyword + 1) }
        guard let fallback else {
            report(
                "worker.trigger.function",
                "The function of a queue has no name; expected one, from which the queue's name is derived.", at: index)
            return nil
        }
        let end = top.tokens[keyword].range.upperBound
        edit.replace(end..<end, with: " \(fallback)")
        return fallback
    }

    private mutating func readConfig(at index: Int) {
        isAnnotated = true
        if let config { reportUnused(config) }
        config = nil
        guard top.spells(index + 2, "{"), let end = end(of: index + 2) else {
            return report(
                "worker.trigger.config",
                "\"@config\" is not followed by an object; expected settings such as { maxBatchSize: 10 }.", at: index)
        }
        edit.blank(top.range(index, top.spells(end + 1, ";") ? end + 1 : end), in: top.source)
        var reader = QueueSettingsReader(top: top, index: index + 3, end: end)
        let settings = reader.read()
        for problem in reader.problems { report("worker.trigger.config", problem.message, at: problem.index) }
        config = (settings, index)
    }

    /// The brace that closes the settings; no other is in them.
    private func end(of opening: Int) -> Int? {
        (opening + 1..<top.tokens.count).first { top.spells($0, "}") }
    }

    private mutating func reportUnused(_ config: (settings: JSONObject, index: Int)) {
        report(
            "worker.trigger.config",
            "\"@config\" belongs to no queue; expected it before an \"@queue\" function, or first in its body.",
            at: config.index)
    }

    private mutating func report(_ code: String, _ message: String, at index: Int) {
        report(code, message, line: top.source.line(at: top.tokens[min(index, top.tokens.count - 1)].range.lowerBound))
    }

    mutating func report(_ code: String, _ message: String, line: Int) {
        diagnostics.append(Diagnostic(code: code, message: message, pointer: "/triggerCode", line: line))
    }
}
