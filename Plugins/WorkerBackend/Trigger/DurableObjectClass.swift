import JSON
import JavaScript
import PluginMessages

/// A class of trigger code that extends `DurableObject`: its instances are objects of the platform.
struct DurableObjectClass: Equatable {
    static let bindingType = "durable_object_class"
    static let base = "DurableObject"

    let name: String
    /// Whether the code exports it itself.
    let isExported: Bool

    var binding: Binding { Binding(type: Self.bindingType, name: name) }

    /// `ChatRoom` as `CHAT_ROOM`.
    private var constant: String {
        var constant = ""
        for character in name {
            if character.isUppercase, !constant.isEmpty, constant.last != "_" { constant += "_" }
            constant += character.uppercased()
        }
        return constant
    }

    /// The class that a member of `env` is for: the one of its name, or the only one.
    static func named(_ binding: String, among classes: [DurableObjectClass]) -> DurableObjectClass? {
        let prefix = "DURABLE_OBJECT_"
        let name = binding.hasPrefix(prefix) ? String(binding.dropFirst(prefix.count)) : binding
        return classes.first { $0.constant == name } ?? (classes.count == 1 ? classes[0] : nil)
    }
}

extension TopLevel {
    var durableObjects: [DurableObjectClass] {
        indexes.compactMap { index in
            guard spells(index, "class"), isName(index + 1), spells(index + 2, "extends"),
                spells(index + 3, DurableObjectClass.base)
            else { return nil }
            return DurableObjectClass(name: text(index + 1), isExported: spells(index - 1, "export"))
        }
    }

    /// Whether the code is the body of a function.
    var returns: Bool { indexes.contains { spells($0, "return") } }
}
