/// The durable steps of nodes, without those that record how arms that run at once have ended.
package enum NodeSteps {
    private static let records = [": begin", ": winner", ": stopped"]

    package static func names(_ names: [String]) -> [String] {
        names.filter { name in !records.contains { name.hasSuffix($0) } }
    }
}
