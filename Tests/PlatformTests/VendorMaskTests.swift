import Foundation
import Testing
import Values

@testable import Platform

@Suite("Secrets in the words of vendors", .timeLimit(.minutes(10)))
struct VendorMaskTests {
    private static let secret = "s3c/+r\"et?ü"

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test(
        "None is shown in any form in which it was sent",
        arguments: [
            secret, "s3c/+r\\\"et?ü", "s3c%2F%2Br%22et%3F%C3%BC", base64(secret), base64("ada:\(secret)"),
            base64("ada:\(secret)").filter { $0 != "=" }, "Basic \(base64("ada:\(secret)"))", "tok_\(secret)",
            base64("ada:\(secret)").replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" },
            "s3c/\u{202E}+r\u{0}\"et?ü",
        ])
    func hidden(echo: String) {
        let mask = SecretMask(
            ofVendor: [Self.secret], headers: ["Basic \(Self.base64("ada:\(Self.secret)"))", "Key tok_\(Self.secret)"])
        let shown = mask.masking("It is [\(echo)].")
        #expect(shown == "It is [********]." || shown == "It is [tok_********].")
    }

    @Test("What is shorter than four characters is not masked, and words without any stay as they are")
    func plain() {
        #expect(SecretMask(ofVendor: ["abc", ""]).masking("abc is not a valid cabin") == "abc is not a valid cabin")
        #expect(SecretMask(ofVendor: ["abcd", "abcdefgh"]).masking("abcdefgh abcd") == "******** ********")
    }
}
