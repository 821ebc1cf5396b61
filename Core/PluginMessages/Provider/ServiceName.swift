/// The name that a workflow is deployed under: its display name as a slug, and the end of its id, so that two
/// workflows of one name differ and a workflow keeps its own over deployments.
public enum ServiceName {
    public static func make(workflowName: String, workflowId: String) -> String {
        let words = workflowName.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let slug = words.joined(separator: "-").prefix(40)
        let id = workflowId.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.suffix(8)
        return [String(slug), String(id)].filter { !$0.isEmpty }.joined(separator: "-")
    }
}
