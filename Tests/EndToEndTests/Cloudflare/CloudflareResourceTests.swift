import JSON
import TestSupport
import Testing

@Suite("Resources of an emulated Cloudflare account, over the REST API", .timeLimit(.minutes(20)))
struct CloudflareResourceTests {
    @Test("KV: namespaces, keys page by page, and values of any bytes under any key")
    func keyValue() async throws {
        try await CloudflareInstallation.running { installation in
            let api = installation.api
            let connection = "connectionId=\(installation.connection)"
            let made = try await api.call(
                "POST", "/api/resources/kv/namespaces",
                ["connectionId": .string(installation.connection), "title": "cache"])
            let namespace = "/api/resources/kv/namespaces/\(made["id"]?.string ?? "")"
            let list = try await api.call("GET", "/api/resources/kv/namespaces?\(connection)")
            #expect(list["data"]?.array?.compactMap { $0["title"]?.string } == ["cache"])
            let bytes: [UInt8] = [0, 255, 13, 10, 128, 34]
            for key in ["a%2Fb", "a%20c"] + (1...11).map({ "n\($0)" }) {
                try await api.put("\(namespace)/values/\(key)?\(connection)", bytes)
            }
            #expect(try await api.bytes("\(namespace)/values/a%2Fb?\(connection)") == bytes)
            let prefixed = try await api.call("GET", "\(namespace)/keys?prefix=a&\(connection)")
            #expect(Set(prefixed["data"]?.array?.compactMap { $0["name"]?.string } ?? []) == ["a/b", "a c"])
            var names: [String] = []
            var cursor: String?
            repeat {
                let page = try await api.call(
                    "GET", "\(namespace)/keys?limit=4&\(connection)\(cursor.map { "&cursor=\($0)" } ?? "")")
                #expect((1...4).contains(page["data"]?.array?.count ?? 0))
                names += page["data"]?.array?.compactMap { $0["name"]?.string } ?? []
                cursor = page["nextCursor"]?.string
            } while cursor != nil
            #expect(names.count == 13 && Set(names).count == 13)
            _ = try await api.call("DELETE", "\(namespace)/values/n1?\(connection)")
            #expect(try await api.send("GET", "\(namespace)/values/n1?\(connection)").status == 404)
            _ = try await api.call("DELETE", "\(namespace)?\(connection)")
            #expect(try await api.call("GET", "/api/resources/kv/namespaces?\(connection)")["data"] == [])
        }
    }

    @Test("D1: a database is made, queried with parameters and deleted")
    func database() async throws {
        try await CloudflareInstallation.running { installation in
            let api = installation.api
            let connection = JSONValue.string(installation.connection)
            let made = try await api.call(
                "POST", "/api/resources/d1/databases", ["connectionId": connection, "name": "orders"])
            let database = "/api/resources/d1/databases/\(made["uuid"]?.string ?? "")"
            func query(_ sql: String, _ params: JSONValue = []) async throws -> JSONValue? {
                try await api.call(
                    "POST", "\(database)/query",
                    ["connectionId": connection, "sql": .string(sql), "params": params])["data"]?.array?.first?[
                        "results"]
            }
            _ = try await query("CREATE TABLE orders (id TEXT, amount INTEGER)")
            _ = try await query("INSERT INTO orders VALUES (?, ?)", ["A-1", "5"])
            #expect(
                try await query("SELECT id, amount FROM orders WHERE id = ?", ["A-1"]) == [["id": "A-1", "amount": 5]])
            let path = "/api/resources/d1/databases?connectionId=\(installation.connection)"
            #expect(try await api.call("GET", path)["data"]?.array?.compactMap { $0["name"]?.string } == ["orders"])
            _ = try await api.call("DELETE", "\(database)?connectionId=\(installation.connection)")
            #expect(try await api.call("GET", path)["data"] == [])
        }
    }

    @Test("D1: no statement of a key without the scope write changes anything, and no value gets into the log")
    func readingKey() async throws {
        try await CloudflareInstallation.running { installation in
            let (api, connection) = (installation.api, JSONValue.string(installation.connection))
            let reader = try await installation.client(scopes: ["read"])
            let made = try await api.call(
                "POST", "/api/resources/d1/databases", ["connectionId": connection, "name": "orders"])
            let path = "/api/resources/d1/databases/\(made["uuid"]?.string ?? "")/query"
            func body(_ sql: String) -> JSONValue { ["connectionId": connection, "sql": .string(sql)] }
            for sql in ["CREATE TABLE orders (id TEXT)", "INSERT INTO orders VALUES ('A-1')"] {
                _ = try await api.call("POST", path, body(sql))
            }
            let reads = try await reader.call("POST", path, body("SELECT id FROM orders -- all\n WHERE id = 'A-1'"))
            #expect(reads["data"]?.array?.first?["results"] == [["id": "A-1"]])
            for sql in [
                "SELECT 1 /* a *\u{2F}\u{301}; DELETE FROM orders -- */", "SELECT ''\u{301}; DELETE FROM orders -- '",
                "SELECT 1 --\u{2028} '\n; DELETE FROM orders -- '", "SELECT $a('); DELETE FROM orders --')",
                "SELECT 1\u{0}; DELETE FROM orders", "EXPLAIN PRAGMA foreign_keys = 0",
            ] {
                let answer = try await reader.send("POST", path, body(sql))
                #expect(answer.status == 400, "\(sql): \(answer.body.text)")
            }
            let masked = "SELECT ''\u{301}, 'hush-1', x'\u{301}hush-2' -- \u{2028} hush-3"
            _ = try await api.send("POST", path, body(masked))
            let count = try await api.call("POST", path, body("SELECT count(*) AS count FROM orders"))
            #expect(count["data"]?.array?.first?["results"] == [["count": 1]])
            let log = try await api.call("GET", "/api/audit-log?action=resource.query")
            #expect(log["data"]?.array?.isEmpty == false && !log.text.contains("hush"))
        }
    }

    @Test("R2: buckets and their objects")
    func bucket() async throws {
        try await CloudflareInstallation.running { installation in
            let api = installation.api
            let connection = "connectionId=\(installation.connection)"
            _ = try await api.call(
                "POST", "/api/resources/r2/buckets",
                ["connectionId": .string(installation.connection), "name": "files"])
            let bucket = "/api/resources/r2/buckets/files"
            let bytes: [UInt8] = [1, 0, 200]
            try await api.put("\(bucket)/objects/a.bin?\(connection)", bytes)
            try await api.put("\(bucket)/objects/b.bin?\(connection)", bytes)
            let objects = try await api.call("GET", "\(bucket)/objects?prefix=a&\(connection)")
            #expect(objects["data"]?.array?.compactMap { $0["key"]?.string } == ["a.bin"])
            #expect(try await api.bytes("\(bucket)/objects/a.bin?\(connection)") == bytes)
            let buckets = try await api.call("GET", "/api/resources/r2/buckets?\(connection)")
            #expect(buckets["data"]?.array?.compactMap { $0["name"]?.string } == ["files"])
            #expect(try await api.send("DELETE", "\(bucket)?\(connection)").status == 409)
            for name in ["a.bin", "b.bin"] {
                _ = try await api.call("DELETE", "\(bucket)/objects/\(name)?\(connection)")
            }
            _ = try await api.call("DELETE", "\(bucket)?\(connection)")
            #expect(try await api.call("GET", "/api/resources/r2/buckets?\(connection)")["data"] == [])
        }
    }

    @Test("Queues are listed with who sends and who takes, Vectorize indexes with their dimensions")
    func others() async throws {
        try await CloudflareInstallation.running { installation in
            let connection = "connectionId=\(installation.connection)"
            _ = try await installation.cloud.call("POST", "queues", ["queue_name": "mail"])
            let index: JSONValue = ["name": "docs", "config": ["dimensions": 3, "metric": "cosine"]]
            _ = try await installation.cloud.call("POST", "vectorize/v2/indexes", index)
            let workflow = try await installation.workflow(
                CloudflareDocument.answering("mail"), triggerCode: Self.consumer)
            try await workflow.post(CloudflareDocument.answering("mail"))
            let service = try await workflow.deploy()["serviceName"] ?? .null

            let queues = try await installation.api.call("GET", "/api/resources/queues?\(connection)")["data"]?.array
            #expect(queues?.compactMap { $0["queue_name"]?.string } == ["mail"])
            let queue = queues?.first
            #expect(queue?["consumers"]?.array?.compactMap { $0["script"] ?? $0["script_name"] } == [service])
            let indexes = try await installation.api.call("GET", "/api/resources/vectorize/indexes?\(connection)")
            #expect(indexes["data"]?.array?.first?["name"] == "docs")
            #expect(indexes["data"]?.array?.first?["config"]?["dimensions"] == 3)
        }
    }

    @Test("A batch of statements is one transaction, its statements are in the audit log, and raw rows have columns")
    func batch() async throws {
        try await CloudflareInstallation.running { installation in
            let (api, connection) = (installation.api, JSONValue.string(installation.connection))
            let reader = try await installation.client(scopes: ["read"])
            let made = try await api.call(
                "POST", "/api/resources/d1/databases", ["connectionId": connection, "name": "orders"])
            let database = "/api/resources/d1/databases/\(made["uuid"]?.string ?? "")"
            let batch: JSONValue = [
                ["sql": "CREATE TABLE orders (id TEXT)"], ["sql": "INSERT INTO orders VALUES (?)", "params": ["A-1"]],
            ]
            let order: JSONValue = ["connectionId": connection, "batch": batch]
            #expect(try await reader.send("POST", "\(database)/query", order).status == 400)
            #expect(try await api.call("POST", "\(database)/query", order)["data"]?.array?.count == 2)
            let wrong: JSONValue = [
                ["sql": "INSERT INTO orders VALUES ('A-2')"], ["sql": "INSERT INTO absent VALUES (1)"],
            ]
            let failed = try await api.send(
                "POST", "\(database)/query", ["connectionId": connection, "batch": wrong])
            #expect(failed.status >= 400)
            let raw = try await reader.call(
                "POST", "\(database)/raw", ["connectionId": connection, "sql": "SELECT id, id FROM orders"])
            #expect(
                raw["data"]?.array?.first?["results"] == ["columns": ["id", "id"], "rows": [["A-1", "A-1"]]])
            let log = try await api.call("GET", "/api/audit-log?action=resource.query")
            #expect(log.text.contains("INSERT INTO orders VALUES (?)"), "\(log.text)")
        }
    }

    @Test("Metadata of keys, buckets of a jurisdiction, pulled messages and vectors")
    func more() async throws {
        try await CloudflareInstallation.running { installation in
            let (api, connection) = (installation.api, JSONValue.string(installation.connection))
            let query = "connectionId=\(installation.connection)"
            func post(_ path: String, _ body: JSONObject) async throws -> JSONValue {
                var body = body
                body["connectionId"] = connection
                return try await api.call("POST", "/api/resources/\(path)", .object(body))
            }
            let namespace = try await post("kv/namespaces", ["title": "cache"])["id"]?.string ?? ""
            try await api.put(
                "/api/resources/kv/namespaces/\(namespace)/values/a?metadata=%7B%22n%22%3A1%7D&\(query)", [1])
            let metadata = try await api.call(
                "GET", "/api/resources/kv/namespaces/\(namespace)/metadata/a?\(query)")
            #expect(metadata["metadata"] == ["n": 1])

            _ = try await post("r2/buckets", ["name": "files", "jurisdiction": "eu"])
            let object = "/api/resources/r2/buckets/files/objects/a"
            #expect(try await api.bytes("PUT", "\(object)?\(query)", [1]).status == 404)
            try await api.put("\(object)?jurisdiction=eu&\(query)", [1, 2])
            #expect(try await api.bytes("\(object)?jurisdiction=eu&\(query)") == [1, 2])

            let queue = try await post("queues", ["name": "jobs", "deliveryDelay": 0])["queue_id"]?.string ?? ""
            _ = try await installation.cloud.call("POST", "queues/\(queue)/consumers", ["type": "http_pull"])
            #expect(try await post("queues/jobs/messages", ["body": "one", "contentType": "text"])["sent"] == 1)
            let pulled = try await post("queues/jobs/pull", ["batchSize": 5])["data"]?.array ?? []
            #expect(pulled.map { $0["body"] } == ["one"])
            let done = try await post("queues/jobs/acknowledge", ["acks": [pulled.first?["lease_id"] ?? .null]])
            #expect(done["ackCount"] == 1)
            _ = try await api.call("DELETE", "/api/resources/queues/jobs?\(query)")

            _ = try await post("vectorize/indexes", ["name": "docs", "dimensions": 2, "metric": "cosine"])
            let vectors: JSONValue = [
                ["id": "a", "values": [1, 0], "metadata": ["kind": "x"]], ["id": "b", "values": [0, 1]],
            ]
            _ = try await post("vectorize/indexes/docs/vectors", ["vectors": vectors])
            let found = try await post(
                "vectorize/indexes/docs/query", ["vector": [0.9, 0.1], "topK": 1, "returnMetadata": "all"])
            #expect(found["data"]?.array?.map { $0["id"] } == ["a"])
            #expect(found["data"]?.array?.first?["metadata"] == ["kind": "x"])
        }
    }

    private static let consumer = "@queue async function mail(batch, env, ctx) { batch.ackAll(); }"

    @Test("A token that lacks a permission is refused with the least one that the call needs")
    func permissions() async throws {
        try await CloudflareInstallation.running { installation in
            try await installation.control(
                "POST", "tokens", ["value": "scripts-only", "permissions": ["Workers Scripts Write"]])
            let credentials: JSONValue = [
                "apiToken": "scripts-only", "accountId": .string(CloudflareInstallation.account),
            ]
            let made = try await installation.api.call(
                "POST", "/api/connections",
                ["provider": "cloudflare", "name": "Narrow", "credentials": credentials])
            let verified = try await installation.api.call(
                "POST", "/api/connections/verify-token", ["provider": "cloudflare", "credentials": credentials])
            #expect(verified["valid"] == true, "\(verified.text)")
            #expect(verified["accounts"]?.array?.first?["id"]?.string == CloudflareInstallation.account)
            let path = "/api/resources/kv/namespaces?connectionId=\(made["id"]?.string ?? "")"
            let refusal = try await installation.api.send("GET", path)
            #expect(refusal.status == 502)
            #expect(refusal.body["code"] == "cloudflare.permission")
            let text = refusal.body["error"]?.string ?? ""
            #expect(text.contains("Account · Workers KV Storage · Read"), "\(text)")
            #expect(!refusal.body.text.contains("scripts-only"))
        }
    }
}

extension APIClient {
    fileprivate func put(_ path: String, _ content: [UInt8]) async throws {
        let answer = try await bytes("PUT", path, content)
        guard answer.status == 200 else { throw Unexpected(description: String(decoding: answer.body, as: UTF8.self)) }
    }

    fileprivate func bytes(_ path: String) async throws -> [UInt8] { try await bytes("GET", path).body }
}
