import JSON
import Platform

extension Draft {
    static let shape = Shape<Draft>("Draft") {
        DraftSummary.shape.members(of: \.summary)
        Member(
            "document", .map.example(["metadata": ["name": "Order notification", "version": 1], "nodes": []]),
            \.document, "The document as it was saved, which may be incomplete.")
    }
}

extension DraftSummary {
    static let shape = Shape<DraftSummary>("DraftSummary") {
        Member("workflowId", .id, \.workflow, "The workflow that the draft belongs to.")
        Member(
            "baseVersionId", .id, nullable: \.base,
            "The version that the draft is based on; `null` if there is none or it was deleted.")
        Member(
            "author", Version.authorShape, nullable: \.author,
            "The user who saved the draft last, directly or with an API key; `null` if unknown.")
        Member("createdAt", .time, \.createdAt, "When the draft was first saved.")
        Member("updatedAt", .time, \.updatedAt, "When it was last saved.")
    }
}
