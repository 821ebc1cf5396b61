import IR
import Values

/// What to write in place of a name that means nothing.
extension Reads {
    /// Which root of an expression was probably meant, and what else one may be.
    func advice(forRoot root: String) -> String {
        "\(nearest(toRoot: root))An expression begins with the id of a node, \"event\", \"trigger\", \"env\", a variable of "
            + "a loop around it, or \"err\" in the catch arm of a try_catch."
    }

    /// A sentence and a space; empty when nothing is near.
    func nearest(toRoot root: String) -> String {
        let all = document.nodes.map(\.id) + ReservedRoot.names + locals
        let nearest = caughtError(root) ?? NearestName.nearest(to: root, among: all)
        return nearest.map { "Did you mean \"\($0)\"? " } ?? ""
    }

    /// `err` in a catch arm, for what other tools call it.
    func caughtError(_ name: String) -> String? {
        locals.contains("err") && Self.errorNames.contains(name) ? "err" : nil
    }

    private static let errorNames: Set<String> = ["error", "e", "ex", "exc", "exception", "failure"]
}
