import JSON

struct ListFieldOptions: JSONBody {
    static let schema = Schema.body(
        [
            "field": Schema.text.note("Name of a field in the node's `configSchema`.").example("channel"),
            "version": Schema.text.note("If omitted, the version that new documents use.").example("1.0.0"),
            "config": Schema.map().note("The current values of the node's `data`."),
            "credentialId": Schema.reference.note(
                "The credential with which the vendor lists options of a field with `optionsFrom`; requires `write`."),
            "search": Schema.text(0...200).note("Text that the label or the value contains.").example("orders"),
            "cursor": Schema.text(1...5_000).note("The `nextCursor` of the previous page."),
            "refresh": Schema.flag.note(
                "Bypass the cache, which keeps a page for a minute."),
        ], required: ["field"]
    ).named("OptionsRequest")

    let field: String
    let version: String?
    let config: JSONObject?
    let credentialId: String?
    let search: String?
    let cursor: String?
    let refresh: Bool?
}
