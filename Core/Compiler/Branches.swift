import IR

/// The arms of the branches of a document.
struct Branches: Sendable {
    /// Where each arm leads, in the order of the arms: to a node, or past the branch. A branch without `else` has
    /// one arm more, of what no condition takes.
    let arms: [Int: [Int?]]
    /// Where `then` leads.
    let thens: [Int: Int]
    private let armList: [Int: [(label: String, condition: String?)]]

    init(_ document: WorkflowDocument, _ outgoing: [[WorkflowEdge]]) {
        var arms: [Int: [Int?]] = [:]
        var thens: [Int: Int] = [:]
        var list: [Int: [(label: String, condition: String?)]] = [:]
        for (index, node) in document.nodes.enumerated() where node.builtIn == .branch {
            let declared = (node.data["branches"]?.array ?? []).map { arm in
                let condition = arm["condition"]?.string
                return (
                    label: arm["label"]?.string ?? "",
                    condition: condition?.allSatisfy(\.isWhitespace) == true ? nil : condition
                )
            }
            list[index] = declared
            arms[index] = declared.map { arm in outgoing[index].first { $0.label == arm.label }?.target }
            if declared.allSatisfy({ $0.condition != nil }) { arms[index]?.append(nil) }
            if !declared.contains(where: { $0.label == "then" }) {
                thens[index] = outgoing[index].first { $0.label == "then" }?.target
            }
        }
        self.arms = arms
        self.thens = thens
        armList = list
    }

    func labels(of node: Int) -> [String] { armList[node]?.map(\.label) ?? [] }

    /// JavaScript; `nil` is `else`.
    func conditions(of node: Int) -> [String?] { armList[node]?.map(\.condition) ?? [] }
}
