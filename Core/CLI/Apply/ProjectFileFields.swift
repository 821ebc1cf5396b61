import JSON
import Platform
import Values

/// Reads members of a project's file, and names the place of one that is not valid.
struct ProjectFileFields {
    let value: JSONValue
    private let file: DocumentFile
    private let pointer: JSONPointer
    private let problems: ProjectFileProblems

    /// - Parameter problems: Receives what is not valid besides the first thing that makes a part unreadable.
    init(_ file: DocumentFile, _ problems: ProjectFileProblems) throws {
        self.init(file.value, file, .root, problems)
        guard value.object != nil else { throw problem("expected an object.", at: .root) }
    }

    private init(
        _ value: JSONValue, _ file: DocumentFile, _ pointer: JSONPointer, _ problems: ProjectFileProblems
    ) {
        (self.value, self.file, self.pointer, self.problems) = (value, file, pointer, problems)
    }

    /// Reports other members than these.
    func allow(_ names: String...) {
        for key in value.object?.keys ?? [] where !names.contains(key) {
            let nearest = NearestName.hint(for: key, among: names)
            report("unknown; expected one of \(names.joined(separator: ", ")).\(nearest)", at: pointer.appending(key))
        }
    }

    /// Reports names that no variable can have.
    /// - Parameter names: Of the members of an object, or the elements of a list.
    func checkVariables(_ names: [String], in member: String) {
        let isList = value[member]?.array != nil
        for (index, name) in names.enumerated() {
            let place = pointer.appending(member)
            let own = isList ? place.appending(index) : place.appending(name)
            if name.wholeMatch(of: #/[A-Z][A-Z0-9_]*/#) == nil || name.utf8.count > FieldLimits.variableName {
                report(
                    "\"\(name)\" is not a valid name of a variable; expected uppercase letters, digits and underscores, a letter "
                        + "first, such as API_URL.", at: own)
            }
        }
    }

    /// Reports a value that no variable can have.
    func checkValues(_ variables: [(name: String, value: String)], in member: String) {
        for (name, value) in variables where !FieldLimits.variableValue.contains(value.count) {
            report(
                "The value has more than \(FieldLimits.variableValue.upperBound) characters.",
                at: pointer.appending(member).appending(name))
        }
    }

    /// Reads a part; a problem of it is reported with the others, and something else is returned.
    func read<Value>(_ fallback: Value, _ part: () throws -> Value) -> Value {
        do { return try part() } catch {
            problems.note(error)
            return fallback
        }
    }

    private func report(_ message: String, at pointer: JSONPointer) { problems.note(problem(message, at: pointer)) }

    func text(_ name: String) throws -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string else { throw problem("expected a string.", at: pointer.appending(name)) }
        return text
    }

    func required(_ name: String) throws -> String {
        guard let text = try text(name) else { throw problem("\(name) is required.", at: pointer) }
        return text
    }

    /// The path of a file below the folder.
    func file(_ name: String, in folder: ProjectFolder) throws -> String? {
        guard let text = try text(name) else { return nil }
        guard let path = folder.file(text) else {
            throw problem(
                "\"\(text)\" is outside the folder \(folder.path); expected the path of a file in it.",
                at: pointer.appending(name))
        }
        return path
    }

    func requiredFile(_ name: String, in folder: ProjectFolder) throws -> String {
        _ = try required(name)
        return try file(name, in: folder) ?? ""
    }

    /// Texts in a list.
    func list(_ name: String) throws -> [String] {
        guard let member = value[name], !member.isNull else { return [] }
        guard let values = member.array, values.allSatisfy({ $0.string != nil }) else {
            throw problem("expected a list of strings.", at: pointer.appending(name))
        }
        return values.compactMap(\.string)
    }

    /// Texts by their names; numbers and booleans are taken as they are spelled.
    func texts(_ name: String) throws -> [(name: String, value: String)] {
        try object(name).map { key, member in
            switch member {
            case .string(let text): return (key, text)
            case .number, .bool: return (key, member.text)
            case .null, .array, .object:
                throw problem("expected a string.", at: pointer.appending(name).appending(key))
            }
        }
    }

    /// Objects by their names.
    func members(_ name: String) throws -> [(String, ProjectFileFields)] {
        try object(name).map { key, member in
            let place = pointer.appending(name).appending(key)
            guard member.object != nil else { throw problem("expected an object.", at: place) }
            return (key, ProjectFileFields(member, file, place, problems))
        }
    }

    private func object(_ name: String) throws -> [(key: String, value: JSONValue)] {
        guard let member = value[name], !member.isNull else { return [] }
        guard let object = member.object else { throw problem("expected an object.", at: pointer.appending(name)) }
        return object.map { ($0.key, $0.value) }
    }

    private func problem(_ message: String, at pointer: JSONPointer) -> ClientError {
        let place = file.places.nearest(to: pointer.text)
        return ClientError(.rejected, "\(file.path):\(place.line):\(place.column): \(pointer): \(message)")
    }
}
