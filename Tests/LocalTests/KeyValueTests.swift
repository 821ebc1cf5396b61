import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("KV on this machine", .timeLimit(.minutes(3)))
struct KeyValueTests {
    @Test("What has expired is gone")
    func expired() async throws {
        let folder = try TemporaryFolder()
        let store = try KeyValueStore(file: folder.url.appending(path: "kv.sqlite"), megabytes: 1)
        try await store.put("a", .init(value: [1], metadata: nil), expiration: 100, now: 40)
        #expect(try await store.get("a", now: 99) != nil)
        for now in [100, 101] { #expect(try await store.get("a", now: now) == nil, "\(now)") }
        #expect(try await store.list(prefix: "", from: nil, limit: 10, now: 99).keys.map(\.name) == ["a"])
        for now in [100, 101] {
            #expect(try await store.list(prefix: "", from: nil, limit: 10, now: now).keys.isEmpty, "\(now)")
        }
    }

    @Test("A lifetime may have any length", arguments: [60, Int.max])
    func lifetime(seconds: Int) async throws {
        let arguments = try JSONReader(["expirationTtl": .int(seconds)])
        let now = 1_800_000_000
        #expect(try KeyValueLimits.expiration(arguments, now: now) == (seconds == .max ? .max : now + seconds))
        // The largest number of JavaScript that is an Int.
        let text = seconds == .max ? "9223372036854774784" : "\(seconds)"
        let answer = try await Self.answer("await kv.put('k', 'x', { expirationTtl: \(text) }); return kv.get('k');")
        #expect(answer == "x")
    }

    @Test("Values come back in every type, with their metadata; what is not there is null")
    func valuesKeepTheirTypes() async throws {
        let answer = try await Self.answer(
            """
            await kv.put("text", "grüße", { metadata: { a: [1] } });
            await kv.put("bytes", new Uint8Array([0, 255, 10]));
            await kv.put("stream", new Blob(["a", "b"]).stream());
            await kv.put("empty", "");
            await kv.put("json", JSON.stringify({ n: 1 }));
            const stream = await kv.get("text", "stream");
            const several = await kv.get(["json", "none"], "json");
            return [
              await kv.get("text"), await kv.getWithMetadata("text"), [...new Uint8Array(await kv.get("bytes", "arrayBuffer"))],
              await kv.get("stream"), await kv.get("empty"), await kv.get("json", { type: "json" }),
              await new Response(stream).text(), await kv.get("none"), await kv.getWithMetadata("none", "json"),
              [...several],
            ];
            """)
        #expect(
            answer == [
                "grüße", ["value": "grüße", "metadata": ["a": [1]], "cacheStatus": nil], [0, 255, 10], "ab", "",
                ["n": 1], "grüße", nil, ["value": nil, "metadata": nil, "cacheStatus": nil],
                [["json", ["n": 1]], ["none", nil]],
            ])
    }

    @Test("A list has a prefix, pages and metadata, in the order of bytes; a deleted key is not in it")
    func listHasPrefixAndPages() async throws {
        let answer = try await Self.answer(
            """
            for (const key of ["b:2", "a", "b:10", "b:1", "c", "bä", "b"]) await kv.put(key, "x");
            await kv.put("b:1", "y", { metadata: 7 });
            await kv.delete("b:2"); await kv.delete("none");
            const first = await kv.list({ prefix: "b", limit: 2 });
            const second = await kv.list({ prefix: "b", limit: 2, cursor: first.cursor });
            return [first.keys, first.list_complete, second.keys, second.list_complete, (await kv.list()).keys.length];
            """)
        #expect(
            answer == [
                [["name": "b"], ["name": "b:1", "metadata": 7]], false, [["name": "b:10"], ["name": "bä"]], true, 6,
            ])
    }

    @Test("What expires is told with its time, and bad arguments are refused with the reason")
    func expirationIsReported() async throws {
        let answer =
            try await Self.answer(
                """
                const refused = async (work) => { try { await work(); return "accepted"; } catch (error) { return error.message; } };
                await kv.put("t", "x", { expirationTtl: 60 });
                const [key] = (await kv.list()).keys;
                return [
                  Math.abs(key.expiration - Date.now() / 1000 - 60) < 30,
                  await refused(() => kv.put("t", "x", { expirationTtl: 59 })), await refused(() => kv.put("", "x")),
                  await refused(() => kv.put("k".repeat(513), "x")), await refused(() => kv.put("k", { a: 1 })),
                  await refused(() => kv.put("k", "x", { metadata: "m".repeat(1025) })),
                  await refused(() => kv.list({ limit: 1001 })), await refused(() => kv.list({ limit: NaN })),
                  await refused(() => kv.put("k", "x", { expirationTtl: Infinity })),
                  await refused(() => kv.put("k", "x", { expiration: "soon" })),
                ];
                """
            ).array ?? []
        #expect(answer.first == true)
        #expect(answer.dropFirst().allSatisfy { $0.string != "accepted" })
        #expect(answer.last?.string?.contains("expiration must be a number") == true)
        #expect(answer[1].string?.contains("at least 60") == true)
    }

    @Test(
        "An id is shared by the deployments of one connection, kept over restarts, and of no use to another connection")
    func namespaceBelongsToItsConnection() async throws {
        try await LocalFixture.with { fixture in
            let source = LocalFixture.function(
                """
                if (request.method === "POST") await env.KV_CACHE.put("k", await request.text());
                return Response.json(await env.KV_CACHE.get("k"));
                """)
            func deploy(_ id: String, connection: String, _ namespace: String, at fixture: LocalFixture) async throws
                -> Deployed
            {
                try await fixture.deploy(
                    source, id: id, workflow: id, environment: ["KV_CACHE_BINDING_ID": namespace],
                    bindings: [.resource("kv_namespace", "KV_CACHE")], kind: .script, connection: connection)
            }
            let first = try await deploy("d1", connection: "c1", "../ns", at: fixture)
            let second = try await deploy("d2", connection: "c1", "../ns", at: fixture)
            let stranger = try await deploy("d3", connection: "c2", "../ns", at: fixture)
            let other = try await deploy("d4", connection: "c1", "ns", at: fixture)
            _ = try await first.ask("POST", body: Array("mine".utf8))
            #expect(try await second.ask().json == "mine")
            #expect(try await stranger.ask().json == .null)
            #expect(try await other.ask().json == .null)
            await fixture.runtime.shutdown()
            try await LocalFixture.with(folder: fixture.folder) { again in
                let answer = try await deploy("d5", connection: "c1", "../ns", at: again).ask()
                #expect(answer.json == "mine")
            }
        }
    }

    private static func answer(_ body: String) async throws -> JSONValue {
        try await LocalFixture.answer(
            "const kv = env.KV_CACHE;\n" + body, bindings: [.resource("kv_namespace", "KV_CACHE")])
    }
}
