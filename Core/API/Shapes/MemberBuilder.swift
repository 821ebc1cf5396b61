/// Collects the members of an object, in the order of the response.
@resultBuilder
enum MemberBuilder<Root> {
    static func buildExpression(_ member: Member<Root>) -> [Member<Root>] { [member] }

    /// The members of another shape: `Workflow.shape.members(of: \.workflow)`.
    static func buildExpression(_ members: [Member<Root>]) -> [Member<Root>] { members }

    static func buildBlock(_ members: [Member<Root>]...) -> [Member<Root>] { members.flatMap(\.self) }
}
