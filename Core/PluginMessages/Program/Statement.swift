import JSON

public indirect enum Statement: Sendable, Equatable {
    case call(Call)
    case branch(Branch)
    /// All arms at once; the node's value is the array of the arms' values.
    case parallel(node: Int, arms: [Block])
    /// All arms at once; the node's value is that of the arm that ends first.
    case race(node: Int, arms: [Block])
    case loop(Loop)
    case tryCatch(TryCatch)
    case exit(Exit)
}
