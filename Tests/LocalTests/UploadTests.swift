import Foundation
import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("Uploads in parts to R2 on this machine", .timeLimit(.minutes(3)))
struct UploadTests {
    private static let partBytes = 5 << 20
    private static let week = Duration.seconds(7 * 24 * 60 * 60)

    @Test("Parts that come in any order, from streams too, are one object with the metadata of the upload's begin")
    func object() async throws {
        let answer = try await Self.answer(
            """
            const { key, uploadId } = await r2.createMultipartUpload("dir/big", { httpMetadata: { contentType: "a/b" }, customMetadata: { by: "ada" } });
            const upload = r2.resumeMultipartUpload(key, uploadId);
            const parts = [
              await upload.uploadPart(30, "end"),
              ...await Promise.all([upload.uploadPart(10, new Response(part(7)).body), upload.uploadPart(20, part(8))]),
            ];
            const before = await r2.head("dir/big");
            const object = await upload.complete(parts);
            const head = await r2.head("dir/big");
            const cut = async (offset, length) => [...await (await r2.get("dir/big", { range: { offset, length } })).bytes()];
            return [
              before, parts[0], object.key, object.size, object.etag === head.etag, head.etag, head.httpMetadata.contentType, head.customMetadata,
              JSON.stringify(head.checksums), await cut(size - 1, 2), await cut(2 * size - 1, 9), (await r2.list()).objects.length,
              await failure(upload.uploadPart(1, "late")), await failure(upload.complete(parts)), await failure(upload.abort()),
            ];
            """)
        // The MD5 of the MD5s of the parts, and their number.
        let etag: JSONValue = "e7ce7ad746dbef5ff2e30c87760516dc-3"
        #expect(
            answer == [
                nil, ["partNumber": 30, "etag": "7f021a1415b86f2d013b2618fb31ae53"], "dir/big",
                .int(2 * Self.partBytes + 3), true, etag, "a/b", ["by": "ada"], "{}", [7, 8], [8, 101, 110, 100], 1,
                "10024", "10024", "10024",
            ])
    }

    @Test("What the rules forbid is refused, and the upload goes on")
    func rules() async throws {
        let answer = try await Self.answer(
            """
            await r2.put("a", "old");
            const upload = await r2.createMultipartUpload("a");
            const first = await upload.uploadPart(1, "first"), second = await upload.uploadPart(2, part(1));
            const results = [
              await failure(upload.uploadPart(0, "")), await failure(upload.uploadPart(10_001, "")), await failure(upload.uploadPart(3, 4)),
              await failure(upload.complete([])), await failure(upload.complete([first, second])), await failure(upload.complete([second, second])),
              await failure(upload.complete([{ ...first, etag: second.etag }])), await failure(upload.complete([first, { ...first, partNumber: 3 }])),
              await failure(r2.resumeMultipartUpload("b", upload.uploadId).uploadPart(1, "")), await failure(r2.resumeMultipartUpload("a", "none").abort()),
              await failure(env.BUCKET_OTHER.resumeMultipartUpload("a", upload.uploadId).abort()),
            ];
            const large = await upload.uploadPart(3, new Uint8Array(size + 1));
            results.push(await failure(upload.complete([second, large])));
            const broken = new ReadableStream({ pull(c) { c.error(new Error("broken")); } });
            results.push(await upload.uploadPart(3, broken).catch((error) => error.message), await (await r2.get("a")).text());
            const again = await upload.uploadPart(1, "again");
            results.push(await failure(upload.complete([first])), (await upload.complete([again])).size, await (await r2.get("a")).text());
            return results;
            """)
        #expect(
            answer == [
                "a part's number is 1 to 10000", "a part's number is 1 to 10000",
                "A part must be a string, an ArrayBuffer, a view of one, a Blob or a ReadableStream",
                "10048", "10011", "10048", "10025", "10025", "10024", "10024", "10024", "10048", "broken", "old",
                "10025", 5, "again",
            ])
    }

    @Test("An upload ends once, whoever asks at the same time, and leaves no part behind")
    func ends() async throws {
        try await LocalFixture.with { fixture in
            let bucket = Bucket(fixture)
            for round in 0..<5 {
                let upload = try await bucket.begin("a")
                let etag = try await bucket.add(1, "\(round)", to: upload)
                let ends = await withTaskGroup(of: Bool.self) { group in
                    for n in 0..<6 {
                        group.addTask {
                            do {
                                // An abort is quick: not in every round, so that there are completions too.
                                if n < 2, round > 2 {
                                    try await bucket.ask("abortUpload", upload)
                                } else {
                                    _ = try await bucket.complete(upload, [(1, etag)])
                                }
                                return true
                            } catch { return false }
                        }
                    }
                    return await group.reduce(into: 0) { count, hasEnded in count += hasEnded ? 1 : 0 }
                }
                #expect(ends == 1)
                #expect(try bucket.files("parts").isEmpty)
            }
            #expect(try bucket.files("objects").count == 1)
        }
    }

    @Test("An upload goes on after the server's end, within seven days; what was interrupted is gone")
    func restart() async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(configure: { $0.clock = clock.clock }) { first in
            var bucket = Bucket(first)
            let upload = try await bucket.begin("a")
            let etag = try await bucket.add(1, "content", to: upload)
            let forgotten = try await bucket.begin("b")
            _ = try await bucket.add(1, "forgotten", to: forgotten)
            // As a kill in the middle of a part and of a completion leaves it.
            try Data("x".utf8).write(to: bucket.folder.appending(path: "parts/left"))
            try Data("x".utf8).write(to: bucket.folder.appending(path: "objects/left"))
            await first.runtime.shutdown()

            clock.advance(by: Self.week - .seconds(60))
            try await LocalFixture.with(folder: first.folder, configure: { $0.clock = clock.clock }) { second in
                bucket = Bucket(second)
                #expect(try await bucket.complete(upload, [(1, etag)])?["size"] == 7)
                #expect(try bucket.files("parts").count == 1)
                #expect(try bucket.files("objects").count == 1)
                clock.advance(by: .seconds(120))
                await #expect(throws: PluginFailure.self) { _ = try await bucket.add(2, "late", to: forgotten) }
                _ = try await bucket.begin("c")
                #expect(try bucket.files("parts").isEmpty)
                let last = try await bucket.begin("d")
                _ = try await bucket.add(1, "last", to: last)
                await second.runtime.shutdown()

                clock.advance(by: Self.week + .seconds(60))
                try await LocalFixture.with(folder: first.folder, configure: { $0.clock = clock.clock }) { third in
                    bucket = Bucket(third)
                    let head = try await bucket.ask("head", ["key": "a"])
                    #expect(head?["size"] == 7)
                    #expect(try bucket.files("parts").isEmpty)
                }
            }
        }
    }

    @Test("A content must have the checksum that is given, and keeps it")
    func checksums() async throws {
        let answer = try await Self.answer(
            """
            const digest = async (name) => await crypto.subtle.digest(name, new TextEncoder().encode("hello"));
            await r2.put("a", "hello", { sha256: await digest("SHA-256") });
            const { checksums } = await r2.head("a");
            const text = new Uint8Array(await digest("SHA-512")).toHex();
            const long = await r2.put("b", "hello", { sha512: text.toUpperCase() });
            return [
              new Uint8Array(checksums.sha256).toHex() === new Uint8Array(await digest("SHA-256")).toHex(), new Uint8Array(checksums.md5).toHex(),
              Object.keys(JSON.parse(JSON.stringify(checksums))), long.checksums.toJSON().sha512 === text,
              (await r2.put("c", "hello", { sha1: await digest("SHA-1") })).size, (await r2.put("c", "hello", { sha384: await digest("SHA-384") })).size,
              await failure(r2.put("a", "other", { sha1: await digest("SHA-1") })), await failure(r2.put("a", "x", { md5: "5d41402abc4b2a76b9719d911017c592" })),
              await failure(r2.put("a", "x", { md5: "00", sha1: "00" })), await failure(r2.put("a", "x", { sha256: "00" })),
              await (await r2.get("a")).text(),
            ];
            """)
        #expect(
            answer == [
                true, "5d41402abc4b2a76b9719d911017c592", ["md5", "sha256"], true, 5, 5, "10037", "10037",
                "Only one checksum can be given, not md5 and sha1",
                "sha256 must be 32 bytes, or their hexadecimal digits", "hello",
            ])
    }

    /// - Parameter body: `failure` gives the code, or the message without its beginning, of an error.
    private static func answer(_ body: String) async throws -> JSONValue {
        let prelude = """
            const r2 = env.BUCKET_FILES, size = 5 << 20, part = (byte) => new Uint8Array(size).fill(byte);
            const failure = (work) => work.then(() => "none", ({ message }) => message.match(/\\((\\d+)\\)$/)?.[1] ?? message.replace(/^.*?: .*?: /, ""));

            """
        return try await LocalFixture.answer(
            prelude + body, bindings: [.resource("r2_bucket", "BUCKET_FILES"), .resource("r2_bucket", "BUCKET_OTHER")],
            resources: ["BUCKET_OTHER": "resource-2"])
    }
}

/// A bucket that is asked without a program.
private struct Bucket: Sendable {
    let runtime: LocalRuntime
    let folder: URL

    init(_ fixture: LocalFixture) {
        runtime = fixture.runtime
        folder = fixture.folder.url.appending(path: "data/resources/c1/r2_bucket/files")
    }

    /// What identifies the upload.
    func begin(_ key: String) async throws -> JSONObject {
        ["key": .string(key), "uploadId": try await ask("beginUpload", ["key": .string(key)]) ?? .null]
    }

    func add(_ number: Int, _ content: String, to upload: JSONObject) async throws -> String {
        var arguments = upload
        arguments["partNumber"] = .int(number)
        return try await ask("uploadPart", arguments, content)?.string ?? ""
    }

    func complete(_ upload: JSONObject, _ parts: [(Int, String)]) async throws -> JSONValue? {
        var arguments = upload
        arguments["parts"] = .array(parts.map { ["partNumber": .int($0), "etag": .string($1)] })
        return try await ask("completeUpload", arguments)
    }

    @discardableResult
    func ask(_ method: String, _ arguments: JSONObject, _ body: String? = nil) async throws -> JSONValue? {
        let resource = LocalResource(.bucket, "files", account: "c1")
        return try await runtime.ask(resource, method, .object(arguments), body: body.map { Array($0.utf8) }).value
    }

    func files(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
    }
}
