import JSON
import Yams

/// A YAML text as JSON: the core schema of YAML 1.2, so that `no` and `on` are texts.
struct YAMLDocument {
    struct Invalid: Error {
        let message: String
        let place: TextPlace
    }

    let value: JSONValue
    let places: [String: TextPlace]
    /// By the pointers of texts in literal blocks: the line of the file that their first line is.
    let blocks: [String: Int]

    /// - Throws: ``Invalid``
    init(parsing text: String) throws {
        let aliases = try YAMLAliases(of: text)
        do {
            // Nodes refer to their anchors only as long as the parser lives.
            let parser = try Parser(yaml: aliases.text)
            defer { withExtendedLifetime(parser) {} }
            guard let root = try parser.singleRoot() else {
                (value, places, blocks) = (nil, [:], [:])
                return
            }
            var composer = YAMLComposer(aliases)
            value = try composer.value(of: root)
            (places, blocks) = (composer.places, composer.blocks)
        } catch let error as YamlError {
            throw Self.invalid(error, aliases)
        }
    }

    private static func invalid(_ error: YamlError, _ aliases: YAMLAliases) -> Invalid {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Invalid(
                message: problem.prefix(1).uppercased() + problem.dropFirst() + ".",
                place: TextPlace(line: mark.line, column: mark.column))
        case .duplicatedKeysInMapping(let keys, let context):
            Invalid(
                message: "The key \"\(aliases.restored(keys.first ?? ""))\" is repeated.",
                place: TextPlace(line: context.mark.line, column: context.mark.column))
        default: Invalid(message: aliases.restored("\(error)"), place: TextPlace(line: 1, column: 1))
        }
    }
}
