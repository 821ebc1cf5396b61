import JSON

/// Reads members of a project's file, and names the place of one that is not valid.
struct ProjectFileFields {
    let value: JSONValue
    private let file: DocumentFile
    private let pointer: JSONPointer

    init(_ file: DocumentFile) throws {
        self.init(file.value, file, .root)
        guard value.object != nil else { throw problem("expected an object.", at: .root) }
    }

    private init(_ value: JSONValue, _ file: DocumentFile, _ pointer: JSONPointer) {
        (self.value, self.file, self.pointer) = (value, file, pointer)
    }

    /// - Throws: `ClientError` for other members than these.
    func allow(_ names: String...) throws {
        for key in value.object?.keys ?? [] where !names.contains(key) {
            throw problem("unknown; expected one of \(names.joined(separator: ", ")).", at: pointer.appending(key))
        }
    }

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
            return (key, ProjectFileFields(member, file, place))
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
