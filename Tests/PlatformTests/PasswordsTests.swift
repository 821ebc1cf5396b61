import Foundation
import Testing

@testable import Platform

@Suite("Passwords", .timeLimit(.minutes(10)))
struct PasswordsTests {
    @Test("They are kept as scrypt of RFC 7914 has it, with the cost in the record, so that it may rise later")
    func standard() async throws {
        // RFC 7914, section 12, the third vector: its first 32 bytes, which do not depend on how many follow.
        let key = "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI="
        let stored = "scrypt.14.8.1.\(Data("SodiumChloride".utf8).base64EncodedString()).\(key)"
        let passwords = Passwords()
        #expect(try await passwords.matches("pleaseletmein", stored))
        #expect(try await passwords.matches("pleaseletmeout", stored) == false)
        for broken in ["", "scrypt", "scrypt.14.8.1..", "bcrypt" + stored.dropFirst(6)] {
            #expect(try await passwords.matches("pleaseletmein", broken) == false)
        }
    }

    @Test("Two records of one password are not alike, and none has it in it")
    func salted() async throws {
        let passwords = Passwords(cost: .init(logN: 4))
        let records = try await [passwords.hash("correct horse"), passwords.hash("correct horse")]
        #expect(records[0] != records[1])
        for record in records {
            #expect(record.hasPrefix("scrypt.4.8.3.") && !record.contains("correct"))
            #expect(try await passwords.matches("correct horse", record))
        }
        #expect(Passwords.Cost() == .init(logN: 15, r: 8, p: 3))
    }
}
