import Foundation
import Marketplace
import TestSupport
import Testing

@Suite("A signing key", .timeLimit(.minutes(10)))
struct SigningKeyTests {
    @Test("It is kept in a file that only its owner reads, and is read back")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "key").path
        let key = SigningKey()
        try key.write(to: file)
        #expect(try SigningKey(file: file).publicKey.text == key.publicKey.text)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }

    @Test("A file that is there is never replaced")
    func existing() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("mine", to: "key")
        #expect(throws: RegistryError.keyFile(file.path, "it already exists")) {
            try SigningKey().write(to: file.path)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    }

    @Test("Its public key is read from the text it is printed as, and from no other")
    func publicKey() throws {
        let key = SigningKey().publicKey
        #expect(try TrustedKey(key.text).id == key.id)
        for text in ["", "ed25519:", "ed25519:AAAA", String(key.text.dropFirst(8))] {
            #expect(throws: RegistryError.malformedTrustedKey(text)) { try TrustedKey(text) }
        }
    }

    @Test("A file without a key is an error that does not show what is in it")
    func malformed() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("millrace-signing-key:c2VjcmV0\n", to: "key")
        #expect(throws: RegistryError.keyFile(file.path, "it does not contain a signing key")) {
            try SigningKey(file: file.path)
        }
    }
}
