import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct KeysTests {
    @Test("A key is ask_ and 40 base62 characters, and no two are alike")
    func shape() throws {
        let keys = (0..<50).map { _ in APIKeyText.random().text }
        let shape = try Regex("ask_[0-9A-Za-z]{40}")
        #expect(keys.allSatisfy { $0.wholeMatch(of: shape) != nil })
        #expect(Set(keys).count == keys.count)
    }

    @Test(
        "Text that cannot be a key is none",
        arguments: ["", "ask_", "ask_short", "key_" + String(repeating: "a", count: 40)])
    func malformed(text: String) { #expect(APIKeyText(text) == nil) }

    @Test("A key of the same beginning is another key")
    func comparison() throws {
        let key = APIKeyText.random()
        let other = try #require(APIKeyText(String(key.text.dropLast()) + (key.text.hasSuffix("a") ? "b" : "a")))
        #expect(key.prefix == other.prefix)
        #expect(key.matches(hash: key.hash))
        #expect(!other.matches(hash: key.hash))
    }

    @Test("A key answers for its project with its scopes, and its use is noted")
    func caller() async throws {
        try await Installation.with { installation in
            let owner = try await installation.owner()
            let key = try await installation.platform.keys.create(owner, name: "Reader", scopes: [.read])
            let caller = try await installation.platform.keys.caller(token: key.text)
            #expect(caller.scopes == [.read])
            #expect(caller.project == owner.project)
            #expect(throws: PlatformError.self) { try caller.require(.write) }
            let record = try await installation.storage.read {
                try Table(APIKeyRecord.self, in: $0).all(prefix: key.prefix).first
            }
            #expect(record?.lastUsedAt != nil)
            #expect(record?.hash.contains(key.text) == false)
        }
    }

    @Test("A missing, unknown or expired key says which it is")
    func refused() async throws {
        try await Installation.with { installation in
            let keys = installation.platform.keys
            let past = Timestamp(milliseconds: 1)
            let expired = try await keys.create(
                try await installation.owner(), name: "Old", scopes: [.read], expiresAt: past)
            for (token, code) in [
                (nil, "auth.missing"), ("nonsense", "auth.unknown"), (APIKeyText.random().text, "auth.unknown"),
                (expired.text, "auth.expired"),
            ] {
                await #expect {
                    try await keys.caller(token: token)
                } throws: { ($0 as? PlatformError)?.code == code }
            }
        }
    }

    @Test("A key that begins as a known one and ends otherwise is unknown, also when the known one is cached")
    func sameBeginning() async throws {
        try await Installation.with { installation in
            let keys = installation.platform.keys
            let key = try await keys.create(try await installation.owner(), name: "Reader", scopes: [.read])
            let last = key.text.hasSuffix("a") ? "b" : "a"
            let others = [key.text.dropLast() + last, key.text.prefix(12) + String(repeating: last, count: 32)]
            for isCached in [false, true] {
                if isCached { _ = try await keys.caller(token: key.text) }
                for other in others {
                    #expect(APIKeyText(String(other))?.prefix == key.prefix)
                    await #expect {
                        try await keys.caller(token: String(other))
                    } throws: { ($0 as? PlatformError)?.code == "auth.unknown" }
                }
            }
        }
    }

    @Test("A key is cached with its end by the request that looks it up, and refused from then on")
    func expiresInCache() async throws {
        try await Installation.with { installation in
            let keys = installation.platform.keys
            let owner = try await installation.owner()
            let end = Timestamp.now.adding(milliseconds: 3_600_000)
            let later = try await keys.create(owner, name: "Later", scopes: [.read], expiresAt: end)
            let before = Timestamp.now
            _ = try await keys.caller(token: later.text)
            #expect(keys.cache.find(later.hash, at: before).entry?.expiresAt == end)
            // Long enough for one request, or longer where the machine stalls; shorter than an entry of the cache lives.
            for life: Int64 in [500, 4_000, 16_000] {
                let key = try await keys.create(
                    owner, name: "Soon", scopes: [.read], expiresAt: Timestamp.now.adding(milliseconds: life))
                guard (try? await keys.caller(token: key.text)) != nil else { continue }
                try await eventually("the code of the refusal", within: .seconds(40), equals: "auth.expired") {
                    do {
                        _ = try await keys.caller(token: key.text)
                        return "accepted"
                    } catch let error as PlatformError {
                        return error.code
                    }
                }
                return
            }
            Issue.record("No key was accepted before its end.")
        }
    }

    @Test("A cached key is refused once it has expired")
    func expiredInCache() async throws {
        try await Installation.with { installation in
            let owner = try await installation.owner()
            let keys = installation.platform.keys
            let key = try await keys.create(owner, name: "Reader", scopes: [.read])
            let caller = try await keys.caller(token: key.text)
            let (_, generation) = keys.cache.find(key.hash, at: .now)
            keys.cache.store(
                KeyCache.Entry(
                    caller: caller, expiresAt: Timestamp(milliseconds: 1),
                    staleAt: Timestamp.now.adding(milliseconds: 60_000)),
                hash: key.hash, generation: generation)
            await #expect {
                try await keys.caller(token: key.text)
            } throws: { ($0 as? PlatformError)?.code == "auth.expired" }
        }
    }

    @Test("A key that is revoked while it is looked up is not kept")
    func revokedInBetween() async throws {
        try await Installation.with { installation in
            let cache = KeyCache()
            let entry = KeyCache.Entry(
                caller: try await installation.owner(), expiresAt: nil,
                staleAt: Timestamp.now.adding(milliseconds: 60_000))
            let (_, generation) = cache.find("a", at: .now)
            cache.forgetAll()
            cache.store(entry, hash: "a", generation: generation)
            #expect(cache.find("a", at: .now).entry == nil)
            cache.store(entry, hash: "a", generation: cache.find("a", at: .now).generation)
            #expect(cache.find("a", at: .now).entry != nil)
        }
    }

    @Test("A key without read is not made")
    func scopes() async throws {
        try await Installation.with { installation in
            let owner = try await installation.owner()
            await #expect(throws: PlatformError.self) {
                try await installation.platform.keys.create(owner, name: "Writer", scopes: [.write])
            }
        }
    }
}
