import Crypto
import CryptoExtras
import Foundation
import JSON
import Storage
import Testing

@testable import Platform

@Suite("What the server signs for credentials", .timeLimit(.minutes(10)))
struct CredentialSigningTests {
    @Test("A form is signed as in the test suite of AWS for signature version 4, post-x-www-form-urlencoded")
    func aws() {
        let signature = AWSSignature(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: nil,
            region: "us-east-1", service: "service")
        let headers = signature.headers(
            of: "Param1=value1", to: "example.amazonaws.com", at: Timestamp(milliseconds: 1_440_938_160_000))
        #expect(
            headers.first { $0.0 == "authorization" }?.1
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")
        #expect(headers.first { $0.0 == "x-amz-date" }?.1 == "20150830T123600Z")
    }

    @Test("A key of elliptic curves signs as JSON Web Tokens have it; one that is none is told")
    func ellipticCurve() throws {
        let key = P256.Signing.PrivateKey()
        let token = try SignedToken.make(
            ["iss": "me"], by: ["algorithm": "ES256", "privateKey": .string(key.pemRepresentation)], seconds: 60)
        let parts = token.split(separator: ".")
        #expect(parts.count == 3)
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: Self.bytes(parts[2]))
        #expect(key.publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))
        let header = try JSONValue(parsing: Self.bytes(parts[0]))
        #expect(header["alg"] == "ES256")
        #expect(throws: SignedToken.InvalidKey.self) {
            try SignedToken.make([:], by: ["privateKey": "none"], seconds: 60)
        }
    }

    @Test(
        "A run's error names the credential that has to be authorized again",
        arguments: [
            (#"{"message":"Credential \"crm-eu\": it was revoked (invalid_grant, HTTP 400)"}"#, "crm-eu"),
            (#"{"message":"Credential \"crm\": again (credential.unauthorized)"}"#, "crm"),
            (#"{"message":"Credential \"crm\": busy (HTTP 503)"}"#, nil), (#"{"message":"invalid_grant"}"#, nil),
        ] as [(String, String?)])
    func reports(error: String, name: String?) { #expect(CredentialReports.credential(in: error) == name) }

    private static func bytes(_ text: Substring) throws -> [UInt8] {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Array(try #require(Data(base64Encoded: String(padded))))
    }
}
