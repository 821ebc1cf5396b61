import Foundation
import JSON
import PluginMessages

extension ResourceAction {
    /// R2: buckets and objects, which may be any bytes.
    static let buckets: [ResourceAction] = [
        ResourceAction(
            "r2.buckets", .get, "r2/buckets", summary: "List R2 buckets", query: [.cursor, .limit(1...1000)],
            returns: page
        ) { runtime, request, account in
            let (found, next) = await runtime.resources(.bucket, request, account)
            return .page(found.map { ["name": .string($0.name)] }, next: next)
        },
        ResourceAction(
            "r2.create", .post, "r2/buckets", scope: .write, summary: "Create an R2 bucket",
            body: [ConfigField("name", .string, label: "Name", required: true, validation: .init(maxLength: 100))],
            returns: object
        ) { runtime, request, account in
            let name = request.text("name")
            try await runtime.requireNew(.bucket, name, account)
            _ = try await runtime.ask(LocalResource(.bucket, name, account: account), "list", ["limit": 1])
            return ResourceResponse(status: 201, json: ["name": .string(name)])
        },
        ResourceAction(
            "r2.delete", .delete, "r2/buckets/:bucketName", scope: .write, summary: "Delete an R2 bucket"
        ) { runtime, request, account in
            let listed = try await ask(runtime, request, account, "list", ["limit": 1])
            guard listed.value?["objects"]?.array?.isEmpty != false else {
                throw PluginFailure(
                    .r2, message: "The bucket is not empty: delete its objects first.", fault: .conflict)
            }
            return try await runtime.remove(.bucket, request.parameter("bucketName"), account)
        },
        ResourceAction(
            "r2.objects", .get, "r2/buckets/:bucketName/objects", summary: "List R2 objects",
            query: [.prefix, .cursor, .limit(1...1000), ConfigField("delimiter", .string, label: "Delimiter")],
            returns: page
        ) { runtime, request, account in
            let answer = try await ask(runtime, request, account, "list", request.query)
            return .page(answer.value?["objects"]?.array ?? [], next: answer.value?["cursor"]?.string)
        },
        ResourceAction(
            "r2.object", .get, "r2/buckets/:bucketName/objects/:key", summary: "Get an R2 object"
        ) { runtime, request, account in
            let answer = try await ask(runtime, request, account, "get")
            guard let bytes = answer.body else {
                throw PluginFailure(
                    .r2, message: "The object \"\(request.parameter("key"))\" does not exist.",
                    fault: .notFound)
            }
            let type = answer.value?["httpMetadata"]?["contentType"]?.string
            return .content(bytes, type: type ?? "application/octet-stream")
        },
        ResourceAction(
            "r2.put", .put, "r2/buckets/:bucketName/objects/:key", scope: .write, summary: "Put an R2 object",
            query: [
                ConfigField(
                    "contentType", .string, label: "Content type", description: "application/octet-stream without it.",
                    validation: .init(maxLength: 255, pattern: "[!-~]+/[ -~]+"))
            ], returns: object
        ) { runtime, request, account in
            let type = request.query["contentType"] ?? "application/octet-stream"
            let answer = try await ask(
                runtime, request, account, "put", ["httpMetadata": ["contentType": type]], body: request.content)
            return ResourceResponse(json: answer.value ?? [:])
        },
        ResourceAction(
            "r2.deleteObject", .delete, "r2/buckets/:bucketName/objects/:key", scope: .write,
            summary: "Delete an R2 object"
        ) { runtime, request, account in
            _ = try await ask(
                runtime, request, account, "delete", ["keys": [.string(request.parameter("key"))]])
            return ResourceResponse(json: ["deleted": true])
        },
    ]

    private static func ask(
        _ runtime: LocalRuntime, _ request: ResourceRequest, _ account: String, _ method: String,
        _ arguments: JSONObject = [:], body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        let name = request.parameter("bucketName")
        try await runtime.require(.bucket, name, account)
        var arguments = arguments
        if let key = request.parameters["key"] { arguments["key"] = .string(key) }
        return try await runtime.ask(
            LocalResource(.bucket, name, account: account), method, .object(arguments), body: body)
    }
}
