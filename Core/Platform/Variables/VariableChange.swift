/// What becomes different of a variable; `nil` stays as it is.
package struct VariableChange: Sendable {
    package let name: String?
    package let value: String?
    package let isSecret: Bool?

    package init(name: String? = nil, value: String? = nil, isSecret: Bool? = nil) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }
}
