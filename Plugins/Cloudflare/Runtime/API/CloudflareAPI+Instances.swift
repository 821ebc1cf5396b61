import FoundationEssentials
import JSON

extension CloudflareAPI {
    /// - Parameter id: The same id twice is refused by the API, so that nothing starts twice.
    func createInstance(of workflow: String, id: String, params: JSONValue) async throws(APIFailure) -> JSONValue {
        try await send(
            APICall(
                .post, ofAccount("workflows", workflow, "instances"), needs: .scriptsEdit,
                body: .json(["instance_id": .string(id), "params": .string(params.text)]), isRepeatable: true,
                gives: .object)
        ).result
    }

    func instance(_ id: String, of workflow: String) async throws(APIFailure) -> JSONValue {
        try await send(
            APICall(.get, ofAccount("workflows", workflow, "instances", id), needs: .scriptsRead, gives: .object)
        ).result
    }

    /// A page of a workflow's instances, the newest first, without their outputs and steps.
    /// - Parameters:
    ///   - time: Those that were created since; milliseconds since 1970.
    ///   - cursor: Of the page before. "List Workflow Instances" of the API's reference: pages by number are a best effort,
    ///     those by cursor are complete.
    func instances(
        of workflow: String, since time: Int?, cursor: String?, page: Int, size: Int
    ) async throws(APIFailure) -> APIAnswer {
        try await send(
            APICall(
                .get, ofAccount("workflows", workflow, "instances"), needs: .scriptsRead,
                query: [
                    ("per_page", "\(size)"), ("date_start", time.map(Self.text(of:))), ("cursor", cursor),
                    ("page", cursor == nil && page > 1 ? "\(page)" : nil),
                ], gives: .list))
    }

    private static func text(of milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }

    /// - Parameters:
    ///   - action: `pause`, `resume`, `terminate` or `restart`.
    ///   - step: Of a restart.
    ///   - rollback: Of a termination: `wrangler workflows instances terminate --rollback`
    ///     (https://developers.cloudflare.com/workers/wrangler/commands/#workflows-instances-terminate).
    func changeInstance(
        _ id: String, of workflow: String, _ action: String, from step: InstanceStep? = nil, rollback: Bool = false
    ) async throws(APIFailure) -> JSONValue {
        let body = JSONObject(
            present: ("status", .string(action)), ("from", step?.json), ("rollback", rollback ? true : nil))
        return try await send(
            APICall(
                .patch, ofAccount("workflows", workflow, "instances", id, "status"), needs: .scriptsEdit,
                body: .json(.object(body)), isRepeatable: action != "restart", gives: .object)
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
