/// Days, by their place in the month and in the week.
struct CronDays: Sendable {
    private enum Rule: Sendable {
        /// Of the month, or of the week.
        case values(Set<Int>)
        /// `L`: the last of the month.
        case last
        /// `LW`: the last of the month from Monday to Friday.
        case lastWorkday
        /// `15W`: the nearest from Monday to Friday in the month.
        case workday(Int)
        /// `6L`: the last of its kind in the month.
        case lastOfKind(Int)
        /// `6#3`: the third of its kind in the month.
        case nth(Int, Int)
    }

    /// `nil`: any.
    private let ofMonth: [Rule]?
    private let ofWeek: [Rule]?

    init?(ofMonth: Substring, ofWeek: Substring) {
        let month = Self.rules(ofMonth, Self.monthRule)
        let week = Self.rules(ofWeek, Self.weekRule)
        guard let month, let week else { return nil }
        self.ofMonth = ofMonth == "*" ? nil : month
        self.ofWeek = ofWeek == "*" ? nil : week
    }

    func contain(_ day: CivilDay) -> Bool {
        switch (ofMonth, ofWeek) {
        case (nil, nil): true
        case (let rules?, nil): rules.contains { Self.isOfMonth(day, $0) }
        case (nil, let rules?): rules.contains { Self.isOfWeek(day, $0) }
        case (let month?, let week?):
            month.contains { Self.isOfMonth(day, $0) } || week.contains { Self.isOfWeek(day, $0) }
        }
    }

    private static func rules(_ text: Substring, _ rule: (Substring) -> Rule?) -> [Rule]? {
        var rules: [Rule] = []
        for item in text.split(separator: ",") {
            guard let rule = rule(item) else { return nil }
            rules.append(rule)
        }
        return rules.isEmpty ? nil : rules
    }

    private static func monthRule(_ item: Substring) -> Rule? {
        if item == "L" { return .last }
        if item == "LW" { return .lastWorkday }
        if item.hasSuffix("W") { return CronField.dayOfMonth.value(item.dropLast()).map(Rule.workday) }
        return CronField.dayOfMonth.values(of: item).map(Rule.values)
    }

    private static func weekRule(_ item: Substring) -> Rule? {
        if item == "L" { return .values([7]) }
        if item.hasSuffix("L"), let day = CronField.dayOfWeek.value(item.dropLast()) { return .lastOfKind(day) }
        let nth = item.split(separator: "#")
        if nth.count == 2, let day = CronField.dayOfWeek.value(nth[0]), let number = Int(nth[1]) {
            return .nth(day, number)
        }
        return CronField.dayOfWeek.values(of: item).map(Rule.values)
    }

    private static func isOfMonth(_ day: CivilDay, _ rule: Rule) -> Bool {
        switch rule {
        case .values(let days): days.contains(day.day)
        case .last: day.day == day.lengthOfMonth
        case .lastWorkday: day.day == day.workday(nearest: day.lengthOfMonth)
        case .workday(let wanted): wanted <= day.lengthOfMonth && day.day == day.workday(nearest: wanted)
        case .lastOfKind, .nth: false
        }
    }

    private static func isOfWeek(_ day: CivilDay, _ rule: Rule) -> Bool {
        switch rule {
        case .values(let days): days.contains(day.weekday)
        case .lastOfKind(let weekday): day.weekday == weekday && day.day + 7 > day.lengthOfMonth
        case .nth(let weekday, let number): day.weekday == weekday && (day.day - 1) / 7 + 1 == number
        case .last, .lastWorkday, .workday: false
        }
    }
}
