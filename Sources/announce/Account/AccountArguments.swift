public import ArgumentParser
import CallFlow
public import Sipgate
import Telephony

extension SMSLine: ExpressibleByArgument {
    /// Such as `s0`.
    public init?(argument: String) {
        guard let value = try? SMSLine(argument) else { return nil }
        self = value
    }
}

extension FaxLine: ExpressibleByArgument {
    /// Such as `f0`.
    public init?(argument: String) {
        guard let value = try? FaxLine(argument) else { return nil }
        self = value
    }
}

extension CallingExtension: ExpressibleByArgument {
    /// Such as `e0`, `p0`.
    public init?(argument: String) {
        guard let value = try? CallingExtension(argument) else { return nil }
        self = value
    }
}

extension DTMFKeys: ExpressibleByArgument {
    /// Such as `1#`.
    public init?(argument: String) {
        guard let value = try? DTMFKeys(argument) else { return nil }
        self = value
    }
}

extension AbsoluteURL: ExpressibleByArgument {
    /// An `http` or `https` address.
    public init?(argument: String) {
        guard let value = try? AbsoluteURL(argument) else { return nil }
        self = value
    }
}

extension FaxName: ExpressibleByArgument {
    /// What a fax is called.
    public init?(argument: String) {
        guard let value = try? FaxName(argument) else { return nil }
        self = value
    }
}

/// A telephone or line of the account, or a number.
enum CallOriginArgument: ExpressibleByArgument {
    case `extension`(CallingExtension)
    case number(PhoneNumber)

    init?(argument: String) {
        if let value = try? CallingExtension(argument) {
            self = .extension(value)
        } else if let number = try? PhoneNumber(argument) {
            self = .number(number)
        } else {
            return nil
        }
    }
}

/// Which call, by the `callId` that webhooks and `announce log` show.
struct RunningCallArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The call, as `announce account call running` and `announce log` name it.", valueName: "call"),
        transform: { try RunningCall.ID($0) })
    var id: RunningCall.ID
}

/// Which fax, as `announce account fax send` has printed.
struct FaxArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("What `announce account fax send` has printed.", valueName: "fax"),
        transform: { try HistoryEntry.ID($0) })
    var id: HistoryEntry.ID
}
