import ArgumentParser
import CallFlow
import Telephony

/// A time given as a distance from now, as a date, or as both date and time: `2h`, `3d`, `2026-12-24`, `2026-12-24T13:59`.
enum TimeArgument: ExpressibleByArgument, Hashable {
    /// Seconds from now; whether into the past or the future depends on the option.
    case distance(Int)
    case time(LocalTime)

    init?(argument: String) {
        if let unit = argument.last.flatMap({ ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800][$0] }) {
            let digits = argument.dropLast()
            guard (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let count = Int(digits)
            else { return nil }
            self = .distance(count * unit)
        } else if let time = LocalTime(argument: argument) {
            self = .time(time)
        } else if argument.utf8.count == 10, let date = try? CivilDate(argument) {
            self = .time(LocalTime(date: date, second: 0))
        } else {
            return nil
        }
    }

    /// The moment meant, with a distance counted back from `now`.
    func moment(before now: Moment, in zone: Zone) -> Moment { moment(from: now, sign: -1, in: zone) }

    /// The moment meant, with a distance counted forward from `now`.
    func moment(after now: Moment, in zone: Zone) -> Moment { moment(from: now, sign: 1, in: zone) }

    private func moment(from now: Moment, sign: Int64, in zone: Zone) -> Moment {
        switch self {
        case .distance(let seconds): Moment(milliseconds: now.milliseconds + sign * Int64(seconds) * 1000)
        case .time(let time): zone.moment(of: time)
        }
    }
}
