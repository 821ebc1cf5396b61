import JSON

extension CloudflareAPI {
    /// - Parameter id: The same id twice is refused by the API, so that nothing starts twice.
    func createInstance(of workflow: String, id: String, params: JSONValue) async throws(APIFailure) -> JSONValue {
        try await send(
            APICall(
                .post, ofAccount("workflows", workflow, "instances"), needs: .scriptsEdit,
                body: .json(["instance_id": .string(id), "params": .string(params.text)]))
        ).result
    }

    func instance(_ id: String, of workflow: String) async throws(APIFailure) -> JSONValue {
        try await send(
            APICall(.get, ofAccount("workflows", workflow, "instances", id), needs: .scriptsRead)
        ).result
    }

    /// - Parameter action: `pause`, `resume`, `terminate` or `restart`.
    func changeInstance(_ id: String, of workflow: String, _ action: String) async throws(APIFailure) -> JSONValue {
        try await send(
            APICall(
                .patch, ofAccount("workflows", workflow, "instances", id, "status"), needs: .scriptsEdit,
                body: .json(["status": .string(action)]), isRepeatable: action != "restart")
        ).result
    }

    func sendEvent(
        _ type: String, payload: JSONValue, to id: String, of workflow: String
    ) async throws(APIFailure) {
        try await send(
            APICall(
                .post, ofAccount("workflows", workflow, "instances", id, "events", type), needs: .scriptsEdit,
                body: .json(payload)))
    }
}
