import JSON
import Platform

struct SetLayout: JSONBody {
    static let schema = Schema.body(
        [
            "nodes": Schema.map(of: Schema.layoutPosition).note("Positions by the ids of nodes.")
                .example(["note": ["x": 240, "y": 0]]),
            "viewport": Schema.layoutViewport.note("The visible part; `null` shows everything."),
        ], required: ["nodes"]
    ).named("NewLayout")

    let nodes: JSONObject
    let viewport: JSONObject?
}
