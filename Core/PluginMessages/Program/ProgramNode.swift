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

/// A credential that a node names.
public struct CredentialUse: Sendable, Hashable {
    /// What all variables of credentials begin with.
    public static let prefix = "MILLRACE_CREDENTIAL_"

    public let name: String
    /// The variables that the node reads without a credential, by its fields.
    public let variables: [String: String]

    public init(name: String, variables: [String: String] = [:]) {
        self.name = name
        self.variables = variables
    }

    /// The variable in which a deployment has what the credential needs.
    public var variable: String { Self.variable(of: name) }

    public static func variable(of name: String) -> String {
        prefix + name.uppercased().replacing("-", with: "_")
    }
}

/// How a durable step is retried and timed out. Durations are in milliseconds.
public struct StepOptions: Sendable, Hashable {
    public enum Backoff: String, Codable, Sendable {
        case constant, linear, exponential

        /// How many times the first delay the next one is.
        /// - Parameter attempts: That have failed, from 1.
        package func factor(after attempts: Int) -> Double {
            switch self {
            case .constant: 1
            case .linear: Double(attempts)
            case .exponential: Double(sign: .plus, exponent: min(attempts - 1, 62), significand: 1)
            }
        }
    }

    public struct Retries: Sendable, Hashable {
        /// How often a failed attempt is repeated; 0 is never.
        public let limit: Int
        public let delay: Int
        public let backoff: Backoff?

        public init(limit: Int, delay: Int, backoff: Backoff? = nil) {
            self.limit = limit
            self.delay = delay
            self.backoff = backoff
        }
    }

    public let retries: Retries?
    public let timeout: Int?

    public init(retries: Retries? = nil, timeout: Int? = nil) {
        self.retries = retries
        self.timeout = timeout
    }
}
