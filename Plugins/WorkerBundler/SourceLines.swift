import JSON
import PluginMessages

/// Which line of which source each line of a module is from, by a source map: "mappings" of ECMA-426, as far as lines go.
package struct SourceLines: Sendable {
    struct Place: Sendable, Equatable {
        let source: String
        /// From 1.
        let line: Int
    }

    /// By line, from 0; `nil` for lines of no source.
    let places: [Place?]

    /// `nil` for a text that is not a valid source map.
    package init?(_ map: String) {
        guard let json = try? JSONValue(parsing: map), let mappings = json["mappings"]?.string,
            let sources = json["sources"]?.array?.map({ $0.string ?? "" })
        else { return nil }
        var (source, line) = (0, 0)
        var places: [Place?] = []
        for group in mappings.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            var first: Place?
            for segment in group.split(separator: UInt8(ascii: ",")) {
                let numbers = Self.numbers(segment)
                guard numbers.count >= 4 else { continue }
                source += numbers[1]
                line += numbers[2]
                if first == nil, sources.indices.contains(source) {
                    first = Place(source: sources[source], line: line + 1)
                }
            }
            places.append(first)
        }
        self.places = places
    }

    /// Numbers in base 64, five bits a digit, the least first; the last bit of a number is its sign.
    private static func numbers(_ segment: Substring.UTF8View) -> [Int] {
        var numbers: [Int] = []
        var (value, shift) = (0, 0)
        for byte in segment {
            guard let digit = digits[byte], shift < 60 else { return [] }
            value |= (digit & 31) << shift
            shift += 5
            guard digit & 32 == 0 else { continue }
            numbers.append(value & 1 == 0 ? value >> 1 : -(value >> 1))
            (value, shift) = (0, 0)
        }
        return numbers
    }

    private static let digits = Dictionary(
        uniqueKeysWithValues: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated()
            .map { ($1, $0) })

    /// The nodes that lines of the module belong to; those of packages belong to none.
    /// - Parameters:
    ///   - mappings: Of the source that was bundled.
    ///   - source: Its name.
    package func mappings(_ mappings: [LineMapping], of source: String) -> [LineMapping] {
        var found: [LineMapping] = []
        for (index, place) in places.enumerated() {
            let own = place.flatMap { place in
                place.source == source ? mappings.last { $0.line <= place.line } : nil
            }
            // Lines that esbuild adds go with the ones before.
            guard place != nil, found.isEmpty || found.last?.nodeId != own?.nodeId else { continue }
            found.append(LineMapping(line: index + 1, nodeId: own?.nodeId))
        }
        return found
    }
}
