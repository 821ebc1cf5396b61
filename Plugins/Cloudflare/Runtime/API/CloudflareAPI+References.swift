import JSON

extension CloudflareAPI {
    /// What the vendor's own client asks before it deletes a Worker (cloudflare/workers-sdk, packages/wrangler/src/delete.ts).
    func users(of script: String) async throws(APIFailure) -> ScriptUsers {
        let references = APICall(
            .get, ofAccount("workers", "scripts", script, "references"), needs: .scriptsRead)
        let tails = APICall(.get, ofAccount("workers", "tails", "by-consumer", script), needs: .tailRead)
        let found = try await orMissing(isSecondary: true) { () throws(APIFailure) in
            try await send(references).result
        }
        var names = found.map { Self.names(in: $0, except: script) } ?? []
        names += try await producers(tails)
        return ScriptUsers(names: names)
    }

    /// A token that may not read tails deploys anyway: the API refuses to delete what a tail needs.
    private func producers(_ call: APICall) async throws(APIFailure) -> [String] {
        do {
            let answer = try await orMissing(isSecondary: true) { () throws(APIFailure) in try await send(call) }
            return (answer?.list ?? []).map { "\(Self.worker($0["producer"])) (tail)" }
        } catch {
            guard error.lacksPermission else { throw error }
            return []
        }
    }

    private static func names(in references: JSONValue, except script: String) -> [String] {
        func list(_ value: JSONValue?) -> [JSONValue] { value?.array ?? [] }
        var names = list(references["services"]?["incoming"]).map { "\(worker($0)) (service binding)" }
        if references["services"]?["pages_function"]?.bool == true { names.append("a Pages project (service binding)") }
        names += list(references["durable_objects"]).filter { $0["service"]?.string != script }
            .map { "\(worker($0)) (Durable Object)" }
        names += list(references["dispatch_outbounds"]).map { "\(worker($0)) (dispatch namespace)" }
        return names
    }

    private static func worker(_ value: JSONValue?) -> String {
        let name = value?["service"]?.string ?? value?["script"]?.string ?? value?["namespace"]?.string ?? ""
        return "Worker \"\(name)\""
    }
}
