/// Statements that run one after another.
public struct Block: Sendable, Equatable {
    /// Nodes whose variables this block declares, because they are set deeper and read here or set in one
    /// place and read in another.
    public var declares: [Int]
    public var statements: [Statement]
    /// The node whose value is the block's value: the last one that has a value. `nil` when none has.
    public var value: Int?

    public init(declares: [Int] = [], statements: [Statement] = [], value: Int? = nil) {
        self.declares = declares
        self.statements = statements
        self.value = value
    }
}
