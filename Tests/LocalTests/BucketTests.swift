import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("R2 on this machine", .timeLimit(.minutes(3)))
struct BucketTests {
    @Test("An object has content, size, etag and metadata, is replaced and deleted")
    func objects() async throws {
        let answer = try await Self.answer(
            """
            const put = await r2.put("dir/a.txt", "hello", { httpMetadata: { contentType: "text/plain" }, customMetadata: { by: "ada" } });
            const found = await r2.get("dir/a.txt");
            const headers = new Headers(); found.writeHttpMetadata(headers);
            const head = await r2.head("dir/a.txt");
            await r2.put("dir/a.txt", new Uint8Array([1, 2]), { httpMetadata: new Headers({ "content-type": "x/y" }) });
            const second = await r2.get("dir/a.txt");
            const result = [
              put.key, put.size, put.etag, put.httpEtag, head.size, head.customMetadata, head.uploaded instanceof Date,
              "body" in head, await found.text(), headers.get("content-type"), [...new Uint8Array(await second.arrayBuffer())],
              second.httpMetadata.contentType, second.customMetadata,
            ];
            await r2.delete(["dir/a.txt", "none"]);
            return [...result, await r2.get("dir/a.txt"), await r2.head("dir/a.txt")];
            """)
        let etag: JSONValue = "5d41402abc4b2a76b9719d911017c592"
        #expect(
            answer == [
                "dir/a.txt", 5, etag, "\"5d41402abc4b2a76b9719d911017c592\"", 5, ["by": "ada"], true, false, "hello",
                "text/plain", [1, 2], "x/y", [:], nil, nil,
            ])
    }

    @Test("A part of an object is read by offset, length, suffix or header")
    func ranges() async throws {
        let answer =
            try await Self.answer(
                """
                await r2.put("a", "0123456789");
                const read = async (range) => { const o = await r2.get("a", { range }); return [await o.text(), o.range, o.size]; };
                return [
                  await read({ offset: 2, length: 3 }), await read({ offset: 8 }), await read({ suffix: 2 }), await read({ length: 1 }),
                  await read(new Headers({ range: "bytes=3-4" })), await read({ offset: 8, length: 99 }),
                  await read({ offset: 10 }).catch((error) => error.message),
                ];
                """
            ).array ?? []
        #expect(
            answer.dropLast() == [
                ["234", ["offset": 2, "length": 3], 10], ["89", ["offset": 8, "length": 2], 10],
                ["89", ["offset": 8, "length": 2], 10], ["0", ["offset": 0, "length": 1], 10],
                ["34", ["offset": 3, "length": 2], 10], ["89", ["offset": 8, "length": 2], 10],
            ])
        #expect(answer.last?.string?.contains("not satisfiable") == true)
    }

    @Test("Conditions decide on what is read and what is written")
    func conditions() async throws {
        let answer = try await Self.answer(
            """
            const { etag, httpEtag, uploaded } = await r2.put("a", "1");
            const before = new Date(uploaded.getTime() - 5000), after = new Date(uploaded.getTime() + 5000);
            const reads = async (onlyIf) => "body" in await r2.get("a", { onlyIf });
            const writes = async (key, onlyIf) => await r2.put(key, "2", { onlyIf }) !== null;
            return [
              await reads({ etagMatches: etag }), await reads({ etagMatches: "x" }), await reads({ etagDoesNotMatch: etag }),
              await reads({ uploadedBefore: after }), await reads({ uploadedBefore: before }), await reads({ uploadedAfter: before }),
              await reads({ uploadedAfter: after }), await reads(new Headers({ "if-none-match": httpEtag })),
              await reads(new Headers({ "if-match": httpEtag })),
              await writes("a", { etagMatches: "x" }), await writes("new", { etagMatches: "x" }),
              await writes("new", new Headers({ "if-none-match": "*" })), await writes("new", new Headers({ "if-none-match": "*" })),
              await (await r2.get("a")).text(),
            ];
            """)
        #expect(
            answer == [
                true, false, false, true, false, true, false, false, true, false, false, true, false, "1",
            ])
    }

    @Test("A list has pages, a prefix, and the common beginnings before a delimiter")
    func list() async throws {
        let answer = try await Self.answer(
            """
            for (const key of ["a", "b/1", "b/2", "b/c/3", "d", "e/1"]) await r2.put(key, key);
            const page = async (options) => {
              const { objects, truncated, delimitedPrefixes, cursor } = await r2.list(options);
              return { keys: objects.map((o) => o.key), truncated, prefixes: delimitedPrefixes, cursor };
            };
            const first = await page({ delimiter: "/", limit: 2 });
            const second = await page({ delimiter: "/", limit: 2, cursor: first.cursor });
            const pages = [first, second, await page({ prefix: "b/", delimiter: "/" }), await page({ startAfter: "b/2" })];
            return pages.map(({ keys, truncated, prefixes }) => [keys, prefixes, truncated]);
            """)
        #expect(
            answer == [
                [["a"], ["b/"], true], [["d"], ["e/"], false], [["b/1", "b/2"], ["b/c/"], false],
                [["b/c/3", "d", "e/1"], [], false],
            ])
    }

    @Test("Megabytes go in and out as streams; an upload that breaks leaves nothing")
    func streams() async throws {
        let answer = try await Self.answer(
            """
            const piece = new Uint8Array(100_000).fill(7);
            let count = 0;
            const source = (breaks) => new ReadableStream({ pull(c) {
              if (++count === 30) { count = 0; return breaks ? c.error(new Error("broken")) : c.close(); }
              c.enqueue(piece);
            } });
            const put = await r2.put("big", source(false));
            let size = 0, sum = 0;
            for await (const chunk of (await r2.get("big")).body) { size += chunk.length; sum += chunk[0]; }
            const failure = await r2.put("broken", source(true)).catch((error) => error.message);
            return [put.size, size, sum > 0, failure, await r2.head("broken")];
            """)
        #expect(answer == [2_900_000, 2_900_000, true, "broken", nil])
    }

    private static func answer(_ body: String) async throws -> JSONValue {
        try await LocalFixture.answer(
            "const r2 = env.BUCKET_FILES;\n" + body, bindings: [.resource("r2_bucket", "BUCKET_FILES")])
    }
}
