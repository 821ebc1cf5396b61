import Crypto
import CryptoExtras
import Dispatch
import FoundationEssentials
import Values

/// Hashes passwords with scrypt (RFC 7914), one at a time and away from the threads that serve requests: each
/// takes 32 MiB for a moment.
struct Passwords: Sendable {
    /// OWASP, "Password Storage Cheat Sheet", scrypt: N = 2^15, r = 8, p = 3.
    struct Cost: Sendable, Hashable {
        var logN = 15
        var r = 8
        var p = 3
    }

    private let cost: Cost
    private let queue = DispatchQueue(label: "millrace.passwords")

    init(cost: Cost = Cost()) { self.cost = cost }

    /// - Returns: `scrypt.<log N>.<r>.<p>.<salt>.<key>`, both base64.
    func hash(_ password: String) async throws -> String {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let key = try await derive(password, salt, cost)
        return "scrypt.\(cost.logN).\(cost.r).\(cost.p).\(salt.base64EncodedString()).\(key.base64EncodedString())"
    }

    /// - Parameter stored: `nil` takes as long as any, so that nobody learns which addresses are known.
    func matches(_ password: String, _ stored: String?) async throws -> Bool {
        guard let stored else {
            _ = try await derive(password, Data(count: 16), cost)
            return false
        }
        let parts = stored.split(separator: ".").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let r = Int(parts[2]),
            let p = Int(parts[3]), let salt = Data(base64Encoded: parts[4]), let key = Data(base64Encoded: parts[5])
        else { return false }
        // Symmetric keys are compared in constant time.
        return SymmetricKey(data: try await derive(password, salt, Cost(logN: logN, r: r, p: p)))
            == SymmetricKey(data: key)
    }

    private func derive(_ password: String, _ salt: Data, _ cost: Cost) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logN,
                            blockSize: cost.r, parallelism: cost.p
                        ).withUnsafeBytes { Data($0) }
                    })
            }
        }
    }

    /// NIST SP 800-63B, 5.1.1.2, asks for at least 8 characters; the end keeps hashing cheap.
    static func check(_ password: String, _ problems: inout Problems) {
        problems.check(password, FieldLimits.password, at: .root.appending("password"))
    }
}
