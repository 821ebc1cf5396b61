import Platform

extension SharedVariable {
    static let shape = Shape<SharedVariable>("Variable") {
        Member("id", .id, \.id, "Identifies the variable.")
        Member("projectId", .id, nullable: \.project, "Null for a variable of the whole organization.")
        Member("name", .text(.variableName), \.variable.name, "The name in the `env` of programs.")
        Member("value", .text(.variableValue), \.variable.value, "\"\(Variable.mask)\" for a secret.")
        Member("isSecret", .flag, \.variable.isSecret, "Whether the value is encrypted and shown masked.")
        Member("createdAt", .time, \.createdAt, "When the variable was created.")
        Member("updatedAt", .time, \.updatedAt, "When its value last changed.")
    }
}

extension Variable {
    /// A variable of a workflow.
    static let shape = Shape<Variable>("WorkflowVariable") {
        Member("name", .text(.variableName), \.name, "The name in the `env` of programs.")
        Member("value", .text(.variableValue), \.value, "The value; masked for a secret.")
        Member("isSecret", .flag, \.isSecret, "Whether the value is encrypted and shown masked.")
    }
}

extension Schema {
    static let variableName = Schema.text(1...FieldLimits.variableName, pattern: FieldLimits.variablePattern)
        .example("MY_VAR")
    static let variableValue = Schema.text(FieldLimits.variableValue).example("my-value")
}
