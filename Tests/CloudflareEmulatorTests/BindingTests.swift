import EmulatorClient
import JSON
import TestSupport
import Testing

@Suite("Programs and the API of the emulated Cloudflare see the same resources", .timeLimit(.minutes(3)))
struct BindingTests {
    private static let code = """
        export default {
          async fetch(request, env) {
            await env.KV.put("greeting", "hello", { metadata: { by: "worker" } });
            await env.DB.prepare("INSERT INTO visits (path) VALUES (?)").bind(new URL(request.url).pathname).run();
            await env.BUCKET.put("a/b", "content");
            await env.QUEUE.send({ order: 1 });
            return new Response(await env.KV.get("given"));
          },
          async scheduled(event, env) { await env.KV.put("cron", event.cron); },
          async queue(batch, env) { for (const message of batch.messages) await env.KV.put(`order-${message.body.order}`, batch.queue); },
        };
        """

    /// The value of a key, once it is there.
    private static func value(_ key: String, in namespace: String, _ emulator: EmulatorClient) async throws
        -> JSONValue
    {
        let answer = try await eventually("a value of \(key)", satisfies: { $0.status == 200 }) {
            try await emulator.call("GET", "storage/kv/namespaces/\(namespace)/values/\(key)")
        }
        return answer.body
    }

    @Test("Keys, rows, objects and messages go both ways, and a cron trigger can be pulled")
    func bindings() async throws {
        try await EmulatorFixture.serving { emulator in
            let kv =
                try await emulator.call("POST", "storage/kv/namespaces", ["title": "n"]).body["result"]?["id"]?.string
                ?? ""
            let d1 = try await emulator.call("POST", "d1/database", ["name": "d"]).body["result"]?["uuid"]?.string ?? ""
            _ = try await emulator.call("POST", "r2/buckets", ["name": "files"])
            let queue =
                try await emulator.call("POST", "queues", ["queue_name": "orders"]).body["result"]?["queue_id"]?.string
                ?? ""
            _ = try await emulator.call("POST", "d1/database/\(d1)/query", ["sql": "CREATE TABLE visits (path TEXT)"])
            let bindings: JSONValue = [
                ["type": "kv_namespace", "name": "KV", "namespace_id": .string(kv)],
                ["type": "d1", "name": "DB", "id": .string(d1)],
                ["type": "r2_bucket", "name": "BUCKET", "bucket_name": "files"],
                ["type": "queue", "name": "QUEUE", "queue_name": "orders"],
            ]
            let upload = try await emulator.upload("shop", Self.code, ["bindings": bindings])
            #expect(upload.status == 200, "\(upload.body)")
            let consumer: JSONValue = [
                "type": "worker", "script_name": "shop", "settings": ["batch_size": 1, "max_wait_time_ms": 0],
            ]
            #expect(try await emulator.call("POST", "queues/\(queue)/consumers", consumer).status == 200)
            _ = try await emulator.call(
                "PUT", "storage/kv/namespaces/\(kv)/bulk", [["key": "given", "value": "by the API"]])

            #expect(try await emulator.send("GET", "\(emulator.base)/__emulator/fetch/shop/x").body == "by the API")
            #expect(try await Self.value("greeting", in: kv, emulator) == "hello")
            #expect(try await Self.value("order-1", in: kv, emulator) == "orders")
            let rows = try await emulator.call("POST", "d1/database/\(d1)/query", ["sql": "SELECT path FROM visits"])
            #expect(rows.body["result"]?.array?.first?["results"] == [["path": "/x"]])
            #expect(try await emulator.call("GET", "r2/buckets/files/objects/a%2Fb").body == "content")
            let message: JSONValue = ["body": ["order": 2], "content_type": "json"]
            #expect(try await emulator.call("POST", "queues/\(queue)/messages", message).status == 200)
            #expect(try await Self.value("order-2", in: kv, emulator) == "orders")
            try await emulator.control("POST", "scheduled/shop", ["cron": "0 9 * * *"])
            #expect(try await Self.value("cron", in: kv, emulator) == "0 9 * * *")
        }
    }
}
