import Foundation
import JSON
import PluginKit
import PluginMessages
import Synchronization
import Testing

@testable import CloudflareRuntime

/// Answers every call with the same, and remembers it.
private final class OneAnswer: Transport {
    private let answer: FetchResponse
    /// Whether queues are looked up before; they are in an answer of their own.
    private let hasQueues: Bool
    private let request = Mutex<FetchRequest?>(nil)

    init(_ answer: FetchResponse, hasQueues: Bool = false) {
        self.answer = answer
        self.hasQueues = hasQueues
    }

    convenience init(_ result: JSONValue, info: JSONValue = nil, hasQueues: Bool = false) {
        self.init(Self.envelope(result, info: info), hasQueues: hasQueues)
    }

    private static func envelope(_ result: JSONValue, info: JSONValue = nil) -> FetchResponse {
        FetchResponse(
            status: 200, headers: [(name: "content-type", value: "application/json")],
            body: JSONValue.object(["success": true, "result": result, "result_info": info]).bytes)
    }

    var call: String { request.withLock { "\($0?.method ?? "") \($0?.url.dropFirst("http://api/".count) ?? "")" } }
    var body: [UInt8] { request.withLock { $0?.body ?? [] } }

    func header(_ name: String) -> String? {
        request.withLock { $0?.headers.first { $0.name == name }?.value }
    }

    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        if hasQueues, request.method == "GET", request.url.contains("/queues?") {
            return Self.envelope([["queue_id": "q1", "queue_name": "mail"]])
        }
        self.request.withLock { $0 = request }
        return answer
    }
}

@Suite("Resources of an account", .timeLimit(.minutes(10)))
struct ResourceTests {
    private func respond(
        _ transport: OneAnswer, _ endpoint: String, _ parameters: [String: String] = [:], query: JSONObject = [:],
        body: JSONObject = [:], bytes: [UInt8]? = nil, canWrite: Bool? = nil
    ) async throws -> ResourceResponse {
        let runtime = CloudflareRuntime(
            settings: ["API_URL": "http://api"], folder: nil, transport: transport, notes: FakeNotes())
        return try await runtime.respond(
            to: ResourceRequest(
                endpoint: endpoint, parameters: parameters, query: query, body: body,
                bytes: bytes.map { Data($0).base64EncodedString() }, credentials: CloudflareFixture.credentials,
                canWrite: canWrite))
    }

    @Test("A statement that changes something is sent for a caller who may write, and for no other")
    func statements() async throws {
        let change = "DELETE FROM people"
        for canWrite in [nil, false] {
            let none = OneAnswer(nil)
            let error = await #expect(throws: PluginFailure.self) {
                try await respond(
                    none, "d1.query", ["databaseId": "db"], body: ["sql": .string(change)], canWrite: canWrite)
            }
            #expect(error?.code == "cloudflare.onlyReads" && error?.fault == .invalid)
        }
        let sent = OneAnswer([])
        _ = try await respond(sent, "d1.query", ["databaseId": "db"], body: ["sql": .string(change)], canWrite: true)
        #expect(try JSONValue(parsing: sent.body)["sql"]?.string == change)
    }

    @Test("Every endpoint has a description, and responds with the status that it declares")
    func declared() async throws {
        for endpoint in CloudflareRuntime.resourceEndpoints {
            #expect(endpoint.description?.isEmpty == false, "\(endpoint.id)")
            // What is made, or listed within it, is an object.
            let isObject =
                endpoint.status == 201
                || [
                    "r2.buckets", "r2.put", "queues.pull", "queues.acknowledge", "vectorize.upsert", "vectorize.query",
                ].contains(endpoint.id)
            let response = try await respond(
                OneAnswer(isObject ? [:] : [], hasQueues: endpoint.path.contains(":queueName")), endpoint.id,
                body: endpoint.path.hasPrefix("d1/databases/:databaseId/") ? ["sql": "SELECT 1"] : [:])
            #expect(response.status == endpoint.status, "\(endpoint.id)")
            #expect((response.json == nil) == (endpoint.answer == nil), "\(endpoint.id)")
        }
    }

    @Test("The paths of the REST specification are there, with the scopes that it says")
    func paths() {
        let paths = Set(AccountResources.all.map(\.endpoint).map { "\($0.method.rawValue) \($0.path) \($0.scope)" })
        for path in [
            "GET kv/namespaces read", "GET kv/namespaces/:namespaceId/keys read",
            "GET kv/namespaces/:namespaceId/values/:key read", "GET d1/databases read",
            "POST d1/databases/:databaseId/query read", "GET r2/buckets read",
            "GET r2/buckets/:bucketName/objects read",
        ] {
            #expect(paths.contains(path))
        }
        let ids = AccountResources.all.map(\.endpoint.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test("Statements of a batch have parameters of their own, and each of them counts")
    func batch() async throws {
        let batch: JSONValue = [["sql": "SELECT ?", "params": [1]], ["sql": "DELETE FROM people"]]
        let error = await #expect(throws: PluginFailure.self) {
            try await respond(OneAnswer([]), "d1.query", ["databaseId": "db"], body: ["batch": batch], canWrite: false)
        }
        #expect(error?.code == "cloudflare.onlyReads")
        for form in ["query", "raw"] {
            let sent = OneAnswer([])
            _ = try await respond(sent, "d1.\(form)", ["databaseId": "db"], body: ["batch": batch], canWrite: true)
            #expect(sent.call == "POST accounts/\(CloudflareFixture.account)/d1/database/db/\(form)")
            #expect(try JSONValue(parsing: sent.body) == ["batch": batch])
        }
        for body: JSONObject in [
            [:], ["sql": "SELECT 1", "batch": batch], ["batch": []], ["batch": [["params": []]]], ["batch": 1],
            ["batch": batch, "params": []],
        ] {
            let none = OneAnswer([])
            let error = await #expect(throws: PluginFailure.self) {
                try await respond(none, "d1.query", ["databaseId": "db"], body: body, canWrite: true)
            }
            #expect(error?.code == "cloudflare.statements" && error?.fault == .invalid && none.body.isEmpty)
        }
    }

    @Test("A value has metadata and an end, and metadata that is no JSON is refused")
    func keyMetadata() async throws {
        let parameters = ["namespaceId": "ns", "key": "a"]
        let put = OneAnswer(nil)
        _ = try await respond(
            put, "kv.put", parameters, query: ["metadata": #"{"a": 1}"#, "expiration": 1_900_000_000], bytes: [1])
        #expect(put.call.hasSuffix("values/a?expiration=1900000000"))
        let body = String(decoding: put.body, as: UTF8.self)
        #expect(body.contains("name=\"metadata\"") && body.contains(#"{"a": 1}"#))
        #expect(try await respond(OneAnswer(["a": 1]), "kv.metadata", parameters).json == ["metadata": ["a": 1]])
        #expect(try await respond(OneAnswer(nil), "kv.metadata", parameters).json == ["metadata": nil])
        let error = await #expect(throws: PluginFailure.self) {
            try await respond(OneAnswer(nil), "kv.put", parameters, query: ["metadata": "{a"], bytes: [1])
        }
        #expect(error?.code == "cloudflare.metadata" && error?.fault == .invalid)
    }

    @Test("A bucket of a jurisdiction is asked for with it")
    func jurisdictions() async throws {
        let object = ["bucketName": "files", "key": "a"]
        for (endpoint, parameters, result) in [
            ("r2.buckets", [:], [:]), ("r2.delete", ["bucketName": "files"], nil), ("r2.objects", object, []),
            ("r2.put", object, [:]), ("r2.deleteObject", object, nil),
        ] as [(String, [String: String], JSONValue)] {
            let sent = OneAnswer(result)
            _ = try await respond(sent, endpoint, parameters, query: ["jurisdiction": "eu"], bytes: [1])
            #expect(sent.header("cf-r2-jurisdiction") == "eu", "\(endpoint)")
        }
        let made = OneAnswer([:])
        _ = try await respond(
            made, "r2.create", body: ["name": "files", "jurisdiction": "eu", "storageClass": "InfrequentAccess"])
        #expect(made.header("cf-r2-jurisdiction") == "eu")
        #expect(try JSONValue(parsing: made.body) == ["name": "files", "storageClass": "InfrequentAccess"])
        let put = OneAnswer([:])
        _ = try await respond(put, "r2.put", object, query: ["storageClass": "InfrequentAccess"], bytes: [1])
        #expect(put.header("cf-r2-storage-class") == "InfrequentAccess" && put.header("cf-r2-jurisdiction") == nil)
    }

    @Test("Messages are sent to, pulled from and acknowledged at a queue by its name")
    func messages() async throws {
        let queue = "accounts/\(CloudflareFixture.account)/queues/q1"
        let sent = OneAnswer(nil, hasQueues: true)
        let answer = try await respond(
            sent, "queues.send", ["queueName": "mail"], body: ["body": ["a": 1], "delaySeconds": 5])
        #expect(answer.status == 201 && answer.json == ["sent": 1])
        #expect(sent.call == "POST \(queue)/messages")
        #expect(
            try JSONValue(parsing: sent.body) == ["body": ["a": 1], "content_type": "json", "delay_seconds": 5])
        let pulled = OneAnswer(["messages": [["lease_id": "l1"]]], hasQueues: true)
        let page = try await respond(pulled, "queues.pull", ["queueName": "mail"], body: ["batchSize": 2])
        #expect(pulled.call == "POST \(queue)/messages/pull" && page.json?["data"] == [["lease_id": "l1"]])
        #expect(try JSONValue(parsing: pulled.body) == ["batch_size": 2, "visibility_timeout_ms": 30_000])
        let acknowledged = OneAnswer(["ackCount": 1], hasQueues: true)
        _ = try await respond(
            acknowledged, "queues.acknowledge", ["queueName": "mail"],
            body: ["acks": ["l1"], "retries": ["l2"], "delaySeconds": 9])
        #expect(
            try JSONValue(parsing: acknowledged.body) == [
                "acks": [["lease_id": "l1"]], "retries": [["lease_id": "l2", "delay_seconds": 9]],
            ])
    }

    @Test("Vectors are written as lines, and found by a vector")
    func vectors() async throws {
        let index = "accounts/\(CloudflareFixture.account)/vectorize/v2/indexes/docs"
        let written = OneAnswer(["mutationId": "m"])
        let vectors: JSONValue = [["id": "a", "values": [1, 0]], ["id": "b", "values": [0, 1]]]
        _ = try await respond(written, "vectorize.upsert", ["indexName": "docs"], body: ["vectors": vectors])
        #expect(written.call == "POST \(index)/upsert" && written.header("content-type") == "application/x-ndjson")
        let lines = String(decoding: written.body, as: UTF8.self).split(separator: "\n")
        #expect(try lines.map { try JSONValue(parsing: String($0)) } == vectors.array)
        let query = OneAnswer(["count": 1, "matches": [["id": "a", "score": 0.9]]])
        let body: JSONObject = ["vector": [1, 0], "topK": 1, "filter": ["kind": "x"], "returnMetadata": "all"]
        let page = try await respond(query, "vectorize.query", ["indexName": "docs"], body: body)
        #expect(query.call == "POST \(index)/query" && page.json?["data"]?.array?.first?["id"] == "a")
        #expect(try JSONValue(parsing: query.body) == .object(body))
    }

    @Test("Keys are listed by prefix, page by page")
    func keys() async throws {
        let transport = OneAnswer([["name": "a:1"]], info: ["count": 1, "cursor": "next"])
        let response = try await respond(
            transport, "kv.keys", ["namespaceId": "ns"], query: ["prefix": "a:", "limit": 50, "cursor": "last"])
        #expect(
            transport.call
                == "GET accounts/\(CloudflareFixture.account)/storage/kv/namespaces/ns/keys?prefix=a%3A&cursor=last&limit=50"
        )
        #expect(response.json == ["data": [["name": "a:1"]], "nextCursor": "next"])
    }

    @Test(
        "Pages are as small as is asked for, though the API's are not: every element comes once",
        arguments: [1, 3, 9, 10, 11, 100])
    func smallPages(limit: Int) async throws {
        let keys = (0..<25).map { JSONValue.object(["name": .string("k\($0)")]) }
        var all: [JSONValue] = []
        var cursor: String?
        repeat {
            var query: JSONObject = ["limit": .int(limit)]
            query["cursor"] = cursor.map(JSONValue.string)
            let page = SmallPage(
                ResourceRequest(endpoint: "kv.keys", parameters: [:], query: query, body: [:], credentials: nil))
            let size = try #require(page.size)
            #expect(size >= SmallPage.least)
            let start = page.cursor.flatMap(Int.init) ?? 0
            let end = min(start + size, keys.count)
            let answer = page.answer(Array(keys[start..<end]), next: end < keys.count ? "\(end)" : nil)
            let part = answer.json?["data"]?.array ?? []
            #expect((1...limit).contains(part.count))
            all += part
            cursor = answer.json?["nextCursor"]?.string
        } while cursor != nil && all.count <= keys.count
        #expect(all == keys)
    }

    @Test("Values are any bytes, there and back, under any key")
    func values() async throws {
        let bytes: [UInt8] = [0, 255, 13, 10, 128]
        let got = OneAnswer(FetchResponse(status: 200, body: bytes))
        let parameters = ["namespaceId": "ns", "key": "a/b c"]
        let response = try await respond(got, "kv.value", parameters)
        #expect(got.call == "GET accounts/\(CloudflareFixture.account)/storage/kv/namespaces/ns/values/a%2Fb%20c")
        #expect(response.bytes == Data(bytes).base64EncodedString())
        // A value that looks like an answer of the API that tells of a failure.
        let lookalike = OneAnswer(
            FetchResponse(
                status: 200, headers: [(name: "content-type", value: "application/json")],
                body: Array(#"{"success": false}"#.utf8)))
        #expect(try await respond(lookalike, "kv.value", parameters).bytes != nil)
        let put = OneAnswer(nil)
        _ = try await respond(put, "kv.put", parameters, query: ["expirationTtl": 60], bytes: bytes)
        #expect(
            put.call
                == "PUT accounts/\(CloudflareFixture.account)/storage/kv/namespaces/ns/values/a%2Fb%20c?expiration_ttl=60"
        )
        #expect(Data(put.body).range(of: Data(bytes)) != nil)
    }

    @Test("A query has its parameters, and lists count pages")
    func databases() async throws {
        let result: JSONValue = [["results": [["n": 1]], "success": true, "meta": [:]]]
        let query = OneAnswer(result)
        let response = try await respond(
            query, "d1.query", ["databaseId": "db"], body: ["sql": "SELECT ? AS n", "params": [1]])
        #expect(query.call == "POST accounts/\(CloudflareFixture.account)/d1/database/db/query")
        #expect(try JSONValue(parsing: query.body) == ["sql": "SELECT ? AS n", "params": [1]])
        #expect(response.json?["data"] == result)
        let list = OneAnswer([["uuid": "db"]], info: ["page": 2, "per_page": 10, "total_count": 21])
        let page = try await respond(list, "d1.databases", query: ["cursor": "2", "limit": 1])
        #expect(list.call == "GET accounts/\(CloudflareFixture.account)/d1/database?page=2&per_page=10")
        #expect(page.json?["nextCursor"] == "3")
    }

    @Test("Buckets and their objects are listed page by page")
    func buckets() async throws {
        let buckets = OneAnswer(["buckets": [["name": "files"]]], info: ["cursor": "c"])
        #expect(
            try await respond(buckets, "r2.buckets").json == ["data": [["name": "files"]], "nextCursor": "c"])
        let objects = OneAnswer([["key": "a.txt"]], info: ["cursor": "", "is_truncated": false])
        let response = try await respond(objects, "r2.objects", ["bucketName": "files"], query: ["prefix": "a"])
        #expect(objects.call == "GET accounts/\(CloudflareFixture.account)/r2/buckets/files/objects?prefix=a")
        #expect(response.json == ["data": [["key": "a.txt"]], "nextCursor": nil])
    }

    @Test(
        "Nothing in place of what was made, or of a list, is told: it is no success",
        arguments: ["", "null", #"{"success":true,"result":"no"}"#])
    func nothing(body: String) async throws {
        for endpoint in CloudflareRuntime.resourceEndpoints {
            // A deletion has no result, and a value is any bytes.
            let reads = ["d1.query", "d1.raw", "r2.put", "queues.pull", "queues.acknowledge", "vectorize.query"]
            let isRead = endpoint.status == 201 || endpoint.method == .get || reads.contains(endpoint.id)
            // What was sent has no result, and metadata may be none.
            guard isRead, endpoint.answer != nil, !["queues.send", "kv.metadata"].contains(endpoint.id) else {
                continue
            }
            let answer = OneAnswer(
                FetchResponse(status: 200, body: Array(body.utf8)), hasQueues: endpoint.path.contains(":queueName"))
            let error = await #expect(throws: PluginFailure.self, "\(endpoint.id)") {
                try await respond(answer, endpoint.id, body: ["sql": "SELECT 1"])
            }
            #expect(error?.code == "cloudflare.answer" && error?.fault == nil, "\(endpoint.id)")
        }
    }

    @Test("A name that would lead to another resource is refused", arguments: [".", "..", ""])
    func names(name: String) async throws {
        let transport = OneAnswer([:])
        let error = await #expect(throws: PluginFailure.self) {
            try await respond(transport, "d1.delete", ["databaseId": name])
        }
        #expect(error?.code == "cloudflare.parameter" && error?.fault == .invalid)
        #expect(transport.body.isEmpty && transport.call == " ")
    }
}
