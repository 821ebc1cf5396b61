import Values

extension SecretMask {
    /// Hides in the words of a vendor what it was sent.
    /// - Parameters:
    ///   - secrets: As they are kept.
    ///   - headers: Values of headers that were made of secrets.
    init(ofVendor secrets: some Sequence<String>, headers: [String] = []) {
        let parts = headers.compactMap { header in header.firstIndex(of: " ").map { String(header[$0...].dropFirst()) }
        }
        self.init(secrets + headers + parts, replacement: Variable.mask)
    }

    /// The words on one line, without secrets and without what changes how the rest is shown.
    func masking(_ words: String) -> String {
        // What was left out may have been within a secret.
        masked(ShownText.line(words))
    }
}
