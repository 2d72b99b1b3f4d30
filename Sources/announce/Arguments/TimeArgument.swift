import ArgumentParser
import CallFlow

/// `2h`, `3d`, `2026-12-24`, `2026-12-24T13:59`: a moment in the past, or thereabouts.
enum SinceArgument: ExpressibleByArgument, Hashable {
    /// Seconds before now.
    case ago(Int)
    case time(LocalTime)

    init?(argument: String) {
        if let unit = argument.last.flatMap({ ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800][$0] }) {
            let digits = argument.dropLast()
            guard (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let count = Int(digits)
            else { return nil }
            self = .ago(count * unit)
        } else if let time = LocalTime(argument: argument) {
            self = .time(time)
        } else if argument.utf8.count == 10, let date = try? CivilDate(argument) {
            self = .time(LocalTime(date: date, second: 0))
        } else {
            return nil
        }
    }

    func moment(now: Moment, in zone: Zone) -> Moment {
        switch self {
        case .ago(let seconds): Moment(milliseconds: now.milliseconds - Int64(seconds) * 1000)
        case .time(let time): zone.moment(of: time)
        }
    }
}
