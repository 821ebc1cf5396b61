import JSON

struct ListFieldOptions: JSONBody {
    static let schema = Schema.body(
        [
            "field": Schema.text.note("Name of a field in the node's `configSchema`.").example("channel"),
            "version": Schema.text.note("If omitted, the version that new documents use.").example("1.0.0"),
            "config": Schema.map().note("The current values of the node's `data`."),
        ], required: ["field"]
    ).named("OptionsRequest")

    let field: String
    let version: String?
    let config: JSONObject?
}
