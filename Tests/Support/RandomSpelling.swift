/// Durations and cron expressions, well-formed ones and ones with a fault, for tests that hold two readers of them
/// against each other.
public struct RandomSpelling: Sendable {
    private var random: SeededGenerator

    public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    public mutating func duration() -> String {
        let units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "year", "ms", "s", "moon"]
        let amount = pick(
            [
                digits(), "\(digits()).\(digits())", digits(), "1e3", "+1", "-1", ".5", "1.", "1,5", "0x1", "1_0", "١",
                "",
            ])
        let space = pick([" ", " ", " ", "\t", "  ", "\n", "", "\u{A0}", "-"])
        var unit = pick(units)
        if chance(40) { unit += "s" }
        if chance(20) { unit = unit.uppercased() }
        if chance(3) { unit = "wee\u{212A}" }
        let text = amount + space + unit
        return chance(90) ? text : pick([" " + text, text + " ", text + "s", text + " " + text, amount, unit])
    }

    public mutating func cron() -> String {
        var fields = [
            list(0...59, []), list(0...23, []), dayOfMonth(), list(1...12, ["JAN", "feb", "Dec"]), dayOfWeek(),
        ]
        if chance(5) { fields.removeLast() }
        if chance(3) { fields.append("*") }
        return fields.joined(separator: chance(95) ? " " : "  ")
    }

    private mutating func dayOfMonth() -> String {
        chance(70)
            ? list(1...31, [])
            : pick(["L", "LW", "15W", "31W", "L/2", "15W/2", "1,L", "L-3", "W", "1-5W", "30", "31", "32", "0"])
    }

    private mutating func dayOfWeek() -> String {
        chance(60)
            ? list(0...7, ["SUN", "mon", "Fri"])
            : pick(["L", "6L", "MONL", "MON#2", "2#5", "MON#6", "MON#2/2", "#2", "MON#1,FRI", "0", "0-3", "7", "*"])
    }

    private mutating func list(_ range: ClosedRange<Int>, _ names: [String]) -> String {
        if chance(45) { return "*" }
        return (0..<(chance(80) ? 1 : 3)).map { _ in item(range, names) }.joined(separator: ",")
    }

    private mutating func item(_ range: ClosedRange<Int>, _ names: [String]) -> String {
        func value(_ random: inout Self) -> String {
            if !names.isEmpty, random.chance(30) { return random.pick(names) }
            return "\(Int.random(in: (range.lowerBound - 1)...(range.upperBound + 1), using: &random.random))"
        }
        let step = "\(Int.random(in: 0...(range.upperBound + 1), using: &random))"
        return switch Int.random(in: 0..<8, using: &random) {
        case 0: "*/\(step)"
        case 1: "\(value(&self))-\(value(&self))"
        case 2: "\(value(&self))/\(step)"
        case 3: "\(value(&self))-\(value(&self))/\(step)"
        case 4: pick(["*", "", "x", "1-", "-1", "+1", "?", value(&self)])
        default: value(&self)
        }
    }

    private mutating func digits() -> String { "\(pick([0, 1, 2, 30, 365, 366, 8760, 99_999_999_999]))" }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }
}
