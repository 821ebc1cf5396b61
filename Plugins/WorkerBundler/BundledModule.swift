import FoundationEssentials

/// The one module of a deploy.
package struct BundledModule: Sendable {
    package let code: String
    /// A source map of it ("Source map format specification", ECMA-426), where it has packages in it.
    package let sourceMap: String?

    init(code: String, sourceMap: String? = nil) {
        self.code = code
        self.sourceMap = sourceMap
    }

    /// - Parameter output: A module that ends with its map as a comment, as esbuild writes it.
    init(output: String) {
        guard let start = output.range(of: Self.mark, options: .backwards),
            let data = Data(base64Encoded: output[start.upperBound...].filter { !$0.isWhitespace })
        else {
            self.init(code: output)
            return
        }
        self.init(code: String(output[..<start.lowerBound]), sourceMap: String(decoding: data, as: UTF8.self))
    }

    private static let mark = "//# sourceMappingURL=data:application/json;base64,"
}
