import JSON
import Platform

struct SaveDraft: JSONBody {
    static let schema = Schema.body(
        [
            "document": Schema.map().note("Any JSON object; a draft may be incomplete.")
                .example(["metadata": ["name": "Order notification", "version": 1], "nodes": []]),
            "baseVersionId": Schema.reference.note(
                "The version of the workflow that the draft is based on; `null` if there is none."
            ).example(.null),
        ], required: ["document"]
    ).named("NewDraft")

    let document: JSONObject
    let baseVersionId: String?
}
