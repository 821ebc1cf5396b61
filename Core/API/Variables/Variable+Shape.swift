import Platform

extension SharedVariable {
    static let shape = Shape<SharedVariable>("Variable") {
        Member("id", .id, \.id)
        Member("projectId", .id, nullable: \.project, "Null for a variable of the whole organization.")
        Member("name", .text(.variableName), \.variable.name)
        Member("value", .text(.variableValue), \.variable.value, "\"\(Variable.mask)\" for a secret.")
        Member("isSecret", .flag, \.variable.isSecret)
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
    }
}

extension Variable {
    /// A variable of a workflow.
    static let shape = Shape<Variable>("WorkflowVariable") {
        Member("name", .text(.variableName), \.name)
        Member("value", .text(.variableValue), \.value)
        Member("isSecret", .flag, \.isSecret)
    }
}

extension Schema {
    static let variableName = Schema.text(1...FieldLimits.variableName, pattern: FieldLimits.variablePattern)
        .example("MY_VAR")
    static let variableValue = Schema.text(FieldLimits.variableValue).example("my-value")
}
