import JSON

/// A node of the document, as far as code needs it.
public struct ProgramNode: Sendable, Hashable {
    public enum Storage: String, Codable, Sendable {
        /// Nobody reads the value.
        case none
        /// A `const` where it is made.
        case local
        /// Assigned; declared with `let` by the block that lists it in `declares`.
        case hoisted
    }

    public let id: String
    /// The node's type: `step`, `branch`, or a plugin node's id.
    public let type: String
    /// The JavaScript variable that holds the value: unique, no reserved word, no name the backend uses.
    public let variable: String
    public let storage: Storage
    /// The name of the node's durable step: unique in the program; inside loops the backend adds the indexes.
    public let stepName: String
    /// In a script: the key under which the value is returned.
    public let exportName: String?
    public let options: StepOptions
    /// In place of the variables that the node reads; `nil` where it names none.
    public let credential: CredentialUse?
    /// The variables that fields of the node stand in for, by field: each has a value among the node's params, which the
    /// node's code reads in place of the variable.
    public let secretFields: [String: String]

    public init(
        id: String, type: String, variable: String, storage: Storage, stepName: String, exportName: String? = nil,
        options: StepOptions = StepOptions(), credential: CredentialUse? = nil, secretFields: [String: String] = [:]
    ) {
        self.id = id
        self.type = type
        self.variable = variable
        self.storage = storage
        self.stepName = stepName
        self.exportName = exportName
        self.options = options
        self.credential = credential
        self.secretFields = secretFields
    }
}
