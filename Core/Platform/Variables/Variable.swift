import JSON
import Storage
import Values

/// An environment variable, as it is shown and set.
package struct Variable: Sendable, Hashable {
    /// What is shown in place of a secret. Sent back, it leaves the secret as it is.
    package static let mask = "********"

    package let name: String
    package let value: String
    package let isSecret: Bool

    package init(name: String, value: String, isSecret: Bool) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }

    init(_ record: VariableRecord) {
        name = record.name
        value = record.isSecret ? Self.mask : record.value
        isSecret = record.isSecret
    }

    var isMasked: Bool { isSecret && value == Self.mask }

    /// The IR's specification, "Bindings".
    func check(at pointer: JSONPointer, _ problems: inout Problems) {
        let isWellFormed =
            name.utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } == true
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        if !isWellFormed {
            problems.add("pattern", "must match \(FieldLimits.variablePattern)", at: pointer.appending("name"))
        }
        problems.check(name, 0...FieldLimits.variableName, at: pointer.appending("name"))
        problems.check(value, FieldLimits.variableValue, at: pointer.appending("value"))
    }
}

extension VariableRecord {
    private static func place(_ id: VariableID) -> SecretLocation {
        SealedColumn.variableValue.place(id.text)
    }

    /// A workflow's variable.
    /// - Parameter old: The one of the same name that this one takes the place of.
    /// - Returns: `nil` when the variable is masked and there is no secret to keep.
    init?(
        _ variable: Variable, of workflow: WorkflowRecord, position: Int, replacing old: VariableRecord?,
        sealedBy secrets: SecretBox
    ) throws {
        let now = Timestamp.now
        let id = old?.id ?? .make(at: now)
        let value: String
        if variable.isMasked {
            guard let old, old.isSecret else { return nil }
            value = old.value
        } else {
            value = try Self.kept(variable, as: id, sealedBy: secrets)
        }
        self.init(
            id: id, organization: workflow.organization, project: workflow.project, workflow: workflow.id,
            position: position, name: variable.name, value: value, isSecret: variable.isSecret,
            createdAt: old?.createdAt ?? now, updatedAt: now)
    }

    /// The value as the database has it.
    static func kept(_ variable: Variable, as id: VariableID, sealedBy secrets: SecretBox) throws -> String {
        variable.isSecret ? try secrets.seal(variable.value, at: place(id)) : variable.value
    }

    /// The value itself.
    func opened(by secrets: SecretBox) throws -> String {
        isSecret ? try secrets.open(value, at: Self.place(id)) : value
    }
}
