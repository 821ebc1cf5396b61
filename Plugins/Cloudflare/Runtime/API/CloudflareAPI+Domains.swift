import JSON

extension CloudflareAPI {
    func domains(of script: String) async throws(APIFailure) -> [WorkerDomain] {
        try await send(
            APICall(
                .get, ofAccount("workers", "domains"), needs: .scriptsRead, query: [("service", script)], gives: .list)
        ).list.compactMap {
            guard let id = $0["id"]?.string, let hostname = $0["hostname"]?.string,
                $0["service"]?.string == script
            else { return nil }
            return WorkerDomain(id: id, hostname: hostname, zoneName: $0["zone_name"]?.string)
        }
    }

    /// The Worker that a host name is of.
    func owner(ofDomain hostname: String) async throws(APIFailure) -> String? {
        try await send(
            APICall(
                .get, ofAccount("workers", "domains"), needs: .scriptsRead, query: [("hostname", hostname)],
                gives: .list)
        ).list.first { $0["hostname"]?.string == hostname }?["service"]?.string
    }

    /// - Parameter zoneName: `nil` lets the API find the zone.
    func putDomain(_ hostname: String, zoneName: String?, to script: String) async throws(APIFailure) {
        var body: JSONObject = [
            "hostname": .string(hostname), "service": .string(script), "environment": "production",
        ]
        if let zoneName { body["zone_name"] = .string(zoneName) }
        try await send(
            APICall(.put, ofAccount("workers", "domains"), needs: .scriptsEdit, body: .json(.object(body))))
    }

    /// The host names that have DNS records of somebody else's, which attaching them would replace.
    /// (`publishCustomDomains` of cloudflare/workers-sdk, packages/deploy-helpers/src/triggers/publish-routes.ts.)
    /// - Returns: None for a Worker that does not exist yet, about which the API cannot be asked.
    func conflicts(ofDomains origins: [DeployConfiguration.Domain], of script: String) async throws(APIFailure)
        -> [String]
    {
        let call = APICall(
            .post, ofAccount("workers", "scripts", script, "domains", "changeset"), needs: .scriptsEdit,
            query: [("replace_state", "true")], body: .json(.array(origins.map(\.origin))), isRepeatable: true,
            isSecondary: true)
        let answer = try await orMissing(isSecondary: true) { () throws(APIFailure) in try await send(call) }
        return (answer?.result["conflicting"]?.array ?? []).compactMap { $0["hostname"]?.string }
    }

    /// Attaches host names, and replaces the DNS records that they have.
    func putDomains(replacingRecords origins: [DeployConfiguration.Domain], of script: String) async throws(APIFailure)
    {
        try await send(
            APICall(
                .put, ofAccount("workers", "scripts", script, "domains", "records"), needs: .scriptsEdit,
                body: .json([
                    "override_scope": true, "override_existing_origin": false, "override_existing_dns_record": true,
                    "origins": .array(origins.map(\.origin)),
                ])))
    }

    func deleteDomain(_ id: String) async throws(APIFailure) {
        try await send(APICall(.delete, ofAccount("workers", "domains", id), needs: .scriptsEdit))
    }
}

extension DeployConfiguration.Domain {
    fileprivate var origin: JSONValue {
        var origin: JSONObject = ["hostname": .string(hostname)]
        if let zoneName { origin["zone_name"] = .string(zoneName) }
        return .object(origin)
    }
}
