import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("What Workers have beside the web's interfaces", .timeLimit(.minutes(3)))
struct WorkerInterfaceTests {
    @Test("Bytes are compared in full, and only with as many others")
    func timingSafeEqual() async throws {
        let answer = try await LocalFixture.answer(
            """
            const bytes = (...values) => new Uint8Array(values);
            const { subtle } = crypto;
            let error;
            try { subtle.timingSafeEqual(bytes(1), bytes(1, 2)); } catch (thrown) { error = thrown.name; }
            let kind;
            try { subtle.timingSafeEqual("a", "a"); } catch (thrown) { kind = thrown.name; }
            return [
              subtle.timingSafeEqual(bytes(1, 2, 3), bytes(1, 2, 3)), subtle.timingSafeEqual(bytes(1, 2, 3), bytes(1, 2, 4)),
              subtle.timingSafeEqual(bytes(7, 1, 2).subarray(1), bytes(1, 2).buffer), error, kind,
            ];
            """, bindings: [])
        #expect(answer == [true, false, true, "TypeError", "TypeError"])
    }

    @Test(
        "A digest stream digests what is written to it, in pieces of any kind",
        arguments: [
            ("MD5", "5d41402abc4b2a76b9719d911017c592"), ("sha-1", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"),
            ("SHA-256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
            (
                "SHA-512",
                "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043"
            ),
        ])
    func digest(algorithm: String, expected: String) async throws {
        let answer = try await LocalFixture.answer(
            """
            const stream = new crypto.DigestStream("\(algorithm)");
            const writer = stream.getWriter();
            await writer.write("he");
            await writer.write(new TextEncoder().encode("ll").buffer);
            await writer.write(new TextEncoder().encode("xo").subarray(1));
            await writer.close();
            const piped = new crypto.DigestStream({ name: "\(algorithm)" });
            await new Response("hello").body.pipeTo(piped);
            const hex = (buffer) => new Uint8Array(buffer).toHex();
            let error;
            try { new crypto.DigestStream("CRC32"); } catch (thrown) { error = thrown.name; }
            return [hex(await stream.digest), hex(await piped.digest), stream.bytesWritten, error];
            """, bindings: [])
        #expect(answer == [.string(expected), .string(expected), 5, "TypeError"])
    }

    @Test("The scheduler waits, and no longer than its signal")
    func scheduler() async throws {
        let answer = try await LocalFixture.answer(
            """
            const order = [];
            await Promise.all([scheduler.wait(30).then(() => order.push("late")), scheduler.wait(1).then(() => order.push("early"))]);
            const stop = new AbortController();
            const waiting = scheduler.wait(60_000, { signal: stop.signal }).catch((error) => order.push(error.message));
            stop.abort(new Error("stopped"));
            await waiting;
            await scheduler.wait(1, { signal: AbortSignal.abort(new Error("before")) }).catch((error) => order.push(error.message));
            return order;
            """, bindings: [])
        #expect(answer == ["early", "late", "stopped", "before"])
    }

    @Test("A response from a stream of known length has a Content-Length; other numbers of bytes are errors")
    func fixedLength() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const write = async (length, text) => {
                      const { readable, writable } = new FixedLengthStream(length);
                      const writer = writable.getWriter();
                      const written = (async () => { await writer.write(new TextEncoder().encode(text)); await writer.close(); })();
                      written.catch(() => {});
                      return readable;
                    };
                    const { pathname } = new URL(request.url);
                    if (pathname === "/right") return new Response(await write(5, "hello"));
                    const { readable, writable } = new IdentityTransformStream();
                    if (pathname === "/identity") {
                      ctx.waitUntil(new Response("same").body.pipeTo(writable));
                      return new Response(readable);
                    }
                    const tell = async (length, text) => await new Response(await write(length, text)).text()
                      .catch((error) => error.name);
                    return Response.json([await tell(6, "hello"), await tell(4, "hello"), await tell(5n, "hello")]);
                    """), kind: .script)
            let right = try await function.ask("GET", "/right")
            #expect(right.text == "hello" && right.headers["content-length"] == ["5"])
            let identity = try await function.ask("GET", "/identity")
            #expect(identity.text == "same" && identity.headers["content-length"] == nil)
            #expect(try await function.ask("GET", "/wrong").json == ["TypeError", "TypeError", "hello"])
        }
    }
}
