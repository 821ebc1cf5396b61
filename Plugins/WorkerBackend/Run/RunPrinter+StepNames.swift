import PluginMessages

/// Names of durable steps.
extension RunPrinter {
    /// What an index in a name, `" [4294967295]"`, and what a helper adds, `": status 10000"`, take at most.
    private static let indexLength = 13
    private static let suffixLength = 14

    /// The name as an expression: the node's, and the round of every loop around it. No run makes it longer than the
    /// platform allows.
    /// - Parameter suffix: Of a step beside the node's own.
    func stepName(_ node: Int, suffix: String = "") -> String {
        let room = limits.stepNameLength - Self.suffixLength - scope.indexes.count * Self.indexLength
        var name = program.nodes[node].stepName
        if name.utf16.count > room {
            // The index keeps names apart that begin alike.
            let mark = " #\(node)"
            name = String(decoding: name.utf16.prefix(max(room - mark.utf16.count, 0)), as: UTF16.self) + mark
        }
        guard !scope.indexes.isEmpty else { return JavaScriptText.string(name + suffix) }
        let rounds = scope.indexes.map { " [${\($0)}]" }.joined()
        return "`\(JavaScriptText.templateText(name))\(rounds)\(suffix)`"
    }
}
