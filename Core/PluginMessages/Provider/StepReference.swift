/// A step of a run.
public struct StepReference: Codable, Sendable, Hashable {
    public let name: String
    /// Which of the steps of that name it is, in the order in which they began, from 1: a step in a loop runs often.
    public let count: Int

    public init(name: String, count: Int = 1) {
        self.name = name
        self.count = count
    }
}
