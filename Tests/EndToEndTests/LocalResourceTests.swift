import Foundation
import JSON
import TestSupport
import Testing

@Suite("Resources of local connections, through the real server", .serialized, .timeLimit(.minutes(5)))
struct LocalResourceTests {
    /// A server and a key that only reads.
    private func with(
        _ body:
            @escaping @Sendable (
                _ api: APIClient, _ reader: APIClient, _ connection: String, _ installation: LocalInstallation
            ) async throws -> Void
    ) async throws {
        try await LocalInstallation.running { installation in
            let reader = try await APIClient.with(scopes: ["read"], at: installation)
            try await body(installation.api, reader, installation.connection, installation)
        }
    }

    @Test("Keys and values of KV are listed, read, written and deleted at the paths that Cloudflare's have")
    func keyValue() async throws {
        try await with { api, reader, connection, _ in
            let query = "connectionId=\(connection)"
            let made = try await api.send(
                "POST", "/api/resources/kv/namespaces", ["connectionId": .string(connection), "title": "notes/1"])
            #expect(made.status == 201 && made.body["id"] == "notes/1")
            let again = try await api.send(
                "POST", "/api/resources/kv/namespaces", ["connectionId": .string(connection), "title": "notes/1"])
            #expect(again.status == 409)
            let path = "/api/resources/kv/namespaces/notes%2F1"
            for name in ["a", "b", "c"] {
                #expect(try await api.bytes("PUT", "\(path)/values/\(name)?\(query)", [0, 255, 7]).status == 200)
            }
            #expect(try await reader.bytes("GET", "\(path)/values/b?\(query)").body == [0, 255, 7])
            let first = try await reader.call("GET", "\(path)/keys?\(query)&limit=2")
            #expect(first["data"]?.array?.compactMap { $0["name"]?.string } == ["a", "b"])
            let cursor = try #require(
                first["nextCursor"]?.string?.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let second = try await reader.call("GET", "\(path)/keys?\(query)&limit=2&cursor=\(cursor)")
            #expect(second["data"]?.array?.compactMap { $0["name"]?.string } == ["c"] && second["nextCursor"] == .null)
            #expect(try await reader.send("DELETE", "\(path)/values/a?\(query)").status == 403)
            #expect(try await api.send("DELETE", "\(path)/values/a?\(query)").status == 200)
            #expect(try await reader.send("GET", "\(path)/values/a?\(query)").status == 404)
            #expect(try await reader.send("GET", "/api/resources/kv/namespaces/none/keys?\(query)").status == 404)
            #expect(try await api.send("DELETE", "\(path)?\(query)").status == 200)
            #expect(
                try await reader.call("GET", "/api/resources/kv/namespaces?\(query)")["data"]?.array?.isEmpty == true)
        }
    }

    @Test("A key without the scope write reads D1 by SQL, and no statement of it writes")
    func database() async throws {
        try await with { api, reader, connection, _ in
            let named = JSONValue.string(connection)
            _ = try await api.call("POST", "/api/resources/d1/databases", ["connectionId": named, "name": "books"])
            let path = "/api/resources/d1/databases/books/query"
            for sql in ["CREATE TABLE book (title TEXT)", "INSERT INTO book VALUES ('Emma'), ('Persuasion')"] {
                _ = try await api.call("POST", path, ["connectionId": named, "sql": .string(sql)])
            }
            let titles = try await reader.call(
                "POST", path,
                ["connectionId": named, "sql": "SELECT title FROM book WHERE title > ?", "params": ["F"]])
            #expect(titles["data"]?.array?.first?["results"] == [["title": "Persuasion"]])
            let writing = [
                "DELETE FROM book", "DROP TABLE book", "INSERT INTO book SELECT 'x'", "UPDATE book SET title = ''",
                "WITH gone AS (SELECT 1) DELETE FROM book RETURNING title", "PRAGMA foreign_keys = OFF",
                "CREATE TABLE other (x)", "/* SELECT */ REPLACE INTO book VALUES ('x')",
            ]
            for sql in writing {
                let answer = try await reader.send("POST", path, ["connectionId": named, "sql": .string(sql)])
                #expect(answer.status == 400 && answer.body.text.contains("scope"), "\(sql): \(answer.body.text)")
            }
            // What a PRAGMA does it does while it is prepared.
            for sql in [
                "EXPLAIN PRAGMA query_only = 1", "EXPLAIN PRAGMA hard_heap_limit = 200000", ";;PRAGMA query_only = 1",
            ] {
                #expect(
                    try await reader.send("POST", path, ["connectionId": named, "sql": .string(sql)]).status == 400)
            }
            let settings = try await api.call("POST", path, ["connectionId": named, "sql": "PRAGMA foreign_keys"])
            #expect(settings["data"]?.array?.first?["results"] == [["foreign_keys": 1]])
            _ = try await api.call(
                "POST", path, ["connectionId": named, "sql": "INSERT INTO book VALUES ('Sanditon')"])
            let count = try await reader.call(
                "POST", path, ["connectionId": named, "sql": "SELECT count(*) AS count FROM book"])
            #expect(count["data"]?.array?.first?["results"] == [["count": 3]])
        }
    }

    @Test("Objects of R2 are listed, read, written and deleted, and a bucket that holds some is kept")
    func bucket() async throws {
        try await with { api, reader, connection, _ in
            let query = "connectionId=\(connection)"
            _ = try await api.call(
                "POST", "/api/resources/r2/buckets", ["connectionId": .string(connection), "name": "files"])
            let path = "/api/resources/r2/buckets/files"
            let object = "\(path)/objects/a%2Fb.txt?\(query)"
            #expect(try await api.bytes("PUT", "\(object)&contentType=text%2Fplain", [72, 105]).status == 200)
            #expect(try await reader.bytes("GET", object).body == [72, 105])
            let listed = try await reader.call("GET", "\(path)/objects?\(query)")
            #expect(listed["data"]?.array?.compactMap { $0["key"]?.string } == ["a/b.txt"])
            #expect(try await api.send("DELETE", "\(path)?\(query)").status == 409)
            #expect(try await api.send("DELETE", object).status == 200)
            #expect(try await reader.send("GET", object).status == 404)
            #expect(try await api.send("DELETE", "\(path)?\(query)").status == 200)
        }
    }

    @Test("Messages of queues are listed, sent and deleted; what is not a queue of dead letters is not sent again")
    func queue() async throws {
        try await with { api, reader, connection, _ in
            let query = "connectionId=\(connection)"
            let path = "/api/resources/queues/mail"
            for number in 1...3 {
                _ = try await api.call(
                    "POST", "\(path)/messages", ["connectionId": .string(connection), "body": ["number": .int(number)]])
            }
            let listed = try await reader.call("GET", "\(path)/messages?\(query)&limit=2")
            let messages = listed["data"]?.array ?? []
            #expect(
                messages.compactMap { $0["body"]?["number"]?.int } == [1, 2] && listed["nextCursor"]?.string != nil)
            let queues = try await reader.call("GET", "/api/resources/queues?\(query)")["data"]?.array ?? []
            #expect(queues.first { $0["queue_name"] == "mail" }?["messages"] == 3)
            let first = try #require(messages.first?["id"])
            let deleted = try await api.call(
                "POST", "\(path)/delete", ["connectionId": .string(connection), "ids": [first]])
            #expect(deleted["deleted"] == 1)
            let retried = try await api.send("POST", "\(path)/retry", ["connectionId": .string(connection)])
            #expect(retried.status == 400)
            let rest = try await api.call("POST", "\(path)/delete", ["connectionId": .string(connection)])
            #expect(rest["deleted"] == 2)
        }
    }

    @Test("Dead letters are counted, listed and sent again to the queue that they came from")
    func deadLetters() async throws {
        try await with { api, reader, connection, installation in
            let query = "connectionId=\(connection)"
            let consumer = try await installation.deploy(
                LocalDocument.steps("Consumer", ("Take", "return event.payload;")),
                triggerCode: """
                    @config { maxBatchSize: 1, maxBatchTimeout: 0, maxRetries: 0, deadLetterQueue: "dead" }
                    @queue async function orderMail(batch, env) {
                      if (!(await env.KV_STORE.get("repaired"))) throw new Error("not yet");
                      for (const message of batch.messages) await env.WORKFLOW.create({ id: message.id, params: message.body });
                    }
                    """, environment: ["KV_STORE_BINDING_ID": "store"])
            let dead = "/api/resources/queues/dead"
            for number in 1...2 {
                let body: JSONValue = ["connectionId": .string(connection), "body": ["n": .int(number)]]
                _ = try await api.call("POST", "/api/resources/queues/order-mail/messages", body)
            }
            try await eventually("the dead letters", equals: [1, 2]) {
                try await reader.call("GET", "\(dead)/messages?\(query)")["data"]?.array?
                    .compactMap { $0["body"]?["n"]?.int }.sorted()
            }
            let metrics = try await api.bytes("GET", "/metrics")
            let line = String(decoding: metrics.body, as: UTF8.self).split(separator: "\n")
                .first { $0.hasPrefix("millrace_local_dead_letters{") && $0.contains("queue=\"dead\"") }
            #expect(line?.hasSuffix(" 2") == true, "\(line ?? "no such metric")")
            #expect(try await reader.send("POST", "\(dead)/retry", ["connectionId": .string(connection)]).status == 403)
            let repaired = "/api/resources/kv/namespaces/store/values/repaired?\(query)"
            #expect(try await api.bytes("PUT", repaired, Array("1".utf8)).status == 200)
            let sent = try await api.call("POST", "\(dead)/retry", ["connectionId": .string(connection)])
            #expect(sent["sent"] == 2)
            #expect(Set(try await consumer.finished(2).compactMap { $0["output"] }) == [["n": 1], ["n": 2]])
            #expect(try await reader.call("GET", "\(dead)/messages?\(query)")["data"]?.array?.isEmpty == true)
        }
    }

    @Test("Both providers' endpoints are one operation of the API's description")
    func description() async throws {
        try await with { api, _, _, _ in
            let document = try await api.call("GET", "/api/openapi.json")
            let operation = document["paths"]?["/api/resources/kv/namespaces"]?["get"]
            let text = operation?["parameters"]?.text ?? ""
            #expect(text.contains("`cloudflare`") && text.contains("`local`"))
        }
    }
}
