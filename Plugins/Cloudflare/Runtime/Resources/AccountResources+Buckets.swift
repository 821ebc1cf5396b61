import JSON
import PluginMessages

extension AccountResources {
    /// R2: buckets.
    static let buckets: [Resource] = [
        Resource(
            "r2.buckets", .get, "r2/buckets", summary: "List R2 buckets",
            "Lists the buckets of the account, with `name` and `creation_date`.",
            query: [.cursor, .limit(1...1000), jurisdiction], gives: page
        ) { api, request throws(APIFailure) in
            let answer = try await api.send(
                APICall(
                    .get, api.ofAccount("r2", "buckets"), needs: .bucketsRead,
                    query: [("cursor", request.query("cursor")), ("per_page", request.query("limit"))],
                    headers: request.jurisdiction, gives: .object))
            return .page(answer.result["buckets"]?.array ?? [], next: answer.cursor)
        },
        Resource(
            "r2.create", .post, "r2/buckets", scope: .write, summary: "Create an R2 bucket",
            "Returns the bucket; its name is unique in the account.",
            body: [
                ConfigField(
                    "name", .string, label: "Name", required: true, validation: .init(minLength: 3, maxLength: 63)),
                ConfigField(
                    "locationHint", .select, label: "Location",
                    options: ["apac", "eeur", "enam", "weur", "wnam", "oc"].map { .init($0) }),
                storageClass, jurisdiction,
            ], gives: object, status: 201
        ) { api, request throws(APIFailure) in
            let body = JSONObject(
                present: ("name", .string(request.text("name"))), ("locationHint", request.body["locationHint"]),
                ("storageClass", request.body["storageClass"]))
            return .created(
                try await api.send(
                    APICall(
                        .post, api.ofAccount("r2", "buckets"), needs: .bucketsEdit, headers: request.jurisdiction,
                        body: .json(.object(body)), gives: .object)
                ).result)
        },
        Resource(
            "r2.delete", .delete, "r2/buckets/:bucketName", scope: .write, summary: "Delete an empty R2 bucket",
            "Only an empty bucket can be deleted.", query: [jurisdiction]
        ) { api, request throws(APIFailure) in
            try await api.send(
                APICall(.delete, api.bucket(request), needs: .bucketsEdit, headers: request.jurisdiction))
            return .deleted
        },
    ]

    /// "R2: Data location" (https://developers.cloudflare.com/r2/reference/data-location/): a bucket of a jurisdiction is found
    /// with its name only.
    static let jurisdiction = ConfigField(
        "jurisdiction", .select, label: "Jurisdiction", description: "Of the bucket.",
        options: BindingMember.jurisdictions.map { .init($0) })

    static let storageClass = ConfigField(
        "storageClass", .select, label: "Storage class", options: ["Standard", "InfrequentAccess"].map { .init($0) })
}

extension ResourceRequest {
    /// As a header of the API.
    var jurisdiction: [(name: String, value: String?)] {
        [("cf-r2-jurisdiction", (query["jurisdiction"] ?? body["jurisdiction"])?.string)]
    }
}

extension CloudflareAPI {
    func bucket(_ request: ResourceRequest) -> [String] {
        ofAccount("r2", "buckets", request.parameter("bucketName"))
    }
}
