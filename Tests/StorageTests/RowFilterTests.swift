import Testing

@testable import Storage

@Suite("Conditions of lists", .timeLimit(.minutes(1)))
struct RowFilterTests {
    @Test("Arguments are numbered behind those that there are, in the places of the conditions")
    func numbers() {
        let filter = RowFilter.column("a", is: "1").and(.column("b", in: ["2", "3"])).and(.column("c", isNull: true))
        let (condition, arguments) = filter.added(to: "z = $1", ["0"])
        #expect(condition == "z = $1 AND a = $2 AND b IN ($3, $4) AND c IS NULL")
        #expect(arguments.count == 4)
    }

    @Test("A condition of many arguments is written in one pass")
    func many() {
        let values = (0..<20_000).map(String.init)
        let (condition, arguments) = RowFilter.column("a", in: values).added(to: "z = $1", ["0"])
        #expect(condition.hasPrefix("z = $1 AND a IN ($2, $3, ") && condition.hasSuffix(", $20001)"))
        #expect(arguments.count == 20_001)
    }
}
