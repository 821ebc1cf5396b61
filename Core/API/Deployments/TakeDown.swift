struct TakeDown: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection whose deployment is removed."),
            "force": Schema.flag.note(
                "Whether to remove it even if other deployed programs use it, or it was changed outside this server. "
                    + "If omitted, such a takedown is refused and removes nothing."),
        ], required: ["connectionId"]
    ).named("Takedown")

    let connectionId: String
    let force: Bool?
}
