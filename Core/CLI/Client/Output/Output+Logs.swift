import JSON

extension Output {
    /// The lines of a log. What a program prints may have several lines: they are indented, so that none of them looks like
    /// an entry with a time and a level of its own.
    /// - Parameter empty: What people are told when there is none.
    func logs(_ page: JSONValue, empty: String) {
        guard !isJSON else { return json(page) }
        let lines = page["data"]?.array ?? []
        guard !lines.isEmpty else { return Terminal.tell("\(empty)\n") }
        for line in lines {
            let (time, level) = (Column("", "loggedAt").text(of: line), (line["level"]?.string ?? "").shownLine)
            let head = "\(time) \(level)  "
            let text = (line["text"]?.string ?? "").indented(by: head.displayWidth)
            Terminal.print(painted: "\(time) \(Self.paint(level))  \(text)")
        }
    }
}
