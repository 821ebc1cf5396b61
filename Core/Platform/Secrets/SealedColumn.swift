import Storage

/// Every column that holds sealed values. A value cannot be sealed for another place, so what is not here cannot be
/// forgotten when the master key changes.
enum SealedColumn: Sendable, Hashable, CaseIterable {
    case connectionCredentials, variableValue, idempotentAnswer, deployedVariables, webhookSecret, webhookPreviousSecret
    case credentialValues

    var table: String {
        switch self {
        case .connectionCredentials: ConnectionRecord.table
        case .variableValue: VariableRecord.table
        case .idempotentAnswer: IdempotencyRecord.table
        case .deployedVariables: DeploymentRecord.table
        case .webhookSecret, .webhookPreviousSecret: WebhookRecord.table
        case .credentialValues: CredentialRecord.table
        }
    }

    var name: String {
        switch self {
        case .connectionCredentials: "credentials"
        case .variableValue: "value"
        case .idempotentAnswer: "answer"
        case .deployedVariables: "variables"
        case .webhookSecret: "secret"
        case .webhookPreviousSecret: "previous_secret"
        case .credentialValues: "sealed_values"
        }
    }

    /// Which rows have a sealed value there.
    var condition: String {
        switch self {
        case .connectionCredentials, .webhookSecret: "1 = 1"
        case .variableValue: "is_secret = 1"
        case .idempotentAnswer: "answer IS NOT NULL"
        case .deployedVariables: "variables IS NOT NULL"
        case .webhookPreviousSecret: "previous_secret IS NOT NULL"
        case .credentialValues: "1 = 1"
        }
    }

    func place(_ row: String) -> SecretLocation { SecretLocation(column: self, row: row) }
}
