import JSON

extension Output {
    /// The lines of a log.
    func logs(_ page: JSONValue) {
        guard !isJSON else { return json(page) }
        for line in page["data"]?.array ?? [] {
            let (time, level) = (Column("", "loggedAt").text(of: line), line["level"]?.string ?? "")
            print("\(time) \(Self.paint(level))  \((line["text"]?.string ?? "").printable)")
        }
    }
}
