/// What a process has written to its standard streams, which the runtime's console does not: Deno's own words, mostly.
enum PrintedLines {
    /// Bytes of an entry that more lines are added to.
    private static let longestEntry = 16 << 10

    /// The entries that lines are: one that is indented goes on with the one before, as those of a stack do.
    static func entries(of lines: [String]) -> [String] {
        lines.reduce(into: []) { entries, line in
            let isContinued = line.first == " " || line.first == "\t"
            if isContinued, let last = entries.last, last.utf8.count + line.utf8.count < longestEntry {
                entries[entries.count - 1] += "\n\(line)"
            } else {
                entries.append(line)
            }
        }
    }
}
